"""Places: which names of the text are places, and where on the map each one is."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from tasks.extraction.gazetteer import Gazetteer, Location
from tasks.extraction.parse import Word
from tasks.extraction.places.evidence import places_among
from tasks.extraction.places.lexicon import SHORT_FORMS
from tasks.extraction.places.metonymy import stands_for_government
from tasks.extraction.places.relations import contained, lists
from tasks.extraction.places.resolving import Sense, resolve
from tasks.extraction.places.toponyms import Spotter, Toponym
from tasks.extraction.reading import Reading, StepSkipped
from tasks.record import Entity, Extractions, Place, PlaceAlternative, PlaceMention

__all__ = ["places"]

_ALTERNATIVES: Final = 3
_SUREST: Final = 0.99
"""No place of a name is surer, for the gazetteer does not know all of them."""
_COUNTRY_CODE: Final = 2
_NO_COUNTRIES: Final = frozenset({"AI", "CC", "CO", "EU", "FM", "IO", "LY", "ME", "TO", "TV", "WS"})
"""Endings of sites that are used all over the world."""
_CLOSE: Final = 0.05
"""The confidence that makes another place of the same name worth naming."""


def places(reading: Reading, found: Extractions) -> Extractions:
    """Find the places that the text names, and where on the map they are.

    What no gazetteer knows is given without coordinates, where the words beside it show that
    it is a place.

    Shape: in the order of the first mention; mentions sorted.

    Raises:
        StepSkipped: the text is not English, or no gazetteer is installed.
    """
    parse = reading.english()
    if reading.gazetteer is None:
        raise StepSkipped("no gazetteer is installed")
    words, entities = parse.words, found.entities or ()
    toponyms = list(Spotter(parse, reading.text, reading.gazetteer).toponyms())
    stated = contained(toponyms, words)
    likely = places_among(toponyms, words, entities, stated.areas)
    named = [name for name in likely if not _is_people(name, words, reading.gazetteer)]
    senses = resolve(
        lists(named, words),
        stated,
        countries=_peoples(entities, reading.gazetteer),
        publisher=_publisher(reading),
    )
    return found.model_copy(
        update={"places": tuple(_with_entities(_places(senses, words, reading), entities))}
    )


def _is_people(toponym: Toponym, words: Sequence[Word], gazetteer: Gazetteer) -> bool:
    """Whether a name that no place bears itself ends with a nationality, as `Northern Irish`."""
    name = toponym.key.removeprefix("the ")
    if any(place.name.casefold() == name for place in toponym.locations):
        return False
    return gazetteer.country_of_people(words[toponym.end - 1].text) is not None


def _peoples(entities: Sequence[Entity], gazetteer: Gazetteer) -> Iterator[str]:
    """Yield the country of every nationality that the text names, for each mention."""
    for entity in entities:
        if entity.type == "group" and (country := gazetteer.country_of_people(entity.name)):
            yield from [country] * len(entity.mentions)


def _publisher(reading: Reading) -> str | None:
    """Tell the country of the site by the end of its name."""
    ending = (reading.article.source.site or "").rpartition(".")[2].upper()
    if len(ending) != _COUNTRY_CODE or ending in _NO_COUNTRIES:
        return None
    return "GB" if ending == "UK" else ending


def _places(senses: Iterable[Sense], words: Sequence[Word], reading: Reading) -> Iterator[Place]:
    groups: dict[object, list[Sense]] = {}
    for sense in filter(_is_shown, senses):
        identity = sense.place and (sense.place.geonames_id, *sense.place[3:5])
        groups.setdefault(identity or sense.name.casefold(), []).append(sense)
    for group in groups.values():
        yield _place(group, words, reading)


def _is_shown(sense: Sense) -> bool:
    """Whether a name is known as that of a place, or the text says that it is one."""
    return sense.place is not None or not sense.locations or bool(sense.kinds or sense.areas)


def _place(group: Sequence[Sense], words: Sequence[Word], reading: Reading) -> Place:
    surest = max(group, key=lambda sense: sense.confidence)
    place = surest.place
    toponyms = sorted((t for sense in group for t in sense.toponyms), key=lambda t: t.start)
    mentions = tuple(_mention(toponym, place, words, reading.text) for toponym in toponyms)
    if place is None:
        return Place(name=_usual(mentions), mentions=mentions, method="text")
    return Place(
        name=_name(place, mentions),
        mentions=mentions,
        geonames_id=place.geonames_id,
        latitude=place.latitude,
        longitude=place.longitude,
        country=place.country,
        admin1=place.admin1,
        feature=place.feature,
        confidence=round(min(surest.confidence, _SUREST), 3),
        alternatives=tuple(_alternatives(surest)),
        method="gazetteer",
    )


def _name(place: Location, mentions: Sequence[PlaceMention]) -> str:
    """Give the gazetteer's name where the text has it or only short forms, else the usual form."""
    forms = {" ".join(mention.text.split()) for mention in mentions}
    has_its_name = place.name.casefold() in map(str.casefold, forms)
    is_short = all(form in SHORT_FORMS or form.endswith(".") for form in forms)
    return place.name if has_its_name or is_short else _usual(mentions)


def _usual(mentions: Sequence[PlaceMention]) -> str:
    """Give the form that stands most often, the first of equals."""
    return Counter(" ".join(mention.text.split()) for mention in mentions).most_common(1)[0][0]


def _mention(
    toponym: Toponym, place: Location | None, words: Sequence[Word], text: str
) -> PlaceMention:
    is_government = place is not None and stands_for_government(toponym, place, words)
    return PlaceMention(
        start=toponym.start,
        end=toponym.stop,
        text=text[toponym.start : toponym.stop],
        stands_for="government" if is_government else None,
    )


def _alternatives(sense: Sense) -> Iterator[PlaceAlternative]:
    """Yield the other places that it may be, the likeliest first."""
    ranked = sorted(zip(sense.confidences(), sense.locations, strict=True), key=lambda one: -one[0])
    for confidence, place in ranked[1 : 1 + _ALTERNATIVES]:
        if confidence >= _CLOSE:
            yield PlaceAlternative(
                geonames_id=place.geonames_id,
                name=place.name,
                admin1=place.admin1,
                country=place.country,
                confidence=round(confidence, 3),
            )


def _with_entities(places: Iterable[Place], entities: Iterable[Entity]) -> Iterator[Place]:
    """Say of each place which entity it is: the one that is named where it is named."""
    ids = {(m.start, m.end): entity.id for entity in entities for m in entity.mentions}
    for place in places:
        same = Counter(
            ids[mention.start, mention.end]
            for mention in place.mentions
            if (mention.start, mention.end) in ids
        )
        entity = same.most_common(1)[0][0] if same else None
        yield place.model_copy(update={"entity": entity})
