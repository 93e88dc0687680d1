"""What is a name: who is named in full, and who is no person."""

import re
from typing import Final, Literal

Kind = Literal["person", "organisation"]

_MAX_CHARACTERS = 80
"""A longer 'name' is a sentence about somebody."""

_MOST_WORDS = 4
"""More words, particles not counted, are a headline in title case and no person's name."""

PARTICLES: Final = frozenset(
    {"a.", "af", "al", "av", "bin", "d'", "da", "das", "de", "del", "della", "den", "der"}
    | {"des", "di", "do", "dos", "du", "e", "el", "ibn", "la", "las", "le", "los", "ten"}
    | {"ter", "und", "v.", "van", "von", "y", "zu", "zum", "zur"}
)
"""The words of a person's name that may begin with a small letter."""

# What people who write are called, as a pattern: journalists, and others who write now and then.
_JOURNALISTS = (
    r"(?:editors?|reporters?|correspondents?|writers?|journalists?|columnists?|bureau chief|"
    r"[\w-]*redakteur\w*|[\w-]*reporter(?:in|ka)?|[\w-]*[ck]orrespondent(?:in|e|k?a)?|"
    r"[\w-]*journalist(?:in)?|[\w-]*kolumnist(?:in)?|chefredakt\w+|volont[aä]r(?:in)?|"
    r"ressortleit\w+|journaliste|r[eé]dact(?:eur|rice)|chroniqueu\w+|envoyée?|periodista|"
    r"corresponsal|redactora?|columnista|enviad[oa]|repórter|jornalista|redatora?|giornalista|"
    r"corrispondente|inviat[oa]|redat?t(?:ore|rice)|verslagge(?:ver|efster)|dziennikar\w+|"
    r"korespondent\w{0,2}|redaktor\w*|redaktør|journalisti|toimittaja|muhabiri?|"
    r"журналист|корреспондент)"
)
ROLES = (
    rf"(?:{_JOURNALISTS}|producer|contributor|author|"
    r"analyst|professor|director|lecturer|researcher|fellow|attorney|assistant|officer|founder|"
    r"president|ceo|photographer|blogger|specialist|manager|consultant|"
    r"advis[eo]r|expert|physician|lawyer|"
    r"[\w-]*autor(?:in)?|[\w-]*expert(?:e|in)|[\w-]*leiter(?:in)?|[\w-]*mitarbeiter(?:in)?|"
    r"[\w-]*fotograf(?:in)?|[\w-]*berater(?:in)?|geschäftsführer(?:in)?|"
    r"[\w-]*sprecher(?:in)?|[\w-]*blogger(?:in)?|praktikant(?:in)?|chef(?:in)?|coordinadora?|jefe|"
    r"directora?|rechtsanw[aä]lt(?:in)?)"
)

_ROLE = re.compile(rf"\b{ROLES}\b", re.IGNORECASE)
JOURNALIST: Final = re.compile(rf"\b{_JOURNALISTS}\b", re.IGNORECASE)
"""What journalists are, where it stands in a line."""

_AGENCIES = (
    r"aap|aa|adn|afp|agencia efe|agence france-presse|agerpres|anadolu|anp|ansa|apa|ap|aps|"
    r"associated press|the associated press|belga|bta|canadian press|the canadian press|cna|cp|"
    r"ctk|čtk|dapd|ddp|dpa|dpa-afx|efe|epd|europa press|ians|interfax|irna|itar-tass|jiji|jiji "
    r"press|keystone-sda|kna|kyodo|kyodo news|lusa|mti|ntb|pa|pa media|pap|press association|pti|"
    r"reuters|ria novosti|ritzau|rtr|sda|sid|stt|tanjug|tass|télam|tt|ukrinform|uni|upi|xinhua|"
    r"yonhap|新华社|中新社|共同|時事|연합뉴스|тасс|риа новости|интерфакс|укринформ"
)
_SIGN = re.compile(
    rf"(?:[\w.&äöü-]{{1,20}}(?: [\w.-]{{1,20}})?\s?[/+]\s?){{0,3}}(?:{_AGENCIES})"
    r"(?:\s?[/+-]\s?[\w.-]{1,20}(?: [\w.-]{1,20}){0,2}){0,3}"
    # Whoever wrote it, and the initials of who put it on the page: "Radio North/ab".
    r"|[\w .&-]{2,30}/(?-i:[a-z]{2,4})",
    re.IGNORECASE,
)
# Words of the names of agencies, newsrooms, offices and companies, and of no person's.
_BODY = re.compile(
    r"\b(?:agenc(?:y|ies)|agências?|agencias?|agentur(?:en)?|agences?|agenzi[ae]|association|"
    r"authority|board|bundes\w+|bureau|centre|club|college|commission|committee|company|council|"
    r"departe?ment|desk|editorial|editors|federation|foundation|fraktion|fundaci[oó]n|gazette|gesellschaft|"
    r"government|group|hochschule|institut\w*|journal|kommission|kreuz|\w*magazine?|media|medien|"
    r"minist(?:er(?:ium|io|stwo)|ry|ère)|museum|network|news\w*|office|online|organi[sz]ation|"
    r"podcast|press|presse\w*|publishing|radio|redacci[oó]n|redação|redactie|redakc\w+|"
    r"\w*redaktion(?:en)?|redaksjonen?|redazione|rédaction|review|\w*schule|society|staff|"
    r"stiftung|studio|times|toimitus|tribune|tv|fernsehen|universi\w+|\w*verband|\w*team|verein|"
    r"\w*verlag|weekly|\w*zeitung|редакция)\b"
    r"|\b(?:GmbH|gGmbH|AG|e\. ?V\.?|Inc|Ltd|LLC|plc|S\.A|KG|Oy|sp\. z o)(?!\w)"
    r"|^[\w-]{2,40}\.(?:com|net|org|de|at|ch|uk|fr|es|it|pl|nl|info|tv|io|se|no|dk|eu)\b"
    r"|编辑部|編集部|日报|通讯社|ニュース|뉴스",
    re.IGNORECASE,
)
# What a form, a theme or an account says where a name should stand.
_LABELS = frozenset(
    {"admin", "administrator", "ago", "am", "anonym", "anonymous", "article", "articles"}
    | {"artikel", "auteur", "author", "authors", "autor", "autoren", "autorin", "beiträge"}
    | {"by", "comment", "comments", "contact", "date", "datum", "drucken"}
    | {"editor", "email", "facebook", "folgen", "follow", "gast", "gastautor"}
    | {"guest", "heute", "home", "instagram", "kommentar", "kommentare"}
    | {"kontakt", "linkedin", "login", "logout", "mail", "mehr", "menu", "min", "mins"}
    | {"more", "nachricht", "nachrichten", "name", "no", "noauthor", "none", "null", "on", "por"}
    | {"posted", "print", "profil", "profile", "publisher", "quelle", "read"}
    | {"registrieren", "share", "shares", "siteadmin", "source", "stand", "superuser"}
    | {"teilen", "text", "the", "this", "today", "twitter", "uhr", "unbekannt", "unbenannt"}
    | {"unknown", "user", "view", "von", "web", "webmaster", "webseite", "website"}
    | {"whatsapp", "wordpressadmin", "yesterday", "youtube"}
)
# What headings and buttons begin with, and no name.
_NO_FIRST_WORDS = frozenset(
    {"about", "alle", "all", "aus", "das", "die", "diese", "dieser", "erste", "für", "hier", "how"}
    | {"ihr", "ihre", "im", "infos", "jetzt", "les", "mehr", "mein", "meine", "more", "neue"}
    | {"neues", "neuer", "our", "read", "related", "show", "the", "this", "top", "über", "unser"}
    | {"unsere", "weitere", "weiteres", "what", "why", "wie", "your", "zum", "zur"}
)
_OF_ACCOUNT = re.compile(r"[\d_@]")
_NOT_LETTERS = re.compile(r"[\W_]+")
_CJK_NAME = re.compile(r"[\u3400-\u9fff]{2,4}|[\uac00-\ud7a3]{2,4}|[\u30a0-\u30ff\u30fb]{3,12}")
_ADDRESS = re.compile(r"https?:|www\.|@|//|[{}<>=\]\[]|\bImage\b|\bGetty\b|©")


def is_name(name: str) -> bool:
    """Say whether a text can be the name of anybody."""
    return (
        1 < len(name) <= _MAX_CHARACTERS
        and not _ADDRESS.search(name)
        and any(map(str.isalpha, name))
        and letters_of(name) not in _LABELS
    )


def is_full(name: str) -> bool:
    """Say whether a text looks like the name of a person, in full."""
    if _CJK_NAME.fullmatch(name):
        return True
    if _OF_ACCOUNT.search(name) or _ROLE.search(name) or kind_of(name) == "organisation":
        return False
    words = [word for word in name.split() if word.casefold() not in PARTICLES]
    if not words or name.split(maxsplit=1)[0].casefold() in _NO_FIRST_WORDS:
        return False
    return 1 < len(words) <= _MOST_WORDS and not any(_is_common(word) for word in words)


def kind_of(name: str, site: str | None = None) -> Kind:
    """Tell an agency or a newsroom from a person, by its name."""
    if is_sign(name) or is_body(name) or letters_of(name) == letters_of(site or ""):
        return "organisation"
    return "person"


def is_sign(text: str) -> bool:
    """Say whether a text is the sign of an agency, alone or with others: 'dpa/xy'."""
    return _SIGN.fullmatch(text) is not None


def is_body(text: str) -> bool:
    """Say whether a text has a word that only the names of agencies, offices and firms have."""
    return _BODY.search(text) is not None


def letters_of(name: str) -> str:
    """Give what is left of a name without case, spaces and punctuation."""
    return _NOT_LETTERS.sub("", name).casefold()


def _is_common(word: str) -> bool:
    return (
        word[0].islower() or not (word[0].isalpha() or word[0] in "'\u2019\"(") or word[-1] in ":!?"
    )
