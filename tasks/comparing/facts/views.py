"""What of each fact matters when versions are compared: what it says, and of what it says it."""

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal, NamedTuple, get_args

from tasks.comparing.facts.evidence import Evidence
from tasks.comparing.wording import plain, words
from tasks.record import Date, Entity, Event, Facts, Figure, Place, Quotation, Span

Field = Literal["entities", "places", "quotations", "dates", "figures", "events"]
FIELDS: Final[tuple[Field, ...]] = get_args(Field)
MOST_CHARACTERS: Final = 160
"""Of what a fact says, so that a list of changes stays one to read."""
MOST_BESIDE: Final = 20
"""Mentions of one thing of which the words beside are kept."""

Words = frozenset[str]
_UNKNOWN: Final[Words] = frozenset()
# They tell no thing or person from another.
_WEAK: Final = frozenset({"the", "a", "an", "of", "and", "in"})
_ANYBODY: Final = frozenset({None, "people", "persons", "person"})
_VERBATIM: Final = re.compile(r'"([^"]+)"|\u201c([^\u201d]+)\u201d|\u2018(.+?)\u2019(?!\w)')
# How much of an ISO 8601 time is a year, a month, a day, an hour and a minute. Units: characters.
_PRECISIONS: Final = (4, 7, 10, 13, 16)


class Where(NamedTuple):
    """Where a fact stands.

    Attributes:
        at: the first place in a changed sentence, or else the first.
        sentences: the changed sentences.
        beside: the words before and after it in these.
    """

    at: Span
    sentences: frozenset[int]
    beside: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact, as it is compared.

    Attributes:
        says: the short form that a change shows.
        keys: a fact that says the same in the other version covers one of these.
        covers: its keys, and those of facts that say less of the same.
        facets: of what it says it, as words, by name; an empty set is unknown.
        wording: words that name it wherever they stand; none where words alone do not.
        number: of a figure, or the least that it may be.
    """

    field: Field
    kind: str | None
    says: str
    where: Where
    keys: frozenset[Hashable]
    covers: frozenset[Hashable]
    facets: Mapping[str, Words]
    wording: tuple[str, ...] = ()
    number: float = 0

    def agrees(self, other: "Fact") -> bool:
        """Say whether no facet speaks against the two being one."""
        return not any(self.contradicts(other, facet) for facet in self.facets)

    def contradicts(self, other: "Fact", facet: str) -> bool:
        """Say whether both know a facet, and share no word of it."""
        one, two = self.facets[facet], other.facets[facet]
        return bool(one and two and one.isdisjoint(two))


def facts_of(facts: Facts, evidence: Evidence) -> dict[Field, list[Fact]]:
    """Give the facts of a record by field, each in the order of the text.

    An entity that is a place on the map is a place only. A time without a value says nothing
    that could change.
    """
    on_the_map = {place.entity for place in facts.places or ()}
    entities = (one for one in facts.entities or () if one.id not in on_the_map)
    found: tuple[Iterator[Fact], ...] = (
        (_entity(one, evidence) for one in entities),
        (_place(one, evidence) for one in facts.places or ()),
        (_quotation(one, evidence) for one in facts.quotations or ()),
        (_date(one, one.value, evidence) for one in facts.dates or () if one.value),
        (_figure(one, evidence) for one in facts.figures or ()),
        (_event(one, evidence) for one in facts.events or ()),
    )
    return {
        field: sorted(some, key=place_in_text) for field, some in zip(FIELDS, found, strict=True)
    }


def place_in_text(fact: Fact) -> tuple[int, int, str, str]:
    """Give what facts are sorted by."""
    at = fact.where.at
    return at.start, at.end, fact.kind or "", fact.says


def _entity(entity: Entity, evidence: Evidence) -> Fact:
    wording = words(entity.name)
    keys = {words(form) for form in (entity.name, *entity.aliases)}
    # A person may be named in full here and by the surname there; other names are whole.
    is_person = entity.type == "person" and len(wording) > 1
    keys |= {wording[-1:]} if is_person else set()
    return Fact(
        field="entities",
        kind=entity.type,
        says=_short(entity.name),
        where=_where(entity.mentions, evidence),
        keys=frozenset(keys),
        covers=frozenset(keys),
        facets={"given": frozenset(wording[:-1]) if is_person else _UNKNOWN},
        wording=wording,
    )


def _place(place: Place, evidence: Evidence) -> Fact:
    names = dict.fromkeys(filter(None, (place.name, place.admin1, place.country)))
    keys = frozenset({words(place.name), *(words(mention.text) for mention in place.mentions)})
    return Fact(
        field="places",
        kind=None,
        says=_short(", ".join(names)),
        where=_where(place.mentions, evidence),
        keys=keys,
        covers=keys,
        facets={"id": frozenset({str(place.geonames_id)}) if place.geonames_id else _UNKNOWN},
        wording=words(place.name),
    )


def _quotation(quotation: Quotation, evidence: Evidence) -> Fact:
    parts = (_part(quotation, part) for part in quotation.parts or (quotation,))
    said, speaker = " … ".join(parts), quotation.speaker
    wording = words(said)
    verbatim = words(" ".join("".join(found) for found in _VERBATIM.findall(said)))
    # Of a mixed one, what stands in quotation marks is what was said.
    keys = frozenset({wording, *((verbatim,) if quotation.kind == "mixed" and verbatim else ())})
    name = (speaker.name or speaker.text) if speaker else None
    spans = (quotation, *filter(None, (quotation.cue, speaker)))
    return Fact(
        field="quotations",
        kind=quotation.kind,
        says=f"{_short(said)} ({_short(name)})" if name else _short(said),
        where=Where(quotation, evidence.of(spans)),
        keys=keys,
        covers=keys,
        facets={"speaker": _telling(speaker.text, speaker.name) if speaker else _UNKNOWN},
        wording=wording,
    )


def _part(quotation: Quotation, part: Span) -> str:
    start, end = part.start - quotation.start, part.end - quotation.start
    return quotation.text[start:end].strip(" ,")


def _date(date: Date, value: str, evidence: Evidence) -> Fact:
    said = ("said", words(date.text))
    keys = {said, ("is", value, date.end_value, date.part)}
    covers: set[Hashable] = {*keys, ("is", value, date.end_value, None)}
    if date.kind in ("date", "time") and date.end_value is None:
        covers |= {("is", value[:precision], None, None) for precision in _PRECISIONS}
    when = f"{value}/{date.end_value}" if date.end_value else value
    return Fact(
        field="dates",
        kind=date.kind,
        says=_short(f"{when} ({plain(date.text)})"),
        where=Where(date, evidence.of((date,)), evidence.beside(date)),
        keys=frozenset(keys),
        covers=frozenset(covers),
        facets={},
    )


def _figure(figure: Figure, evidence: Evidence) -> Fact:
    amount = (figure.kind, figure.unit, figure.value, figure.low, figure.high, figure.negated)
    key = amount if amount[2:5] != (None, None, None) else (figure.kind, words(figure.text))
    return Fact(
        field="figures",
        kind=figure.kind,
        says=_short(_amount(figure)),
        where=Where(figure, evidence.of((figure,)), evidence.beside(figure)),
        keys=frozenset({key}),
        covers=frozenset({key}),
        facets={
            "object": _UNKNOWN if figure.object in _ANYBODY else _telling(figure.object),
            "place": _telling(figure.place),
            "date": _telling(figure.date),
            "claimed_by": _telling(figure.claimed_by),
        },
        number=figure.value or figure.low or 0,
    )


def _amount(figure: Figure) -> str:
    """Say how many, of what, and who says so: `at least 14 soldiers (the ministry)`, `none`."""
    numbers = [figure.value] if figure.value is not None else [figure.low, figure.high]
    known = [f"{number:.15g}" for number in numbers if number is not None]
    of = None if figure.object in _ANYBODY else figure.object
    unit = "%" if figure.kind == "percent" else figure.unit
    parts = (figure.qualifier, " to ".join(known), unit, of) if known else (plain(figure.text),)
    if figure.negated:
        parts = ("not", *parts) if figure.value else ("none",)
    claimed = f"({figure.claimed_by})" if figure.claimed_by else None
    return " ".join(filter(None, (*parts, claimed)))


def _event(event: Event, evidence: Evidence) -> Fact:
    parts = (*event.actors, event.trigger, *event.recipients)
    told = " ".join(part.text for part in sorted(parts, key=lambda part: part.start))
    beside = (event.place, event.date, *event.auxiliary)
    key = (event.type, event.mode, event.auxiliary)
    return Fact(
        field="events",
        kind=event.type,
        says=_short("; ".join((plain(told), *filter(None, beside)))),
        where=Where(event.trigger, evidence.of(parts)),
        keys=frozenset({key}),
        covers=frozenset({key}),
        facets={
            "place": _telling(event.place),
            "date": _telling(event.date),
            "who": _telling(*(part.text for part in (*event.actors, *event.recipients))),
        },
    )


def _where(mentions: Sequence[Span], evidence: Evidence) -> Where:
    changed = [mention for mention in mentions if evidence.of((mention,))]
    beside = (evidence.beside(mention) for mention in islice(changed, MOST_BESIDE))
    first = next(iter(changed or mentions))
    return Where(first, evidence.of(changed), frozenset().union(*beside))


def _telling(*texts: str | None) -> Words:
    """Give the words that tell one thing from another; of a time, the whole of it."""
    return frozenset(word for text in texts if text for word in text.casefold().split()) - _WEAK


def _short(text: str) -> str:
    said = " ".join(text.split())
    return said if len(said) <= MOST_CHARACTERS else f"{said[: MOST_CHARACTERS - 1].rstrip()}…"
