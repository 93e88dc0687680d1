"""The dates that a reader sees on a page: beside the headline, before the text, or after it.

The page is walked. What stands in navigation, comments, lists of other articles and the like is
passed over, and what stands aside is read only where the article's own column shows no date. A
date counts where its line is made for it: it stands alone, beside a name, or behind a label such
as 'Published', 'Veröffentlicht' or 'Updated', or in a sentence on the article itself. A date in
another sentence is the story's, not the page's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from tasks.cleaning.dates.labels import (
    PUBLISHED,
    UPDATED,
    Role,
    is_labelled,
    role_of,
    speaks_of_itself,
)
from tasks.cleaning.dates.moments import Moment, moments_in
from tasks.cleaning.headlines.shown import headline_of

Place = Literal["beside", "above", "within", "dateline", "below", "aside"]

_STRICT: frozenset[Place] = frozenset({"below", "aside"})
"""Where a date without a label counts only if it stands alone: lists have dates too."""

_INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "cite", "data", "em", "font", "i", "ins", "label", "mark"}
    | {"nobr", "small", "span", "strong", "sub", "sup", "time", "u"}
)
_NOT_READ = frozenset(
    {"script", "style", "noscript", "template", "svg", "select", "option", "head", "iframe", "nav"}
    | {"blockquote"}
)
_APART = frozenset({"span", "a", "time", "small"})
_HEADINGS = ("h1", "h2", "h3")
_OF_OTHERS = (
    r"comments?|kommentare?|disqus|related|recommend\w*|popular|latest|trending|newsletter"
    r"|cookies?|calendar|most-?read|outbrain|taboola|copyright|breadcrumbs?|menu"
)
_ASIDE = r"sidebar|carousel|slider|teasers?"


@dataclass(frozen=True, slots=True)
class _PassedOver:
    """What is passed over as a page is walked.

    Attributes:
        tags: elements that hold no date of the article's.
        names: classes of containers that hold other articles, readers' words or the site's own.
    """

    tags: frozenset[str]
    names: re.Pattern[str]


def _named(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|[\s_-])(?:{words})(?:$|[\s_-])", re.IGNORECASE)


_BESIDE_THE_ARTICLE = _PassedOver(
    _NOT_READ | {"aside", "figure", "figcaption"}, _named(f"{_OF_OTHERS}|{_ASIDE}")
)
_NEVER_THE_ARTICLES = _PassedOver(_NOT_READ, _named(_OF_OTHERS))
"""Less than that: a few sites put the article's byline aside."""

_OTHER_LABEL = re.compile(r"^(?!.{0,40}\bsta(?:nd|tus)\b).*[:\uff1a]\s*$", re.IGNORECASE)
"""A label of neither kind says what else happened that day: 'Registered:', 'Deadline:'."""

_RIGHTS = re.compile(r"\u00a9|copyright|all rights|archived|retrieved|abgerufen", re.IGNORECASE)
_ENDS_AS_PROSE = re.compile(r"[.!?\u2026\u3002][\"')\u2019\u201d\xbb]*$")
_DASH_FOLLOWS = re.compile(r"\s?(?:\([^()]{1,30}\)\s?|[|,.:)]\s?){0,2}[\u2013\u2014-]{1,2}\s")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]+")

_PROSE_CHARACTERS = 80
"""A line as long as this is text; bylines and labels are shorter."""

_HEAD_CHARACTERS = 800
"""Code points of text after the headline before which a date still is the headline's: a subtitle,
a summary and a picture's caption may stand between them."""

_MOST_OTHER_WORDS = 8
"""Words that may stand beside a date in a line made for it: a byline, a section, a reading time."""

_FEW_WORDS = 2
"""Words beside a date in a line that holds little else: a weekday, 'at'."""

_FEWER_THAN_A_SENTENCE = 3
"""A line that ends with a full stop and has more words beside its date tells something."""

_FARTHEST_DATELINE = 40
"""Characters before a dateline's date: 'OSTHAVEN (Agency), 3 May 2024 -'."""

_MOST_NAMES = 200
"""Characters of the names of a container that are read; one that needs more is written to harm."""

_MOST_LINES = 4000
"""A page of more lines is a list; what stands further down is not the headline's date."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A date that a page shows.

    Attributes:
        role: what its label says; None where there is no label.
        place: where it stands.
        line: the line that it stands in.
        stated: what the page's code says at the same place, for machines.
    """

    moment: Moment
    role: Role | None
    place: Place
    line: str
    stated: str | None = None


@dataclass(slots=True)
class _Line:
    """A line of a page, as it is gathered."""

    parts: list[str] = field(default_factory=list)
    heading: bool = False
    stated: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join(self.parts).split())


def sightings_of(
    tree: HtmlElement, title: str | None, language: str | None = None
) -> list[Sighting]:
    """Find the dates that a page shows of itself.

    Where none is in its own column, what stands aside is read as well: a few sites put the byline
    there.

    Args:
        tree: the page.
        title: the article's title.
        language: the page's own language tag.

    Shape: the nearest to the headline first: above it upwards, within, and after it downwards.
    """
    headline = headline_of(tree, title)
    found = _sightings(tree, headline, language, _BESIDE_THE_ARTICLE)
    if found or headline is None:
        return found
    wider = _sightings(tree, headline, language, _NEVER_THE_ARTICLES)
    return [sighting for sighting in wider if sighting.place == "aside"]


def _sightings(
    tree: HtmlElement, headline: HtmlElement | None, language: str | None, over: _PassedOver
) -> list[Sighting]:
    wider = over is _NEVER_THE_ARTICLES
    found: list[Sighting] = []
    above: list[_Line] = []
    passed, label = -1 if headline is not None else _HEAD_CHARACTERS + 1, ""
    for line in _lines(tree, headline, over):
        if line is None:
            passed = 0
            found = [s for one in reversed(above) for s in _seen(one, language, "above")]
            found += _in_headline(headline, language)
            continue
        if passed > _HEAD_CHARACTERS and wider:
            break
        text = line.text
        if passed < 0:
            above.append(line)
        elif _DIGIT.search(text):
            beside: Place = "aside" if wider else "beside"
            place = beside if passed <= _HEAD_CHARACTERS else "below"
            found += _seen(line, language, place, label)
        label = "" if _DIGIT.search(text) else text[-_FARTHEST_DATELINE:]
        if passed >= 0 and len(text) >= _PROSE_CHARACTERS:
            passed += len(text)
    return list(_nearest(found))


def _nearest(found: list[Sighting]) -> Iterator[Sighting]:
    """Drop what has no label where a line nearer to the headline has a date without a label.

    Below the text that can only be the article's own if it is the only one.
    """
    first: dict[Place, str] = {}
    below = {s.moment.day for s in found if s.place == "below" and s.role is None}
    for sighting in found:
        if sighting.role or (
            first.setdefault(sighting.place, sighting.line) == sighting.line
            and (sighting.place != "below" or len(below) == 1)
        ):
            yield sighting


def _seen(line: _Line, language: str | None, place: Place, label: str = "") -> Iterator[Sighting]:
    """Give the dates of a line, if it is made for dates."""
    text = line.text
    moments = moments_in(text, language)
    if not moments or (_RIGHTS.search(text) and not PUBLISHED.search(text)):
        return
    clocked = any(moment.clock for moment in moments)
    alone = (line.heading and not clocked) or (place in _STRICT and not is_labelled(text))
    standing = _is_made_for_dates(text, moments, alone=alone)
    before = 0
    for moment in moments:
        after = text[moment.end :] if moment is moments[-1] else ""
        said = text[before : moment.start] if moment.start else label
        before = moment.end
        role = role_of(said, after)
        stated = line.stated[0] if line.stated and len(moments) == 1 else None
        if standing and (role or not _OTHER_LABEL.search(said)):
            yield Sighting(moment, role, place, text, stated)
        elif place == "beside" and moment is moments[0] and _is_dateline(text, moment):
            yield Sighting(moment, None, "dateline", text)


def _in_headline(headline: HtmlElement, language: str | None) -> Iterator[Sighting]:
    """Give a date that stands in the headline by itself, as in '3 May 2024 | The bridge'."""
    for text in headline.itertext():
        moments = moments_in(text, language)
        if len(moments) == 1 and _is_made_for_dates(text, moments, alone=True):
            yield Sighting(moments[0], None, "within", text)


def _is_made_for_dates(text: str, moments: list[Moment], *, alone: bool) -> bool:
    if speaks_of_itself(text):
        return True
    rest = text
    for moment in reversed(moments):
        rest = rest[: moment.start] + " " + rest[moment.end :]
    others = len(_WORD.findall(rest))
    if alone:
        return others <= _FEW_WORDS
    tells = _ENDS_AS_PROSE.search(text) and others > _FEWER_THAN_A_SENTENCE
    if tells and not UPDATED.search(text):
        return False
    return others <= _MOST_OTHER_WORDS * len(moments)


def _is_dateline(text: str, moment: Moment) -> bool:
    if moment.start == 0 and text[moment.end : moment.end + 2] in {". ", ": "}:
        return True
    return moment.start <= _FARTHEST_DATELINE and bool(_DASH_FOLLOWS.match(text, moment.end))


def _lines(
    tree: HtmlElement, headline: HtmlElement | None, over: _PassedOver
) -> Iterator[_Line | None]:
    """Yield the lines that a reader sees, and None in the place of the headline."""
    around = set(headline.iterancestors()) if headline is not None else set()
    line, lines = _Line(), 0
    walker = iterwalk(tree, events=("start", "end"))
    for event, element in walker:
        starts = event == "start"
        if starts and (element is headline or _is_passed_over(element, around, over)):
            walker.skip_subtree()
            if element is headline:
                yield from (line, None)
                line = _Line()
            continue
        if element.tag not in _INLINE:
            if line.parts:
                yield line
                lines += 1
            line = _Line(heading=starts and element.tag in _HEADINGS)
        _gather(line, element, starts=starts)
        if lines > _MOST_LINES:
            return
    yield line


def _gather(line: _Line, element: HtmlElement, *, starts: bool) -> None:
    text = element.text if starts else element.tail
    if starts and (stated := element.get("datetime")):
        line.stated.append(stated)
    if line.parts and element.tag in _APART:
        line.parts.append(" ")
    if text and not text.isspace():
        line.parts.append(text)


def _is_passed_over(element: HtmlElement, around: set[HtmlElement], over: _PassedOver) -> bool:
    tag = element.tag
    passed = not isinstance(tag, str) or tag in over.tags
    if not passed and (names := element.get("class")):
        passed = _has(over.names, names[:_MOST_NAMES])
    if not passed and (name := element.get("id")):
        passed = _has(over.names, name[:_MOST_NAMES])
    return passed and element not in around


@lru_cache(maxsize=4096)
def _has(names: re.Pattern[str], written: str) -> bool:
    return names.search(written) is not None
