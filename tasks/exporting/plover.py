"""Events as PLOVER lines: one object an event, with the codes and scores of event data.

Names are those of PLOVER's event, location and citation records where these have one, and else
those of NGEC, which makes POLECAT: `event_type`, `event_mode`, `intensity`, `story_id`, `pub_date`.
What is newsmill's own: `date_from`, `auxiliary`, the offsets of all words, and that what is not
known is absent. `event_text` is the word that tells of the event, `text` the sentence around it.

Source: PLOVER codebook (Open Event Data Alliance, 2021), NGEC's formatter.
"""

from collections.abc import Iterator, Mapping
from importlib.metadata import version
from typing import Final

from tasks.exporting.countries import ALPHA_3
from tasks.exporting.fields import known, language_of, url_of
from tasks.record import Entity, Event, Place, Record, Size, TextSpan

Line = dict[str, object]

CODER: Final = f"newsmill {version('newsmill')}"

VERBAL_COOPERATION, MATERIAL_COOPERATION, VERBAL_CONFLICT, MATERIAL_CONFLICT = 1, 2, 3, 4

QUAD_CODES: Final[Mapping[str, int]] = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), VERBAL_COOPERATION),
    **dict.fromkeys(("COOPERATE", "AID", "RETREAT"), MATERIAL_COOPERATION),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), VERBAL_CONFLICT),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), MATERIAL_CONFLICT),
}

INTENSITIES: Final[Mapping[str, float]] = {
    "AGREE": 2.5,
    "CONSULT": 2.5,
    "CONSULT/visit": 4.0,
    "CONSULT/third-party": 1.0,
    "CONSULT/multilateral": 4.0,
    "CONSULT/phone": 1.5,
    "SUPPORT": 5.0,
    "CONCEDE": 4.5,
    "COOPERATE": 9.5,
    "AID": 10.0,
    "RETREAT": 6.5,
    "RETREAT/withdraw": 8.0,
    "RETREAT/disarm": 10.0,
    "RETREAT/ceasefire": 7.5,
    "RETREAT/resign": 4.5,
    "REQUEST": 0.0,
    # The codebook prints 3 for ACCUSE, but counts it as conflict and scores its modes below zero:
    # the sign has slipped.
    "ACCUSE": -3.0,
    "ACCUSE/disapprove": -2.0,
    "ACCUSE/investigate": -3.5,
    "ACCUSE/allege": -3.5,
    "REJECT": -2.0,
    "THREATEN": -3.5,
    "PROTEST": -5.0,
    "PROTEST/riot": -7.0,
    "SANCTION": -6.0,
    "MOBILIZE": -5.5,
    "MOBILIZE/weapons": -6.5,
    "COERCE": -7.0,
    "ASSAULT": -9.0,
    "ASSAULT/drone": -9.5,
    "ASSAULT/unconventional": -10.0,
}
"""From -10, the most conflict, to 10; a mode that is not here has the score of its type."""

_AUXILIARY: Final = {"negated": "negation"}
"""What PLOVER calls otherwise."""


def event_lines(record: Record) -> Iterator[Line]:
    """Yield the events of a record. Shape: in its order; none where none was found.

    Units: `start` and `end` count code points of `content.text`; `lat` and `lon` are degrees.
    """
    for number, event in enumerate(record.events or (), 1):
        yield _line(record, event, number)


def _line(record: Record, event: Event, number: int) -> Line:
    version_number = record.version.number if record.version else None
    story = record.id if version_number is None else f"{record.id}-{version_number}"
    return known(
        id=f"{story}-{number}",
        story_id=record.id,
        story_version=version_number,
        **_when(record, event),
        event_type=event.type,
        event_mode=[event.mode] if event.mode else None,
        quad_code=QUAD_CODES.get(event.type),
        intensity=INTENSITIES.get(f"{event.type}/{event.mode}", INTENSITIES.get(event.type)),
        auxiliary=[_AUXILIARY.get(flag, flag) for flag in event.auxiliary],
        actor=[_party(record, actor) for actor in event.actors],
        recipient=[_party(record, recipient) for recipient in event.recipients],
        location=_location(record, event),
        size=_size(event.size) if event.size else None,
        event_text=event.trigger.model_dump(include={"start", "end", "text"}),
        text=_sentence(record, event.trigger),
        cite_info=_citation(record),
        coder=f"{CODER}, {event.method}" if event.method else CODER,
    )


def _when(record: Record, event: Event) -> Line:
    """Give day and time of an event, and how they are known: event data must have a date."""
    published = record.content.published.value if record.content.published else ""
    date, _, time = (event.date or "").partition("T")
    return {
        "date": date or published.partition("T")[0],
        "time": time,
        "date_from": "text" if date else published and "publication",
        "pub_date": published,
    }


def _party(record: Record, span: TextSpan) -> Line:
    """Give an actor or recipient, and who that is where an entity ends with the same word."""
    entity = next((one for one in record.entities or () if _is_named(one, span)), None)
    place = next(
        (place for place in record.places or () if entity and place.entity == entity.id), None
    )
    return known(
        entity_text=span.text,
        start=span.start,
        end=span.end,
        entity_id=entity and entity.id,
        entity_name=entity and entity.name,
        entity_type=entity and entity.type,
        country=_country(place),
    )


def _is_named(entity: Entity, span: TextSpan) -> bool:
    # The head of an English noun phrase is its last word: 'Mayor Anna Lind', 'French police'.
    return any(mention.start < span.end <= mention.end for mention in entity.mentions)


def _location(record: Record, event: Event) -> Line | None:
    """Give where it happened: the place of that name that is named nearest to the trigger."""
    named = (
        (abs(mention.start - event.trigger.start), mention, place)
        for place in record.places or ()
        for mention in place.mentions
        if event.place in {mention.text, place.name}
    )
    _, mention, place = min(named, key=lambda found: found[0], default=(0, None, None))
    if mention is None or place is None:
        return known(extracted_place=event.place)
    return known(
        extracted_place=mention.text,
        start=mention.start,
        end=mention.end,
        resolved_place=place.name if place.latitude is not None else None,
        geonameid=place.geonames_id,
        lat=place.latitude,
        lon=place.longitude,
        province=place.admin1,
        country_code=_country(place),
        feature_code=place.feature,
    )


def _country(place: Place | None) -> str | None:
    return ALPHA_3.get(place.country or "") if place else None


def _size(size: Size) -> Line:
    return known(dead=size.killed, injured=size.injured, arrested=size.detained)


def _sentence(record: Record, trigger: TextSpan) -> Line | None:
    """Give the sentence that tells of an event; its words where the record has the whole text."""
    for sentence in record.sentences or ():
        if sentence.start <= trigger.start < sentence.end:
            whole = record.content.text if record.content.is_whole else None
            text = whole[sentence.start : sentence.end] if whole else None
            return known(start=sentence.start, end=sentence.end, text=text)
    return None


def _citation(record: Record) -> Line:
    return known(
        url=url_of(record),
        title=record.content.title,
        publication=record.source.site,
        language=language_of(record),
    )
