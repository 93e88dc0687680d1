"""What kind of place a name is that of: by the words beside it, and by the gazetteer."""

from collections.abc import Sequence
from typing import Final, Literal

from tasks.extraction.english.nouns import singular
from tasks.extraction.parse import Word

Kind = Literal["country", "continent", "division", "settlement", "region", "land", "river", "water"]

KINDS: Final[dict[str, Kind]] = {
    "CONT": "continent", "RGN": "region", "CST": "region",
    "ISL": "land", "ISLS": "land", "MT": "land", "MTS": "land", "DSRT": "land", "PEN": "land",
    "HLL": "land", "HLLS": "land", "VAL": "land", "VLC": "land", "CAPE": "land",
    "STM": "river", "LK": "water", "LKS": "water", "SEA": "water", "STRT": "water",
    "GULF": "water", "OCN": "water", "BAY": "water", "CHN": "water", "CNL": "water",
}  # fmt: skip
"""What kind of place a GeoNames feature code is, where its first letters do not tell."""

WIDE: Final = ("PCL", "CONT", "OCN")
"""How the feature codes of countries, continents and oceans begin."""

_DIVISIONS = (
    {"region", "oblast", "province", "state", "county", "prefecture", "governorate"}
    | {"territory", "republic", "krai", "canton", "voivodeship", "emirate", "regency"}
    | {"department", "shire", "division"}
)
_TOWNSHIPS = {"district", "borough", "municipality", "parish", "commune", "subdistrict", "raion"}
_SETTLEMENTS = {
    "city",
    "town",
    "village",
    "suburb",
    "hamlet",
    "township",
    "settlement",
    "capital",
    "port",
} | {"neighbourhood", "neighborhood", "resort", "seaport", "townland", "slum"}
_LANDS = {
    "island",
    "mountain",
    "hill",
    "desert",
    "peninsula",
    "mount",
    "valley",
    "volcano",
    "isle",
} | {"archipelago", "cape"}
_WATERS = {"sea", "lake", "bay", "gulf", "strait", "ocean", "reservoir", "channel"}

GENERIC: Final[dict[str, frozenset[Kind]]] = {
    **dict.fromkeys(sorted(_DIVISIONS), frozenset[Kind]({"division", "region", "country"})),
    **dict.fromkeys(
        sorted(_TOWNSHIPS), frozenset[Kind]({"division", "region", "country", "settlement"})
    ),
    **dict.fromkeys(sorted(_SETTLEMENTS), frozenset[Kind]({"settlement"})),
    **dict.fromkeys(sorted(_LANDS), frozenset[Kind]({"land"})),
    **dict.fromkeys(sorted(_WATERS), frozenset[Kind]({"water"})),
    "river": frozenset({"river"}),
}
"""Words for kinds of places, in the singular, and which kinds they may mean."""

OF_A_PLACE: Final = frozenset(
    set(GENERIC) - {"capital", "department", "division", "channel", "port", "republic"}
)
"""Words for kinds of places that name little else, when `of` and a name follow."""

NAMES_A_PLACE: Final = frozenset(
    {"region", "oblast", "province", "county", "district", "prefecture", "governorate", "krai"}
    | {"canton", "voivodeship", "island", "peninsula", "river", "lake", "valley", "sea", "bay"}
    | {"gulf", "strait", "desert", "township", "village", "town", "suburb", "borough", "regency"}
    | {"state", "municipality", "city", "mountain", "archipelago", "neighbourhood", "neighborhood"}
)
"""Words for kinds of places that make the name before them that of a place."""

BEFORE_ITS_NAME: Final = frozenset(
    {"lake", "mount", "mt.", "river", "cape", "isle", "port", "fort"}
)
"""Words that stand before the name of which they are a part."""

OF_CLUBS: Final = frozenset({"city", "town", "county", "state"})
"""Words that end the names of teams as well as of places: `Keld City`."""
_LONGEST_APPOSITION: Final = 6


def kind_of(feature: str) -> Kind:
    """Tell what kind of place a GeoNames feature code is."""
    if feature.startswith("PPL"):
        return "settlement"
    if feature.startswith("ADM"):
        return "division"
    return "country" if feature.startswith("PCL") else KINDS.get(feature, "region")


def kinds_said(words: Sequence[Word], first: int, end: int) -> frozenset[Kind]:
    """Tell kinds by the word for them: in a name, right after it, or before it with `of`.

    Units: `first` and `end` of the name are indices of words.
    """
    said = [words[first].lower] if words[first].lower in BEFORE_ITS_NAME else []
    said += [words[end - 1].lower] if end - first > 1 else []
    after = _after(words, end)
    said += [singular(word.lower) for word in after[:1]]
    said += _said_of_both(after)
    said.append(_word_before_of(words, first))
    return next((GENERIC[word] for word in said if word in GENERIC), frozenset())


def _said_of_both(after: Sequence[Word]) -> list[str]:
    """Give the kind that stands behind the second name of two: `Keld and Ostra counties`."""
    if not after or after[0].lower != "and":
        return []
    plural = next((word for word in after[1:] if not word.is_name or word.text.islower()), None)
    if plural is None or plural is after[1] or plural.lower == singular(plural.lower):
        return []
    return [singular(plural.lower)]


def is_called_a_place(words: Sequence[Word], first: int, end: int) -> bool:
    """Whether a name stands as `X River`, `the X region`, `the village of X` or `X, a village`."""
    last = singular(words[end - 1].lower)
    if end - first > 1 and last in NAMES_A_PLACE and last not in OF_CLUBS:
        return True
    after = _after(words, end)
    if after and singular(after[0].lower) in NAMES_A_PLACE:
        return after[0].text.islower() or after[0].lower not in OF_CLUBS
    return _word_before_of(words, first) in OF_A_PLACE or _is_apposition(after)


def _word_before_of(words: Sequence[Word], first: int) -> str:
    """Give the singular of what stands before `of` or `of the` and a name, else nothing."""
    before = [word.lower for word in words[max(0, first - 3) : first]]
    if before[-1:] == ["the"]:
        before.pop()
    return singular(before[-2]) if len(before) > 1 and before[-1] == "of" else ""


def _after(words: Sequence[Word], end: int) -> list[Word]:
    """Give the next words of the sentence of a name."""
    sentence = words[end - 1].sentence
    return [word for word in words[end : end + _LONGEST_APPOSITION] if word.sentence == sentence]


def _is_apposition(after: Sequence[Word]) -> bool:
    """Whether a comma, an article and a word for a kind of place follow: `, a quiet village`."""
    if [word.lower for word in after[:2]] not in ([",", "a"], [",", "an"], [",", "the"]):
        return False
    nouns = [word for word in after[2:] if word.is_noun]
    # The last noun of a row of them is what the place is: a `state employee` is no state.
    head = next((word for word in nouns if not _goes_on(word, after)), None)
    return head is not None and head.lower in GENERIC


def _goes_on(noun: Word, after: Sequence[Word]) -> bool:
    next_ = after[-1] if after[-1].index <= noun.index else after[noun.index - after[0].index + 1]
    return next_ is not noun and (next_.is_noun or next_.tag == "POS")
