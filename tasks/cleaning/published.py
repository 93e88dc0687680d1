"""When an article was published and changed: every claim is kept, and one is chosen by rule.

The clock is not read. What is later than the time of fetching, where that is known, cannot be.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from htmldate import find_date
from lxml.html import HtmlElement

from tasks.cleaning.structured import Claims, words_of
from tasks.record import DateCandidate, Modified, Published

FROM_JOB: Final = "job"
FROM_FRONT_MATTER: Final = "front-matter"

_AHEAD = timedelta(days=1)
"""A page may be dated in a zone ahead of UTC, and not further ahead."""

_LATEST_DAY = "2100-01-01"
"""'Today' for htmldate when the time of fetching is unknown: it must not ask the clock."""

_AGREEING = timedelta(days=2)
"""A date given with the job holds against the page's own while they are no further apart."""

_ISO = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})"
    r"(?:[T ](?P<minute>\d{2}:\d{2})(?P<second>:\d{2})?(?:[.,]\d+)?\s*"
    r"(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?"
)
_PARTIAL = re.compile(r"(?:(\d{4})|(\d{4}-\d{2}))")
_PUBLISHED_META = (
    *("article:published_time", "og:published_time", "og:article:published_time"),
    *("datepublished", "parsely-pub-date", "sailthru.date", "publishdate", "pubdate"),
    *("publication_date", "publish-date", "article.published", "citation_publication_date"),
    *("dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created", "dc.date", "date"),
)
_MODIFIED_META = ("article:modified_time", "og:updated_time", "datemodified", "last-modified")


def published_of(
    tree: HtmlElement, claims: Claims, *, given: str | None, url: str | None, at: datetime | None
) -> Published | None:
    """Choose when the article was published, out of all that claim to know it.

    Args:
        tree: the page.
        claims: what it says of itself.
        given: what the caller says.
        url: where the page was found.
        at: when it was fetched.
    """
    stated = [*_given(given), *_claimed(claims), *_timed(tree)]
    candidates = stated or list(_searched(tree, url, at))
    return chosen(candidates, at)


def chosen(candidates: Iterable[DateCandidate], at: datetime | None = None) -> Published | None:
    """Choose the first candidate that is possible; the caller's own must agree with the page."""
    every = tuple(dict.fromkeys(candidates))
    possible = [claim for claim in every if not _is_later(claim, at)]
    if len(possible) > 1 and possible[0].source == FROM_JOB and _differ(*possible[:2]):
        possible = possible[1:]
    if not possible:
        return None
    return Published(**possible[0].model_dump(), candidates=every)


def candidate(value: str | None, source: str) -> DateCandidate | None:
    """Read one claim; None when it is no date that can be told for sure."""
    text = (value or "").strip()
    match = _ISO.match(text)
    if match:
        return _from_iso(match, source)
    if partial := _PARTIAL.fullmatch(text):
        precision = "month" if partial[2] else "year"
        return DateCandidate(value=text, source=source, precision=precision)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return candidate(moment.isoformat(), source)


def modified_of(claims: Claims) -> Modified | None:
    """Find when the page says that the article was last changed."""
    stated = [("json-ld", words_of(claims.article.get("dateModified")))]
    stated += [(f"meta:{name}", claims.first(name)) for name in _MODIFIED_META]
    found = tuple(claim for source, value in stated if (claim := candidate(value, source)))
    return Modified(**found[0].model_dump(), candidates=found) if found else None


def day_of(claim: DateCandidate) -> datetime | None:
    """Give a claim as a moment in UTC, as near as it can be told."""
    try:
        moment = datetime.fromisoformat(claim.value)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):  # the calendar's first and last day have no neighbours
        return None


def _from_iso(match: re.Match[str], source: str) -> DateCandidate | None:
    day, minute, second, zone = match.group("day", "minute", "second", "zone")
    if zone and zone not in {"Z", "UTC", "GMT"}:
        zone = zone[:3] + ":" + (zone[3:].strip(":") or "00")
    offset = "+00:00" if zone in {"Z", "UTC", "GMT"} else zone or ""
    value = day if minute is None else f"{day}T{minute}{second or ''}{offset}"
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return None
    precision = "day" if minute is None else "second" if second else "minute"
    return DateCandidate(value=value, source=source, precision=precision, zone=offset or None)


def _given(value: str | None) -> Iterator[DateCandidate]:
    claim = candidate(value, FROM_JOB)
    if claim:
        yield claim


def _claimed(claims: Claims) -> Iterator[DateCandidate]:
    stated = [("json-ld", words_of(claims.article.get("datePublished")))]
    stated += [(f"meta:{name}", claims.first(name)) for name in _PUBLISHED_META]
    if not claims.article:
        stated += [("json-ld", words_of(node.get("datePublished"))) for node in claims.nodes]
    for source, value in stated:
        claim = candidate(value, source)
        if claim:
            yield claim


def _timed(tree: HtmlElement) -> Iterator[DateCandidate]:
    for element in tree.xpath(
        "//*[@itemprop='datePublished'][@datetime or @content]|//time[@pubdate][@datetime]"
        "|(//article//header//time|//article//time)[@datetime][1]"
    ):
        claim = candidate(element.get("datetime") or element.get("content"), "time")
        if claim:
            yield claim
            return


def _searched(tree: HtmlElement, url: str | None, at: datetime | None) -> Iterator[DateCandidate]:
    latest = f"{at + _AHEAD:%Y-%m-%d}" if at else _LATEST_DAY
    found = find_date(tree, original_date=True, url=url, max_date=latest)
    claim = candidate(found, "htmldate")
    if claim:
        yield claim


def _is_later(claim: DateCandidate, at: datetime | None) -> bool:
    moment = day_of(claim)
    return at is not None and moment is not None and moment > at + _AHEAD


def _differ(given: DateCandidate, stated: DateCandidate) -> bool:
    a, b = day_of(given), day_of(stated)
    return a is not None and b is not None and abs(a - b) > _AGREEING
