"""The words that tell the name of a place from other names."""

from typing import Final

from tasks.extraction.english.calendar import CALENDAR
from tasks.extraction.english.numbers import CARDINALS
from tasks.extraction.english.people import TITLES
from tasks.extraction.places.kinds import GENERIC

NO_NAMES: Final = frozenset(GENERIC) | frozenset(
    {"north", "south", "east", "west", "northern", "southern", "eastern", "western", "central"}
    | {"north-western", "north-eastern", "south-western", "south-eastern", "northeast", "upper"}
    | {"northwest", "southeast", "southwest", "greater", "lower", "new", "old", "great", "middle"}
    | {"-", "of", "the", "and", "northwestern", "northeastern", "southwestern", "southeastern"}
    | {"st.", "st", "san", "al", "el", "la", "le", "de", "union", "white", "earth"}
)
"""Words that name no place by themselves."""

_PLACING = {"in", "near", "outside", "across", "throughout", "around", "inside", "into", "within"}
_MOVING = {"at", "from", "to", "via", "through", "off", "over", "beyond", "towards", "onto"}
PREPOSITIONS: Final = {
    **dict.fromkeys(sorted(_PLACING), 1.0),
    **dict.fromkeys(sorted(_MOVING), 0.7),
    **dict.fromkeys(["between", "leaving", "reached", "visited", "left", "entered"], 0.4),
}
"""Words before a name that say that something is, comes from or goes there; how much they weigh."""

SIDES: Final = frozenset(
    {"northern", "southern", "eastern", "western", "central", "northeastern", "northwestern"}
    | {"southeastern", "southwestern", "neighbouring", "neighboring", "downtown", "mainland"}
    | {"nearby", "rural", "regional", "upstate", "coastal", "occupied", "northwest", "northeast"}
    | {"southwest", "southeast", "north", "south", "east", "west", "inner", "then", "modern"}
    | {"-", "tiny", "small", "remote", "war", "torn", "the"}
)
"""Words that may stand between a preposition and a name."""

JOINERS: Final = frozenset(
    {"of", "the", "de", "da", "do", "dos", "das", "del", "della", "di", "du", "des", "la", "le"}
    | {"les", "el", "al", "ar", "as", "ash", "at", "az", "upon", "on", "sur", "am", "an", "der"}
    | {"den", "and", "y", "kwa", "van", "von", "bin", "under", "by", "e", "i", "ya", "wa"}
    | {"-", "\u2010", "\u2011", "en", "aux", "au", "im", "'s", "\u2019s", "&", "sous", "ob"}
)
"""Small words and marks within a name."""

DIVIDERS: Final = frozenset({"and", "&", "'s", "\u2019s"})
"""Those of them that stand between two names as well."""

AFTER_HYPHEN: Final = frozenset(
    {"based", "led", "born", "backed", "held", "controlled", "occupied", "bound", "owned", "run"}
    | {"wide", "area", "made", "trained", "educated", "registered", "flagged", "funded", "style"}
    | {"administered", "brokered", "supplied", "listed", "linked", "aligned", "sponsored"}
)
"""Words that a hyphen joins to the name of a place."""

ARTICLES: Final = frozenset({"al", "el", "ar", "as", "ash", "at", "az", "an", "ad", "ed"})
"""Arabic articles, which a hyphen joins to the name behind them."""

_FUNCTION_WORDS = """
a about according across after all also although among an and another any are around as at because
before both but by can could despite did do during each earlier even every few first following for
from had has have he her here his how however i if in into is it its last later like many more most
much my near no not now of off officials on once only or other our out outside over police read
several she since so some such than that the their then there these they this those through to
under until up was we were what when where which while who why will with within yes yet you your
"""
FUNCTION_WORDS: Final = CALENDAR | frozenset(CARDINALS) | frozenset(_FUNCTION_WORDS.split())
"""Words that begin no name of a place, though a sentence may begin with them."""

OFFICES: Final = TITLES | frozenset(
    {"vice", "prime", "foreign", "health", "state", "deputy", "attorney", "supreme", "high"}
    | {"interior", "defence", "defense", "finance", "energy", "correspondent"}
)
"""Capitalised words after the name of a place whose office or officer they are."""

BODIES: Final = frozenset(
    {"administration", "agency", "airport", "army", "assembly", "authority", "board", "borders"}
    | {"bureau", "cabinet", "centers", "centres", "center", "centre", "coast", "commission"}
    | {"congress", "constitution", "council", "court", "department", "embassy", "executive"}
    | {"fire", "force", "forces", "government", "guard", "hall", "house", "inspectorate"}
    | {"legislature", "marines", "marine", "military", "ministry", "national", "navy", "office"}
    | {"parliament", "police", "public", "senate", "service", "sheriff", "treasury", "air", "armed"}
    | {"district", "provincial", "regional", "federal", "security", "environmental", "government's"}
)
"""Words for what a state, a county or a town has: the name before them is that of the place."""

OF_DISTRICTS: Final = frozenset({"judge", "judges", "court", "attorney", "magistrate", "clerk"})
"""Words behind `District` that make it one of courts: `U.S. District Judge`."""

NO_BODY: Final = frozenset(
    {"university", "college", "school", "bank", "times", "post", "news", "daily", "herald"}
    | {"united", "rovers", "wanderers", "dynamo", "inter", "hospital", "stadium", "sox", "tech"}
    | {"fc", "journal", "press", "airlines", "airways", "institute", "club", "tribune"}
    | {"gazette", "examiner", "telegraph", "mirror", "sun", "star", "magazine", "academy", "league"}
    | {"globe", "observer", "chronicle", "radio", "tv", "television", "street", "avenue", "road"}
    | {"bridge", "marathon", "exchange", "insurance", "motors", "steel", "hotel", "square"}
)
"""Words for what only bears the name of a place."""

NO_PLACE_BEFORE: Final = (
    *("virus", "flu", "fever", "disease", "strain", "syndrome", "influenza", "infection"),
    *("vaccine", "variant"),
)
"""Endings of words before which the name of a place is part of another name."""

BLOCS: Final = frozenset({"bloc", "alliance", "coalition"})
"""What has an acronym that may be spelt like a country: `the INDIA bloc`."""

SHORT_FORMS: Final[dict[str, str]] = {
    "US": "United States", "U.S.": "United States", "USA": "United States",
    "U.S": "United States", "U.S.A.": "United States",
    "UK": "United Kingdom", "U.K.": "United Kingdom", "UAE": "United Arab Emirates",
    "U.A.E.": "United Arab Emirates", "DRC": "Democratic Republic of the Congo",
    "NSW": "New South Wales", "DC": "Washington, D.C.", "D.C.": "Washington, D.C.",
    "NYC": "New York City", "L.A.": "Los Angeles", "PRC": "China",
    "Democratic Republic of Congo": "Democratic Republic of the Congo",
}  # fmt: skip
"""Abbreviations that stand alone for a place."""

STATES: Final[dict[str, str]] = {
    "ala.": "Alabama", "al": "Alabama", "ak": "Alaska", "ariz.": "Arizona", "az": "Arizona",
    "ark.": "Arkansas", "ar": "Arkansas", "calif.": "California", "ca": "California",
    "colo.": "Colorado", "co": "Colorado", "conn.": "Connecticut", "ct": "Connecticut",
    "del.": "Delaware", "de": "Delaware", "fla.": "Florida", "fl": "Florida", "ga.": "Georgia",
    "ga": "Georgia", "ida.": "Idaho", "id": "Idaho", "ill.": "Illinois", "il": "Illinois",
    "ind.": "Indiana", "ia": "Iowa", "kan.": "Kansas", "ks": "Kansas",
    "ky.": "Kentucky", "ky": "Kentucky", "la.": "Louisiana", "la": "Louisiana", "me": "Maine",
    "md.": "Maryland", "md": "Maryland", "mass.": "Massachusetts", "ma": "Massachusetts",
    "mich.": "Michigan", "mi": "Michigan", "minn.": "Minnesota", "mn": "Minnesota",
    "miss.": "Mississippi", "ms": "Mississippi", "mo.": "Missouri", "mo": "Missouri",
    "mont.": "Montana", "mt": "Montana", "neb.": "Nebraska", "ne": "Nebraska",
    "nev.": "Nevada", "nv": "Nevada", "n.h.": "New Hampshire", "nh": "New Hampshire",
    "n.j.": "New Jersey", "nj": "New Jersey", "n.m.": "New Mexico", "nm": "New Mexico",
    "n.y.": "New York", "ny": "New York", "n.c.": "North Carolina", "nc": "North Carolina",
    "n.d.": "North Dakota", "nd": "North Dakota", "oh": "Ohio", "okla.": "Oklahoma",
    "ok": "Oklahoma", "ore.": "Oregon", "pa.": "Pennsylvania",
    "pa": "Pennsylvania", "r.i.": "Rhode Island", "ri": "Rhode Island",
    "s.c.": "South Carolina", "sc": "South Carolina", "s.d.": "South Dakota",
    "sd": "South Dakota", "tenn.": "Tennessee", "tn": "Tennessee", "tex.": "Texas",
    "tx": "Texas", "ut": "Utah", "vt.": "Vermont", "vt": "Vermont", "va.": "Virginia",
    "va": "Virginia", "wash.": "Washington", "wa": "Washington", "w.va.": "West Virginia",
    "wv": "West Virginia", "wis.": "Wisconsin", "wi": "Wisconsin", "wyo.": "Wyoming",
    "wy": "Wyoming", "ont.": "Ontario", "que.": "Quebec", "alta.": "Alberta",
    "sask.": "Saskatchewan", "man.": "Manitoba", "b.c.": "British Columbia",
    "n.s.": "Nova Scotia", "n.b.": "New Brunswick", "qld": "Queensland", "vic": "Victoria",
}  # fmt: skip
"""Abbreviations of states and provinces that follow a town and a comma."""
