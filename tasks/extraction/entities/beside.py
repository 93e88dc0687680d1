"""Words that stand beside names and tell what they name."""

from typing import Final

from tasks.extraction.places.kinds import OF_A_PLACE

_PLACES = """
capital port republic area coast constituency enclave police
"""
"""Besides those that tell the kind of a place on the map."""
_ORGANISATIONS = """
agency airline bank band brand broadcaster charity chain club company firm giant group label
magazine maker network newspaper operator orchestra party retailer startup station supermarket
team thinktank union
"""
_FACILITIES = """
airport bridge cafe hospital hotel jail mall museum palace prison pub restaurant roundabout
stadium theatre
"""
_WORKS = "album book film movie musical novel opera play poem sequel serial series single song"
_EVENTS = "hurricane cyclone typhoon storm festival tournament"
_PRODUCTS = "aircraft missile missiles rocket software tank tanks vaccine virus"

BESIDE: Final[dict[str, str]] = {
    word: type_
    for type_, words in (
        ("place", " ".join((_PLACES, *sorted(OF_A_PLACE)))),
        ("organisation", _ORGANISATIONS),
        ("facility", _FACILITIES),
        ("work", _WORKS),
        ("event", _EVENTS),
        ("product", _PRODUCTS),
    )
    for word in words.split()
}
"""Common nouns, as in `the Kursk region`, `the village of Orlivka`, `the band Gigi`."""

WHERE: Final = {"in": 1.25, "near": 1.25, "outside": 1.0, "across": 1.0, "at": 0.75, "from": 0.25}
"""How much a preposition before a name tells of its being a place."""

MEETING: Final[dict[str, float]] = {
    **dict.fromkeys(("played", "plays", "playing", "signed", "play", "appeared"), 2.5),
    **dict.fromkeys(("joined", "coached", "defeated", "beat", "thrashed", "founded"), 1.0),
}
"""How much a verb before a name tells of its being a club or a company."""
