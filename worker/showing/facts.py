"""What was found, in the order and the groups that people look at."""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple, cast, get_args

from tasks.record import Date, Entity, Event, Figure, FigureKind, Quotation, Record
from worker.showing.words import MONTHS, TIME, amount, moment, spoken

_KINDS: Final = get_args(FigureKind)
_CLAIMED: Final = _KINDS[: _KINDS.index("money")]
"""Kinds of figures of which one event has one: how many were killed, were launched …"""

_FIRST_MONTHS: Final = {21: 3, 22: 6, 23: 9, 24: 12, 33: 1, 34: 4, 35: 7, 36: 10}
"""With which month a season or a quarter begins; the seasons of the north."""
_WEEKS: Final = 54
"""One more than a year can have, so that the last one is in December."""


class Voice(NamedTuple):
    """A speaker and what they said."""

    name: str | None
    quotations: list[Quotation]

    @property
    def role(self) -> str | None:
        """What the record calls them, where that says more than the name: 'police' are police."""
        name = (self.name or "").casefold()
        roles = (one.speaker.role for one in self.quotations if one.speaker)
        return next((role for role in roles if role and role.casefold() not in name), None)


def voices(record: Record) -> list[Voice]:
    """Give the speakers in the order in which they speak; what nobody is named for is last."""
    names = {entity.id: entity.name for entity in record.entities or ()}
    found: dict[str | None, Voice] = {}
    for quotation in record.quotations or ():
        name = _speaker(quotation, names)
        voice = found.setdefault(name and name.casefold(), Voice(name, []))
        voice.quotations.append(quotation)
    unnamed = found.pop(None, None)
    return [*found.values(), *([unnamed] if unnamed else [])]


def _speaker(quotation: Quotation, names: dict[str, str]) -> str | None:
    speaker = quotation.speaker
    if speaker is None:
        return None
    return names.get(speaker.entity or "") or speaker.name or speaker.text


class Claim(NamedTuple):
    """How many somebody says there were, and each time that it is said."""

    amount: str
    claimed_by: str | None
    figures: list[Figure]


class Count(NamedTuple):
    """What is counted, and every claim of how many there were."""

    kind: str
    what: str | None
    where: str | None
    when: str | None
    claims: list[Claim]

    @property
    def disagree(self) -> bool:
        """Whether different people say different numbers."""
        amounts = {claim.amount for claim in self.claims}
        return len(amounts) > 1 and len({claim.claimed_by for claim in self.claims}) > 1


def counts(figures: Iterable[Figure]) -> list[Count]:
    """Put side by side the claims that are of the same kind, thing, place and time.

    Sorted by kind, what became of people first. Two ages or prices are no claims of one thing,
    and stand apart.
    """
    found: dict[tuple[str | None, ...], dict[tuple[str, str | None], list[Figure]]] = {}
    for figure in sorted(figures, key=_place_of_kind):
        said, when = amount(figure), spoken(figure.date) if figure.date else None
        what = " · ".join(dict.fromkeys(filter(None, (figure.object, figure.victims)))) or None
        one_thing = None if figure.kind in _CLAIMED else said
        claims = found.setdefault((figure.kind, what, figure.place, when, one_thing), {})
        claims.setdefault((said, figure.claimed_by), []).append(figure)
    return [
        Count(str(kind), what, where, when, [Claim(*said, spans) for said, spans in claims.items()])
        for (kind, what, where, when, _), claims in found.items()
    ]


def _place_of_kind(figure: Figure) -> int:
    """Put a kind that only a later newsmill knows after all others."""
    return _KINDS.index(figure.kind) if figure.kind in _KINDS else len(_KINDS)


class Moment(NamedTuple):
    """A time, the words that name it, and what happened then."""

    when: str
    dates: list[Date]
    events: list[Event]
    published: bool


def time_line(record: Record) -> list[Moment]:
    """Give the times that the record knows, in their order.

    The day of publication is one of them. What has no value, and durations, are not on the line.
    """
    line: dict[str, Moment] = {}

    def at(value: str, when: str) -> Moment:
        return line.setdefault(f"{value} {when}", Moment(when, [], [], published=False))

    for date in record.dates or ():
        if date.value and TIME.fullmatch(date.value):
            at(date.value, moment(date)).dates.append(date)
    for event in record.events or ():
        if event.date and TIME.fullmatch(event.date):
            at(event.date, spoken(event.date)).events.append(event)
    if (published := record.content.published) and TIME.fullmatch(published.value):
        when = spoken(published.value)
        line[f"{published.value} {when}"] = at(published.value, when)._replace(published=True)
    return [line[key] for key in sorted(line, key=_place_in_time)]


def _place_in_time(key: str) -> tuple[int, int, int, str, str]:
    """Give what sorts a value: a year before its months, a season at the month it begins with."""
    value, _, _ = key.partition(" ")
    found = cast("re.Match[str]", TIME.fullmatch(value))
    month = int(found["month"] or 0)
    if found["week"]:
        month = 1 + int(found["week"]) * len(MONTHS) // _WEEKS
    first = _FIRST_MONTHS.get(month, month)
    year = int(found["year"].replace("X", "0"))
    return (year, first, int(found["day"] or 0), found["time"] or "", key)


def by_salience(entities: Iterable[Entity]) -> list[Entity]:
    """Put first what the text is most about, or else names most often."""
    return sorted(entities, key=lambda entity: (-(entity.salience or 0), -len(entity.mentions)))
