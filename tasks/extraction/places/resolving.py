"""Which of the places of a name is meant: each is scored, by itself and by the others named.

Source: population and minimality (the places of a text lie near each other) after Leidner,
Toponym Resolution in Text (2007); one sense of a name in a text after Gale, Church and Yarowsky.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from tasks.extraction.gazetteer import Location
from tasks.extraction.places.kinds import GENERIC, WIDE, Kind, kind_of
from tasks.extraction.places.relations import Areas, Containment, is_within
from tasks.extraction.places.toponyms import Toponym

_RENOWN: Final[dict[Kind, float]] = {
    "continent": 9.0, "region": 5.5, "land": 4.5, "river": 4.5, "water": 5.5,
}  # fmt: skip
"""Of what has no population; of other places it is the decimal logarithm of theirs."""
_EXPECTED: Final[dict[Kind, float]] = {"country": 2.5, "division": -1.0}
"""Added where no word says which kind is meant: a bare name is a country's before a province's."""
_PRIMARY, _CAPITAL, _COUNTY = 1.0, 1.0, -0.7
_KIND_SAID, _OTHER_KIND, _SAYS_ITS_KIND = 3.0, -2.0, 1.5
_WITHIN_STATED, _NOT_WITHIN_STATED = 4.0, -2.0
_SAME_COUNTRY, _SAME_DIVISION, _NEARBY, _PUBLISHED_THERE = 1.5, 1.0, 1.0, 0.7
_LIKE_ITS_LIST = 3.0
_CONTAINERS: Final[frozenset[Kind]] = frozenset({"country", "division"})
_ANY: Final[frozenset[Kind]] = frozenset()
_ANYWHERE: Final[Areas] = frozenset()
_NEARBY_KM: Final = 200.0
_NOWHERE: Final = 4.5
"""The score of a place that the gazetteer does not have: what scores less is not meant."""
_SHARPNESS: Final = 1.5
"""How fast confidence falls with the score."""
_ELSEWHERE: Final = -1.5
"""For a place in a country that nothing else in the text is of."""
_ELSEWHERE_KNOWN, _LARGE = -0.75, 1_000_000
"""The same for a city of so many people, and for the only place of its name."""
_PLENTY: Final = 3
"""Mentions of a country, or of its people, that leave no doubt that the text is about it."""
_ANCHORS: Final = 8
"""The surest places that others are measured against; more cost time and change nothing."""
_LONG_NAME, _LONGEST_NAME = 5, 40
"""Letters of a name of which one may be a misprint."""
_ROUNDS: Final = 2
"""How often names are scored by the others: what is sure after one round helps in the next."""
_LIST: Final = 3
"""Names that make a list; a pair is none."""
_SURE: Final = 1.5
"""The lead in score of a place that others are measured against."""


@dataclass(slots=True, eq=False)
class Sense:
    """All mentions of one name in one kind, which mean one place.

    Attributes:
        areas: where the text says that it lies.
        alone: scores of `locations`, in their order, without what other names say.
        scores: the same with that.
    """

    name: str
    kinds: frozenset[Kind]
    toponyms: list[Toponym]
    locations: tuple[Location, ...]
    areas: Areas
    alone: list[float] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)

    @property
    def best(self) -> int:
        """The index of the best location."""
        return max(range(len(self.scores)), key=self.scores.__getitem__)

    @property
    def nowhere(self) -> float:
        """The score of a place that the gazetteer does not have."""
        return _NOWHERE + (_KIND_SAID if self.kinds else 0.0)

    @property
    def lead(self) -> float:
        """How far the best location is before the next."""
        ranked = sorted([*self.scores, self.nowhere])
        return ranked[-1] - ranked[-2]

    @property
    def place(self) -> Location | None:
        """The best location, if any is good enough."""
        if not self.scores or self.scores[self.best] < self.nowhere:
            return None
        return self.locations[self.best]

    @property
    def confidence(self) -> float:
        """How likely the best location is, 0 where there is none."""
        return max(self.confidences(), default=0.0)

    def confidences(self) -> list[float]:
        """Give how likely each location is."""
        top = max([*self.scores, self.nowhere])
        odds = [math.exp(_SHARPNESS * (score - top)) for score in (*self.scores, self.nowhere)]
        whole = sum(odds)
        return [odd / whole for odd in odds[:-1]]


@dataclass(slots=True)
class _Context:
    """What the surer names of a text say of the others."""

    countries: Counter[str]
    divisions: Counter[str] = field(default_factory=Counter)
    most: int = 0
    sure: dict[Sense, Location] = field(default_factory=dict)
    anchors: list[Location] = field(default_factory=list)
    kinds: dict[Toponym, Kind] = field(default_factory=dict)


def resolve(
    named: Sequence[Sequence[Toponym]],
    stated: Containment,
    *,
    countries: Iterable[str],
    publisher: str | None,
) -> list[Sense]:
    """Score the locations of every name.

    Args:
        named: names of places, those together that stand in one list.
        stated: where the text says that they lie.
        countries: whose people the text names, once for each mention.
        publisher: the country in which the text was published, if known.

    Shape: in the order of the first mention.
    """
    senses = _senses(chain.from_iterable(named), stated)
    _mend_misprints(senses)
    known = [sense for sense in senses if sense.locations]
    for sense in known:
        sense.alone = [_alone(place, sense, publisher) for place in sense.locations]
        sense.scores = sense.alone
    peoples, sure = Counter(countries), None
    for _ in range(_ROUNDS):
        context = _learned(known, named, peoples)
        if context.sure == sure:
            break
        sure = context.sure
        for sense in known:
            sense.scores = [
                score + _among(place, sense, context)
                for score, place in zip(sense.alone, sense.locations, strict=True)
            ]
    return senses


def _learned(
    known: Sequence[Sense], named: Sequence[Sequence[Toponym]], peoples: Counter[str]
) -> _Context:
    """Gather what the surest names say of the others."""
    context = _Context(Counter(peoples))
    for sense in sorted(known, key=lambda sense: -sense.lead):
        _learn(context, sense)
    context.most = max([_PLENTY, *context.countries.values()])
    _learn_lists(context, known, named)
    return context


def _senses(toponyms: Iterable[Toponym], stated: Containment) -> list[Sense]:
    """Put together the mentions of each name, but for those said to lie in different areas."""
    senses: dict[tuple[object, ...], Sense] = {}
    # Where the Keld region lies tells nothing of the town of Keld.
    usual: dict[tuple[str, frozenset[Kind]], Areas] = {}
    for toponym, areas in stated.areas.items():
        usual.setdefault((toponym.key, toponym.kinds), areas)
    towns: dict[tuple[object, ...], tuple[Location, ...]] = {}
    for toponym in toponyms:
        kinds = toponym.kinds or (_CONTAINERS if toponym in stated.outer else _ANY)
        areas = stated.areas.get(toponym) or usual.get((toponym.key, toponym.kinds), _ANYWHERE)
        if toponym in stated.towns:
            towns[toponym.key, kinds, areas] = _towns(toponym.locations, areas)
        # What was said to be a town is one from there on; the country called alike, before.
        locations = towns.get((toponym.key, kinds, areas), toponym.locations)
        sense = Sense(toponym.name, kinds, [], locations, areas)
        senses.setdefault((toponym.key, locations, areas, kinds), sense).toponyms.append(toponym)
    return list(senses.values())


def _towns(locations: Iterable[Location], areas: Areas) -> tuple[Location, ...]:
    """Give those places that a division has which a comma sets behind their name."""
    codes = frozenset(code for code in areas if "." in code)
    return tuple(place for place in locations if is_within(place, codes))


def _mend_misprints(senses: Sequence[Sense]) -> None:
    """Give a name that no place has the places of one a letter apart, of a kind that both say.

    So `Kurst oblast` is Kursk's, where the text names the Kursk region too.
    """
    right = {
        spelling: sense
        for sense in senses
        if sense.kinds and sense.locations and len(sense.name) >= _LONG_NAME
        for spelling in _gapped(sense.name)
    }
    for sense in senses:
        if sense.kinds and not sense.locations:
            like = next((right[form] for form in _gapped(sense.name) if form in right), None)
            if like and sense.kinds & like.kinds:
                sense.locations = like.locations


def _gapped(name: str) -> Iterator[str]:
    """Yield a name with one letter wanting, for each: names a letter apart have one in common."""
    for index in range(min(len(name), _LONGEST_NAME)):
        yield name[:index].casefold() + "_" + name[index + 1 :].casefold()


def _alone(place: Location, sense: Sense, publisher: str | None) -> float:
    """Score a place by itself and by what the text says of it."""
    kind = kind_of(place.feature)
    score = _RENOWN.get(kind, math.log10(place.population + 1))
    score += _PRIMARY * _is_called(place, sense.name)
    score += _CAPITAL * (place.feature == "PPLC") + _COUNTY * _has_its_town(place, sense)
    if sense.kinds:
        is_called_so = _says_its_kind(place, sense.kinds)
        score += _KIND_SAID if is_called_so or kind in sense.kinds else _OTHER_KIND
        score += _SAYS_ITS_KIND * is_called_so
    else:
        score += _EXPECTED.get(kind, 0.0)
    if sense.areas:
        score += _WITHIN_STATED if is_within(place, sense.areas) else _NOT_WITHIN_STATED
    return score + _PUBLISHED_THERE * (publisher is not None and place.country == publisher)


def _has_its_town(place: Location, sense: Sense) -> bool:
    """Whether it is a county whose country has a town of that name: `Lancaster`, not `Kent`."""
    return place.feature == "ADM2" and any(
        other.feature.startswith("PPL") and other.country == place.country
        for other in sense.locations
    )


def _says_its_kind(place: Location, kinds: frozenset[Kind]) -> bool:
    """Whether a word for a kind is a part of the name, as of the town of Green Bay."""
    words = place.name.lower().split()
    return len(words) > 1 and kinds in (GENERIC.get(words[0]), GENERIC.get(words[-1]))


def _is_called(place: Location, name: str) -> bool:
    """Whether a name is that of a place itself: of `Kursk Oblast` both `Kursk` and the whole."""
    whole, called = place.name.casefold(), name.casefold()
    is_short = place.feature == "ADM1" and whole.startswith(called + " ")
    is_city = place.feature.startswith("PPL") and whole == called + " city"
    return place.is_primary or is_short or is_city


def _learn(context: _Context, sense: Sense) -> None:
    """Let a name that is sure speak for others."""
    place = sense.place
    if place is None or sense.lead < _SURE:
        return
    context.sure[sense] = place
    if place.country:
        context.countries[place.country] += len(sense.toponyms)
    if place.admin1_code:
        context.divisions[place.admin1_code] += 1
    if not place.feature.startswith(WIDE) and len(context.anchors) < _ANCHORS:
        context.anchors.append(place)


def _learn_lists(
    context: _Context, senses: Iterable[Sense], names_of_lists: Iterable[Sequence[Toponym]]
) -> None:
    """Note of which kind most members of a list are: the others will be of that kind too."""
    kinds = {t: kind_of(s.locations[s.best].feature) for s in senses for t in s.toponyms}
    for names in names_of_lists:
        common = Counter(kinds[name] for name in names if name in kinds).most_common(1)
        if len(names) >= _LIST and common and 2 * common[0][1] > len(names):
            context.kinds.update(dict.fromkeys(names, common[0][0]))


def _among(place: Location, sense: Sense, context: _Context) -> float:
    """Score a place by the others: whether its country and division are named, what is near."""
    own = context.sure.get(sense)
    mine = len(sense.toponyms) if own and own.country == place.country else 0
    others = context.countries[place.country] - mine if place.country else 0
    score = _SAME_COUNTRY * others / context.most
    if place.country and not others and context.countries:
        is_known = place.population >= _LARGE or len(sense.locations) == 1
        alone = _ELSEWHERE_KNOWN if is_known else _ELSEWHERE
        score += alone * min(1.0, context.countries.total() / _PLENTY)
    if context.divisions[place.admin1_code or ""] > (own is not None and own == place):
        score += _SAME_DIVISION
    if any(context.kinds.get(toponym) == kind_of(place.feature) for toponym in sense.toponyms):
        score += _LIKE_ITS_LIST
    near = [_kilometres(place, anchor) for anchor in context.anchors if anchor is not own]
    return score + _NEARBY * math.exp(-min(near, default=math.inf) / _NEARBY_KM)


def _kilometres(one: Location, other: Location) -> float:
    """Give the distance on a plane, which is near enough for what is near."""
    south_north = one.latitude - other.latitude
    west_east = (one.longitude - other.longitude + 180) % 360 - 180
    width = math.cos(math.radians((one.latitude + other.latitude) / 2))
    return 111.2 * math.hypot(south_north, west_east * width)
