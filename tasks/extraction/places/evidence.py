"""Which names are those of places: what speaks for it and against it, weighed.

A name is weighed once for the whole text, for it means the same wherever it stands: what the
gazetteer knows of it, what the model took it for, and the best words beside it. Where it is a
part of another name, as `Georgia` is in `University of Georgia`, it is no place.
"""

import math
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from tasks.extraction.gazetteer import Location
from tasks.extraction.marks import DASHES
from tasks.extraction.parse import Word
from tasks.extraction.places.kinds import is_called_a_place, kind_of
from tasks.extraction.places.lexicon import BODIES, OFFICES, PREPOSITIONS, SIDES
from tasks.extraction.places.parts import Named, Parts, known_words, named_at
from tasks.extraction.places.relations import lists
from tasks.extraction.places.toponyms import Toponym
from tasks.record import Entity

_ENOUGH: Final = 1.5
"""What a name must weigh. A country does by itself; a small town needs the words beside it."""
_TYPES: Final = {
    "place": 1.5, "facility": 0.5, "organisation": 0.0, "group": -1.5, "product": -0.3,
    "person": -0.5, "event": -0.5, "work": -0.5, "law": -0.5, "language": -1.0,
}  # fmt: skip
"""What the type of an entity weighs. Models often take a town for an organisation."""
_SURNAME: Final = -2.5
"""For a name that somebody bears who is named in full elsewhere."""
_WIDE, _CAPITAL = 2.0, 1.7
"""For countries and continents; for capitals."""
_NATURAL: Final = 1.2
"""For regions, rivers, seas and the like, of which a gazetteer has only those of renown."""
_UNKNOWN, _SHOWS_UNKNOWN = -0.5, 1.3
"""For a name that the gazetteer does not know, and what the words beside it must weigh."""
_OTHER_NAME, _OTHER_NAME_OF_TOWN = 0.8, 0.5
"""How much an alias weighs beside the name itself; those of towns mislead."""
_ODD_NEIGHBOUR: Final = -1.5
_CLUB: Final = -2.0
"""For a town where it stands for its club, in a text that names the town as well."""
_SHARED, _LIST = 0.9, 0.9
"""How much of what speaks for one name speaks for others of its list; what a list itself weighs."""
_LONG_LIST, _MOST, _TYPED = 3, 0.6, 0.25
"""A list of so many known names is one of places, where the model saw some of them."""

_KIND, _DATELINE, _CONTAINER, _SIDE, _ITS_BODY = 2.8, 1.5, 1.3, 1.0, 0.5
"""What words weigh: for a kind of place, of a dateline, for what it lies in, for a side of it, and
for an office or a body that it has."""
_AFTER_DATELINE: Final = DASHES | {"("}
_LOOK_BACK: Final = 5


@dataclass(slots=True, eq=False)
class _Weighed:
    """A name with what speaks for it: `cue` wherever it stands, `odd` against it here."""

    toponym: Toponym
    named: Named | None
    cue: float
    odd: float


def places_among(
    toponyms: Sequence[Toponym],
    words: Sequence[Word],
    entities: Iterable[Entity],
    contained: Container[Toponym],
) -> list[Toponym]:
    """Give those names that are places.

    Args:
        toponyms: the names.
        words: all words of the text.
        entities: what the text names, with their types.
        contained: those of which the text says in which country or division they lie.

    Shape: in their order.
    """
    entities = list(entities)
    named, parts = named_at(words, entities), Parts(words, known_words(toponyms))
    towns = {entity.name.casefold() for entity in entities if entity.type == "place"}
    whole = [one for one in toponyms if not parts.is_part(one, named.get(one.first))]
    weighed = {
        one: _Weighed(
            one,
            named.get(one.first),
            _cue(one, words, is_contained=one in contained),
            parts.odd_neighbours(one) * _ODD_NEIGHBOUR
            + _CLUB * (one.key in towns and _is_club(one, named.get(one.first))),
        )
        for one in whole
    }
    for names in lists(whole, words):
        _share([weighed[name] for name in names])
    weights = _weights(weighed.values())
    return [one for one in whole if weights[one.key] + weighed[one].odd >= _ENOUGH]


def _is_club(toponym: Toponym, named: Named | None) -> bool:
    is_whole = named is not None and (named.start, named.end) == (toponym.start, toponym.stop)
    return is_whole and named is not None and named.entity.type == "organisation"


def _share(members: Sequence[_Weighed]) -> None:
    """Give all members of a list what speaks for one of them: `in Keld, Ostra and Brem`."""
    known = sum(1 for one in members if one.toponym.locations)
    typed = sum(1 for one in members if one.named and one.named.entity.type == "place")
    is_of_places = known >= max(_LONG_LIST, _MOST * len(members)) and typed >= _TYPED * known
    best = max(_SHARED * max(one.cue for one in members), _LIST * is_of_places)
    for one in members:
        one.cue = max(one.cue, best)


def _weights(weighed: Iterable[_Weighed]) -> dict[str, float]:
    """Weigh each name, by all that is said of it in the whole text."""
    groups: dict[str, list[_Weighed]] = {}
    for one in weighed:
        groups.setdefault(one.toponym.key, []).append(one)
    return {key: _weight(group) for key, group in groups.items()}


def _weight(group: Sequence[_Weighed]) -> float:
    cues = max(one.cue for one in group)
    locations = group[0].toponym.locations
    if not locations and cues < _SHOWS_UNKNOWN:
        return 0.0
    types = sum(map(_type_weight, group)) / len(group)
    return max(map(_renown, locations), default=_UNKNOWN) + types + cues


def _type_weight(one: _Weighed) -> float:
    if one.named is None:
        return 0.0
    entity = one.named.entity
    is_in_full = one.toponym.key == entity.name.casefold()
    if entity.type == "person" and " " in entity.name and not is_in_full:
        return _SURNAME
    return _TYPES[entity.type]


def _renown(location: Location) -> float:
    """Weigh what the gazetteer knows: a million people 1.2, ten thousand 0.6."""
    kind = kind_of(location.feature)
    weight = _NATURAL
    if kind in {"country", "continent"}:
        weight = _WIDE
    elif kind in {"settlement", "division"}:
        weight = max(0.0, min(1.3, 0.3 * math.log10(location.population + 1) - 0.6))
        weight = _CAPITAL if location.feature == "PPLC" else weight
    if location.is_primary:
        return weight
    return weight * (_OTHER_NAME_OF_TOWN if kind == "settlement" else _OTHER_NAME)


def _cue(toponym: Toponym, words: Sequence[Word], *, is_contained: bool) -> float:
    """Weigh the words beside a name that say that it is a place."""
    return max(
        _KIND * is_called_a_place(words, toponym.first, toponym.end),
        _DATELINE * _is_dateline(toponym, words),
        _CONTAINER * is_contained,
        _ITS_BODY * _has_body(toponym, words),
        _preposition(toponym, words),
    )


def _has_body(toponym: Toponym, words: Sequence[Word]) -> bool:
    """Whether what follows is an office or a body: `Keld police`."""
    after = words[toponym.end : toponym.end + 1]
    return any(word.lower in BODIES or word.lower in OFFICES for word in after)


def _is_dateline(toponym: Toponym, words: Sequence[Word]) -> bool:
    """Whether it opens a sentence and a dash or a bracket follows: `PARIS (Agency) -`."""
    first = words[toponym.first]
    opens = toponym.first == 0 or words[toponym.first - 1].sentence != first.sentence
    after = words[toponym.end] if toponym.end < len(words) else None
    return opens and after is not None and after.text in _AFTER_DATELINE


def _preposition(toponym: Toponym, words: Sequence[Word]) -> float:
    """Weigh a preposition before it, perhaps with an article or a side of the sky between."""
    weight = 0.0
    for word in words[max(0, toponym.first - _LOOK_BACK) : toponym.first][::-1]:
        if word.lower not in SIDES:
            return max(weight, PREPOSITIONS.get(word.lower, 0.0))
        if word.lower not in {"the", "-"}:
            weight = _SIDE
    return weight
