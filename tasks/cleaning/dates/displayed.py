"""The dates that a reader sees on a page: beside the headline, before the text, or after it.

The page is walked once. What stands in navigation, comments, lists of other articles and the like
is passed over. A date counts where its line is made for it: it stands alone, beside a name, or
behind a label such as 'Published', 'Veröffentlicht' or 'Updated'; a date in a sentence is the
story's, not the page's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import Literal

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from tasks.cleaning.dates.moments import Moment, moments_in

Role = Literal["published", "modified"]
Place = Literal["beside", "above", "within", "dateline", "below"]

_INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "cite", "data", "em", "font", "i", "ins", "label", "mark"}
    | {"nobr", "small", "span", "strong", "sub", "sup", "time", "u"}
)
_NOT_READ = frozenset(
    {"script", "style", "noscript", "template", "svg", "select", "option", "head", "iframe"}
    | {"blockquote", "figure", "figcaption"}
)
_HEADINGS = ("h1", "h2", "h3")
_ASIDE_TAGS = frozenset({"nav", "aside"})
_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:comments?|kommentare?|disqus|related|sidebar|recommend\w*|popular|latest|trending"
    r"|newsletter|cookies?|calendar|most-?read|outbrain|taboola|carousel|slider|copyright"
    r"|breadcrumbs?|menu|teasers?)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""Names of containers that hold other articles, readers' words or the site's own."""

_UPDATED = re.compile(
    r"updat|aktuali[sz]|ge\u00e4ndert|bearbeitet|editiert|\u00e4nderung|modifi|mis[e]? \u00e0 jour"
    r"|actuali[sz]|atuali[sz]|aggiorn|bijgewerkt|gewijzigd|uppdater|[op]{1,2}dater|sist endret"
    r"|p\u00e4ivit|muokattu|zm\u011bn|zmien|friss\u00edt|m\u00f3dos\u00edt|a\u017eurir|izmen"
    r"|\u043e\u0431\u043d\u043e\u0432|\u043e\u043d\u043e\u0432\u043b"
    r"|\u0438\u0437\u043c\u0435\u043d|\u0430\u043a\u0442\u0443\u0430\u043b"
    r"|\u0430\u0436\u0443\u0440|\u03b5\u03bd\u03b7\u03bc\u03ad\u03c1|g\u00fcncel|atnaujin"
    r"|atjaunin|uuendat|muudet|diperbarui|c\u1eadp nh\u1eadt|\u062a\u062d\u062f\u064a\u062b"
    r"|\u0628\u0631\u0648\u0632|\u0639\u05d5\u05d3\u05db\u05df|\u05e2\u05d5\u05d3\u05db\u05df"
    r"|\u05e2\u05d3\u05db\u05d5\u05df|\u66f4\u65b0|\u4fee\u6539|\uc218\uc815"
    r"|\uc5c5\ub370\uc774\ud2b8|\u0905\u092a\u0921\u0947\u091f|revis|\bedited|\bchanged|corrected",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"publ|posted|ver\u00f6ffentlich|erstellt|erschienen|pubbl|geplaatst|julkaistu|opubl"
    r"|vyd\u00e1no|zve\u0159ejn|k\u00f6zz\u00e9t|megjelen|objav|\u043e\u0431\u0458\u0430\u0432"
    r"|\u043f\u0443\u0431\u043b\u0438|\u03b4\u03b7\u03bc\u03bf\u03c3|yay\u0131n|paskelbt"
    r"|avaldat|diterbitkan|xu\u1ea5t b\u1ea3n|\u0111\u0103ng|\u0646\u0634\u0631"
    r"|\u0627\u0646\u062a\u0634\u0627\u0631|\u05e4\u05d5\u05e8\u05e1\u05dd|\u53d1\u5e03"
    r"|\u767c\u4f48|\u767c\u5e03|\u53d1\u8868|\u516c\u958b|\u914d\u4fe1|\u63b2\u8f09"
    r"|\uc785\ub825|\ub4f1\ub85d|\u092a\u094d\u0930\u0915\u093e\u0936\u093f\u0924|\bcreated"
    r"|einge(?:tragen|stellt)|\bdat(?:um|e|a|o)\s?:",
    re.IGNORECASE,
)
_OTHER_LABEL = re.compile(r"^(?!.{0,40}\bsta(?:nd|tus)\b).*[:\uff1a]\s*$", re.IGNORECASE)
"""A label of neither kind says what else happened that day: 'Registered:', 'Deadline:'."""

_RIGHTS = re.compile(r"\u00a9|copyright|all rights|archived|retrieved|abgerufen", re.IGNORECASE)
_ENDS_AS_PROSE = re.compile(r"[.!?\u2026\u3002][\"')\u2019\u201d\xbb]*$")
_DASH_FOLLOWS = re.compile(r"\s?(?:\([^()]{1,30}\)\s?|[|,.:)]\s?){0,2}[\u2013\u2014-]{1,2}\s")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]+")
_LABEL_ENDS = re.compile(r"[^\w\s]*\s*$")

_PROSE_CHARACTERS = 80
"""A line as long as this is text; bylines and labels are shorter."""

_HEAD_CHARACTERS = 800
"""Code points of text after the headline before which a date still is the headline's: a subtitle,
a summary and a picture's caption may stand between them."""

_ALIKE = 0.5
"""The share of words in common from which a heading is the title."""

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


def headline_of(tree: HtmlElement, title: str | None) -> HtmlElement | None:
    """Find the element that shows the title: the heading that shares most words with it."""
    words = _words(title)
    headings = [(heading, _words("".join(heading.itertext()))) for heading in tree.iter(*_HEADINGS)]
    alike = [(_share(own, words), heading.tag == "h1", heading) for heading, own in headings]
    best = max(alike, key=lambda one: one[:2], default=(0.0, False, None))
    if best[0] > _ALIKE:
        return best[2]
    others = tree.iter("div", "p", "span", "td", "strong", "b", "font", "h4") if words else ()
    same = (element for element in others if _words(element.text) == words)
    first = (heading for heading, own in headings if own and heading.tag == "h1")
    return next(chain(first, same), None)


def _share(own: set[str], words: set[str]) -> float:
    return len(own & words) / len(own | words) if own else 0.0


def sightings_of(
    tree: HtmlElement, title: str | None, language: str | None = None
) -> list[Sighting]:
    """Find the dates that a page shows of itself.

    Args:
        tree: the page.
        title: the article's title.
        language: the page's own language tag.

    Shape: the nearest to the headline first: above it upwards, within, and after it downwards.
    """
    headline = headline_of(tree, title)
    found: list[Sighting] = []
    above: list[_Line] = []
    passed, label = -1 if headline is not None else _HEAD_CHARACTERS + 1, ""
    for line in _lines(tree, headline):
        if line is None:
            passed = 0
            found = [s for one in reversed(above) for s in _seen(one, language, "above")]
            found += _in_headline(headline, language)
            continue
        text = line.text
        if passed < 0:
            above.append(line)
        elif _DIGIT.search(text):
            place: Place = "beside" if passed <= _HEAD_CHARACTERS else "below"
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
    if not moments or (_RIGHTS.search(text) and not _PUBLISHED.search(text)):
        return
    alone = line.heading or (place == "below" and not _is_labelled(text))
    standing = _is_made_for_dates(text, moments, alone=alone)
    before = 0
    for moment in moments:
        after = text[moment.end :] if moment is moments[-1] else ""
        said = text[before : moment.start] if moment.start else label
        before = moment.end
        role = _role(said, after)
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
    rest = text
    for moment in reversed(moments):
        rest = rest[: moment.start] + " " + rest[moment.end :]
    others = len(_WORD.findall(rest))
    if alone:
        return others <= _FEW_WORDS
    tells = _ENDS_AS_PROSE.search(text) and others > _FEWER_THAN_A_SENTENCE
    if tells and not _UPDATED.search(text):
        return False
    return others <= _MOST_OTHER_WORDS * len(moments)


def _is_labelled(text: str) -> bool:
    return bool(_PUBLISHED.search(text) or _UPDATED.search(text))


def _is_dateline(text: str, moment: Moment) -> bool:
    if moment.start == 0 and text[moment.end : moment.end + 2] in {". ", ": "}:
        return True
    return moment.start <= _FARTHEST_DATELINE and bool(_DASH_FOLLOWS.match(text, moment.end))


def _role(before: str, after: str) -> Role | None:
    updated = [match.start() for match in _UPDATED.finditer(before)]
    published = [match.start() for match in _PUBLISHED.finditer(before)]
    if updated or published:
        return "modified" if max(updated, default=-1) > max(published, default=-1) else "published"
    after = after.strip(" (|,:-")
    if _UPDATED.match(after):
        return "modified"
    return "published" if _PUBLISHED.match(after) else None


def _lines(tree: HtmlElement, headline: HtmlElement | None) -> Iterator[_Line | None]:
    """Yield the lines that a reader sees, and None in the place of the headline."""
    around = set(headline.iterancestors()) if headline is not None else set()
    line, lines = _Line(), 0
    walker = iterwalk(tree, events=("start", "end"))
    for event, element in walker:
        if event == "start" and (element is headline or _is_passed_over(element, around)):
            walker.skip_subtree()
            if element is headline:
                yield from (line, None)
                line = _Line()
            continue
        if element.tag not in _INLINE:
            if line.parts:
                yield line
                lines += 1
            line = _Line(heading=event == "start" and element.tag in _HEADINGS)
        _gather(line, element, event)
        if lines > _MOST_LINES:
            return
    yield line


def _gather(line: _Line, element: HtmlElement, event: str) -> None:
    text = element.text if event == "start" else element.tail
    if event == "start" and element.get("datetime"):
        line.stated.append(element.get("datetime", ""))
    if element.tag in {"span", "a", "time", "small"}:
        line.parts.append(" ")
    if text and not text.isspace():
        line.parts.append(text)


def _is_passed_over(element: HtmlElement, around: set[HtmlElement]) -> bool:
    tag = element.tag
    if not isinstance(tag, str) or tag in _NOT_READ:
        return True
    if element in around:
        return False
    if tag in _ASIDE_TAGS:
        return True
    return _is_aside(element.get("class") or "") or _is_aside(element.get("id") or "")


def _is_aside(names: str) -> bool:
    return bool(names) and _names_aside(names[:_MOST_NAMES])


@lru_cache(maxsize=1024)
def _names_aside(names: str) -> bool:
    return _ASIDE.search(names) is not None


def _words(text: str | None) -> set[str]:
    return set(_WORD.findall((text or "").casefold()))
