"""Which of the claims of a date is taken: the rule for publication and change alike.

1. What is later than the fetch, where that is known, is flagged `future`. It is chosen only where
   nothing else is said, and keeps its flag then.
2. The day that readers see beside the headline is the day. Where a structured claim names the
   same day it is chosen, for its time and zone. Where one is a day apart, as UTC is of a local
   day, and both have a time, the zone is what lies between them. Else what is seen is chosen. A
   day in the URL counts as one that is seen where a structured claim is near, and not alone.
3. Where no date is seen, structured claims are asked in their order. Days that are seen further
   away from the headline only say which of them is meant, and are taken where there are none.
4. Then the URL, as far as it goes; then a guess.
5. The job's own date comes before all that, unless what 2. and 3. give is days apart from it.
6. A change before the publication is none, and never chosen.

A claim that is further from the chosen one than zones can explain is flagged `differs`, and so is
a change before the publication. When a text was made and when HTTP says that the page changed are
bounds: they need not agree. The clock is not read.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final, Literal, TypeVar

from tasks.cleaning.dates.labels import Role
from tasks.cleaning.dates.moments import claimed, day_of
from tasks.record import DateCandidate, Modified, Published

FROM_JOB: Final = "job"
FROM_FRONT_MATTER: Final = "front-matter"
FROM_HTTP: Final = "http:last-modified"

LAST_NEAR: Final = 5
"""The last rank of what is seen that means the moment that is stated when their days are
neighbours: an unlabelled day above the headline may be the site's 'today'."""

LAST_WINNING: Final = 2
"""The last rank of what is seen that stands against structured claims that are days apart."""

_AHEAD = timedelta(days=1)
"""A page may be dated in a zone ahead of UTC, and not further ahead."""

_ZONES_EXPLAIN_DAYS = 1
"""One moment has two dates at a time on earth, and they are neighbours."""

_FIRST_PAGES = "1994"
"""What a page shows of earlier years alone is a birth or a battle: nobody published pages then."""

_LONE_YEAR = "-01-01"
"""How software writes a year, as a copyright's, where it needs a day."""

_MANY_DAYS = 28
"""What is in another month counts as this far away."""

_QUARTER = timedelta(minutes=15)
_SAME_MINUTE = timedelta(minutes=1)
"""Zones are whole quarters of an hour apart; what is shown of one moment lacks the seconds."""

_FARTHEST_ZONES = (timedelta(hours=-12), timedelta(hours=14))

Kind = Literal["job", "seen", "stated", "url", "bound", "guess"]
_Dated = TypeVar("_Dated", Published, Modified)


@dataclass(frozen=True, slots=True)
class Said:
    """A claim, with what it counts for.

    Attributes:
        swapped: the same with day and month the other way round, where both can be.
        rank: which of the dates that are seen comes first.
    """

    kind: Kind
    claim: DateCandidate
    role: Role = "published"
    swapped: DateCandidate | None = None
    rank: int = 0

    @property
    def wins(self) -> bool:
        """Whether it stands against structured claims that are days apart."""
        return self.kind not in {"seen", "url"} or self.rank <= LAST_WINNING


def chosen(claims: Iterable[DateCandidate | None], at: datetime | None = None) -> Published | None:
    """Choose among claims of a document that is no page; the caller's own must agree with it."""
    said = [Said("job" if c.source == FROM_JOB else "stated", c) for c in claims if c]
    return choose(Published, said, at)


def changed(
    claims: Iterable[DateCandidate], at: datetime | None, published: Published | None
) -> Modified | None:
    """Choose when such a document was changed."""
    said = [Said("stated", claim, "modified") for claim in claims]
    return choose(Modified, said, at, since=since_of(published))


def since_of(published: Published | None) -> date | None:
    """Give the day before which no change can be; what is yet to come says nothing of it."""
    return day_of(published) if published and published.flag is None else None


def choose(
    made: type[_Dated], said: list[Said], at: datetime | None, *, since: date | None = None
) -> _Dated | None:
    """Choose by the rule, and keep every claim.

    Args:
        made: what is made of the choice.
        said: the claims, the most trusted of each kind first.
        at: when the document was fetched.
        since: for a change, the day of publication.
    """
    flags = [_impossible(one.claim, at, since) for one in said]
    possible = [one for one, flag in zip(said, flags, strict=True) if flag is None]
    late = [one for one, flag in zip(said, flags, strict=True) if flag == "future"]
    best = _best(possible) or _best(late)
    if best is None:
        return None
    kept = (
        _flagged(one, best, flag)
        for one, flag in zip(said, flags, strict=True)
        if one.wins or not _differ(one.claim, best)
    )
    claims = tuple(dict.fromkeys(kept))
    chosen_flag = _impossible(best, at, since)
    return made(**best.model_dump(exclude={"flag"}), flag=chosen_flag, candidates=claims)


def settled(said: list[Said]) -> list[Said]:
    """Settle which number is the month, by what the rest of the document says."""
    days = {day_of(one.claim) for one in said if one.swapped is None}
    return [
        replace(one, claim=one.swapped)
        if one.swapped and day_of(one.swapped) in days and day_of(one.claim) not in days
        else one
        for one in said
    ]


def _best(said: list[Said]) -> DateCandidate | None:
    page = _of_page(said)
    own = next((one.claim for one in said if one.kind == "job"), None)
    if own and (page is None or not _differ(own, page)):
        return own
    if page:
        return page
    order = ("url", "guess")
    rest = sorted((one for one in said if one.kind in order), key=lambda o: order.index(o.kind))
    possible = (one.claim for one in rest if one.claim.source != FROM_HTTP)
    return next((claim for claim in possible if not claim.value.endswith(_LONE_YEAR)), None)


def _of_page(said: list[Said]) -> DateCandidate | None:
    """Choose among what is seen and what is stated: rules 2 and 3."""
    stated = [one.claim for one in said if one.kind == "stated"]
    seen = sorted(
        (one for one in said if one.kind in {"seen", "url"} and day_of(one.claim)),
        key=lambda one: one.rank,
    )
    for one in seen:
        apart = _ZONES_EXPLAIN_DAYS if one.rank <= LAST_NEAR else 0
        near = [claim for claim in stated if _days_apart(one.claim, claim) <= apart]
        if near:
            return _joined(one.claim, near)
    first = next((one for one in seen if one.wins or (not stated and one.kind == "seen")), None)
    if first and (stated or first.claim.value >= _FIRST_PAGES):
        return first.claim
    return next(iter(stated), None)


def _joined(seen: DateCandidate, near: list[DateCandidate]) -> DateCandidate:
    """Give the day that is seen the time and the zone of a claim that means the same moment."""
    same = [claim for claim in near if day_of(claim) == day_of(seen)]
    timed = [claim for claim in same if "T" in claim.value]
    if same:
        return next(iter(timed), seen if "T" in seen.value else same[0])
    instants = [claim for claim in near if claim.zone]
    if "T" not in seen.value or not instants:
        return seen
    zoned = (_zoned(seen, claim) for claim in instants)
    return next((claim for claim in zoned if claim), instants[0])


def _zoned(seen: DateCandidate, stated: DateCandidate) -> DateCandidate | None:
    """Give the time that is seen the zone that lies between it and the same moment elsewhere."""
    local = datetime.fromisoformat(seen.value).replace(tzinfo=UTC)
    ahead = local - datetime.fromisoformat(stated.value)
    zone = round(ahead / _QUARTER) * _QUARTER
    if abs(ahead - zone) > _SAME_MINUTE or not _FARTHEST_ZONES[0] <= zone <= _FARTHEST_ZONES[1]:
        return None
    offset = local.replace(tzinfo=timezone(zone)).isoformat()[-len("+00:00") :]
    day, _, clock = seen.value.partition("T")
    return claimed(day, clock[: len("00:00:00")], offset, seen.source)


def _differ(one: DateCandidate, other: DateCandidate) -> bool:
    """Say whether two claims are further apart than zones can explain."""
    return _days_apart(one, other) > _ZONES_EXPLAIN_DAYS


def _days_apart(one: DateCandidate, other: DateCandidate) -> int:
    """Count the days between two claims, as written; a month is not apart from its days."""
    a, b = day_of(one), day_of(other)
    if a and b:
        return abs((a - b).days)
    shorter = min(len(one.value), len(other.value))
    return 0 if one.value[:shorter] == other.value[:shorter] else _MANY_DAYS


def _impossible(
    claim: DateCandidate, at: datetime | None, since: date | None
) -> Literal["future", "differs"] | None:
    day = day_of(claim)
    if day and at and day > (at.astimezone(UTC) + _AHEAD).date():
        return "future"
    early = day and since and (since - day).days > _ZONES_EXPLAIN_DAYS
    return "differs" if early else None


def _flagged(
    one: Said, best: DateCandidate, flag: Literal["future", "differs"] | None
) -> DateCandidate:
    if flag is None and one.kind != "bound" and _differ(one.claim, best):
        flag = "differs"
    return one.claim.model_copy(update={"flag": flag}) if flag else one.claim
