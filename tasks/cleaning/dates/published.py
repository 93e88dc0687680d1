"""When an article was published and changed: every claim is gathered here.

A claim is the job's own, what the page states (JSON-LD, meta tags, microdata, `<time>`), what it
shows to its readers, what its URL or HTTP say, and where there is none of these what `htmldate`
finds in its text. Which one is chosen is the rule of `choosing`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from htmldate import find_date
from lxml.html import HtmlElement

from tasks.cleaning.dates.choosing import (
    FROM_HTTP,
    FROM_JOB,
    LAST_NEAR,
    Kind,
    Said,
    choose,
    settled,
    since_of,
)
from tasks.cleaning.dates.displayed import Place, sightings_of
from tasks.cleaning.dates.labels import Role
from tasks.cleaning.dates.moments import Moment, candidate, claimed, day_of, moments_in
from tasks.cleaning.structured import Claims, words_of
from tasks.record import DateCandidate, Modified, Published

_LATEST_DAY = "2100-01-01"
"""'Today' for htmldate when the time of fetching is unknown: it must not ask the clock."""

_LONGEST_VALUE = 80
"""A longer value of a meta tag is a sentence."""

_URL_DAY = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:/(\d{1,2})/(\d{1,2})(?=/|$|[?#.-])|([-_.])(\d\d)\4(\d\d)(?!\d)"
    r"|(\d\d)(\d\d)(?!\d))"
)
_URL_MONTH = re.compile(r"/((?:19|20)\d\d)/(0[1-9]|1[0-2])/")
_ARCHIVED = re.compile(r"^https?://[^/]{1,100}/(?:web/)?\d{14}[a-z_]{0,4}/")
_PUBLISHED_META = (
    *("article:published_time", "og:published_time", "og:article:published_time"),
    *("datepublished", "parsely-pub-date", "sailthru.date", "publishdate", "pubdate", "pub_date"),
    *("publication_date", "publish-date", "article.published", "citation_publication_date"),
    *("dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created", "dc.date"),
    *("dcterms.date", "date"),
)
_MODIFIED_META = (
    *("article:modified_time", "og:updated_time", "og:article:modified_time", "datemodified"),
    *("dc.date.modified", "dcterms.modified", "last-modified"),
)
_MARKED = (
    "descendant::*[@itemprop][@itemprop='datePublished' or @itemprop='dateModified']"
    "[not(self::meta)]"
)
_MADE = ("dateCreated", "uploadDate")

_RANKS: Mapping[tuple[Place, bool], int] = {
    ("beside", True): 0,
    ("within", False): 1,
    ("beside", False): 2,
    ("above", True): 3,
    ("dateline", False): 4,
    ("aside", True): 5,
    ("aside", False): 5,
    ("above", False): 6,
    ("below", True): 7,
    ("below", False): 8,
}
"""How surely a date that is seen is the article's, by place and by whether it has a label."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a page before it is read.

    Attributes:
        published: what the caller says.
        url: where the page was found.
        at: when it was fetched.
        last_modified: what HTTP says of its last change.
    """

    published: str | None = None
    url: str | None = None
    at: datetime | None = None
    last_modified: str | None = None


def dates_of(
    tree: HtmlElement, claims: Claims, *, title: str | None, known: Known
) -> tuple[Published | None, Modified | None]:
    """Choose when the article was published and changed, out of all that claims to know it.

    Args:
        tree: the page.
        claims: what it says of itself.
        title: the article's title, beside which its date is shown.
        known: what is known besides.
    """
    said = settled([*_known(known), *_stated(tree, claims), *_shown(tree, claims, title)])
    if not any(one.role == "published" and one.kind != "bound" for one in said):
        said += _searched(tree, known, {day_of(one.claim) for one in said})
    publications = [one for one in said if one.role == "published"]
    published = choose(Published, publications, known.at)
    changes = [one for one in said if one.role == "modified"]
    return published, choose(Modified, changes, known.at, since=since_of(published))


def _known(known: Known) -> Iterator[Said]:
    if claim := candidate(known.published, FROM_JOB):
        yield Said("job", claim)
    if claim := _in_url(known.url):
        yield Said("url", claim, rank=LAST_NEAR)
    if claim := candidate(known.last_modified, FROM_HTTP):
        yield Said("bound", claim)
        yield Said("bound", claim, "modified")


def _in_url(url: str | None) -> DateCandidate | None:
    path = _ARCHIVED.sub("", url or "")
    for match in _URL_DAY.finditer(path):
        year, *numbers = (group for group in match.groups() if group and group.isdigit())
        if claim := candidate("-".join((year, *numbers)), "url"):
            return claim
    month = _URL_MONTH.search(path)
    return candidate(f"{month[1]}-{month[2]}", "url") if month else None


def _stated(tree: HtmlElement, claims: Claims) -> Iterator[Said]:
    marked = _marked(tree)
    nodes = [claims.article] if claims.article else claims.nodes
    roles: tuple[tuple[Role, str, tuple[str, ...]], ...] = (
        ("published", "datePublished", _PUBLISHED_META),
        ("modified", "dateModified", _MODIFIED_META),
    )
    for role, key, names in roles:
        values = [("json-ld", words_of(node.get(key))) for node in nodes]
        values += [(f"meta:{name}", claims.first(name)) for name in names]
        values.append(("microdata", marked.get(key)))
        for source, value in values:
            yield from _said(value, source, role, claims.language)
    for key in _MADE:
        said = [("json-ld", words_of(claims.article.get(key))), ("meta", claims.first(key.lower()))]
        for source, value in said:
            for one in _said(value, f"{source}:{key}", "published", claims.language):
                yield replace(one, kind="bound")


def _marked(tree: HtmlElement) -> dict[str, str]:
    """Give the first value of each property that microdata names."""
    found: dict[str, str] = {}
    for element in tree.xpath(_MARKED):
        name = element.get("itemprop", "")
        if name not in found:
            machine = element.get("datetime") or element.get("content")
            found[name] = machine or "".join(element.itertext()).strip()
    return found


def _said(value: str | None, source: str, role: Role, language: str | None) -> Iterator[Said]:
    claim = candidate(value, source)
    if claim:
        yield Said("stated", claim, role)
    elif value and len(value) <= _LONGEST_VALUE:
        for moment in moments_in(value, language)[:1]:
            yield _read("stated", moment, source, role)


def _read(kind: Kind, moment: Moment, source: str, role: Role) -> Said:
    swapped = None
    if moment.swapped:
        swapped = claimed(moment.swapped, moment.clock, moment.zone, source)
    return Said(kind, moment.as_candidate(source), role, swapped)


def _shown(tree: HtmlElement, claims: Claims, title: str | None) -> Iterator[Said]:
    for sighting in sightings_of(tree, title, claims.language):
        said = _read("seen", sighting.moment, "visible", sighting.role or "published")
        rank = _RANKS[sighting.place, sighting.role is not None]
        stated = candidate(sighting.stated, "time")
        if stated and day_of(stated) == day_of(said.claim):
            said = replace(said, claim=stated, swapped=None)
        elif stated:
            yield Said("stated", stated, said.role)
        yield replace(said, rank=rank)


def _searched(tree: HtmlElement, known: Known, changed: set[date | None]) -> Iterator[Said]:
    """Search where names in the markup promise a date, and not in all of the text.

    What says when the page was changed does not say when it was published.
    """
    latest = f"{known.at + timedelta(days=1):%Y-%m-%d}" if known.at else _LATEST_DAY
    if (bound := candidate(known.last_modified, FROM_HTTP)) and (day := day_of(bound)):
        latest = min(latest, day.isoformat())
    claim = candidate(
        find_date(tree, extensive_search=False, original_date=True, url=known.url, max_date=latest),
        "htmldate",
    )
    if claim and day_of(claim) not in changed:
        yield Said("guess", claim)
