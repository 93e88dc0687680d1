"""A page as the lines that a reader sees, and what in them its styles and links mark as bylines.

Comments, navigation and lists of other articles have bylines of their own, and are left out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, NamedTuple

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from tasks.cleaning.authorship.lines import names_in
from tasks.cleaning.authorship.names import is_full, kind_of
from tasks.cleaning.blocks import on_one_line
from tasks.cleaning.headlines.shown import headline_of

_MOST_CHARACTERS = 200
"""What is marked as a byline and longer than this is a box with a biography."""

_MOST_MARKS = 500
"""A page with more marks is a list of authors or hostile; reading each costs 0.1 ms."""

_NAMES_REMEMBERED = 4096
"""Class names repeat within a site; more would only keep those of sites long left."""

Standing = Literal["elsewhere", "doubtful", "byline"] | None

_MARKED = re.compile(
    r"author(?!i[sz])|autor(?!i[sz])|auteur|autrice|byline|redakteur|redact(?:eu|o)r|writer|verfasser|"
    r"journalist|reporter|penulis|forfatter|författare|skribent|kirjoittaja|toimittaja|szerzo|yazar|"
    r"posted-?_?by|meta-?_?by|columnist|contributor|creator|\bfn\b|\bby\b|byname|publisher|"
    r"user-?name|nickname|account-?name"
)
_BESIDE_A_NAME = re.compile(
    r"avatar|image|img|photo|pic(?:ture)?\b|social|follow|twitter|\bbio|biograph|descr?|about|count|"
    r"share|job|role|position|email|more|posts|articles|caption|credit|comment|icon"
)
_ELSEWHERE = re.compile(
    r"(?<![a-z])(?:comments?|comment-?list|kommentare?|disqus|related|respond)(?![a-z-])|"
    r"comment(?:s|list|_|-(?:list|form|area|body|author|section))|footer|related|cookie|newsletter"
)
_DOUBTFUL = re.compile(
    r"teaser|recommend|sidebar|(?<![\w-])widget(?![\w-])|widget_|breadcrumb|popular|most-?read|"
    r"promo|recent|caption|trending|newsticker|reply|similar|carousel|slider|modal|menu"
)
_LEADS_TO_AUTHOR = re.compile(
    r"(?<!licenses)/(?:authors?|autor(?:en|es|in|a|zy|i|e)?|auteurs?|redakteure?|redaktion|journalists?|staff|"
    r"contributors?|writers?|reporters?|by|columnists?|team|skribenter|forfatter|toimittajat|"
    r"yazarlar|firmas?)/[^/?#]",
    re.IGNORECASE,
)
_UNREAD = frozenset(
    {"script", "style", "noscript", "template", "svg", "button", "figure", "select", "nav", "form"}
    | {"aside", "iframe", "textarea", "video"}
)
_INLINE = frozenset(
    {"a", "span", "em", "strong", "b", "i", "u", "font", "small", "cite", "abbr", "bdi", "time"}
    | {"img", "meta", "link", "wbr", "sup", "sub", "label", "ins", "mark", "q", "address"}
)
_NAMING = ("class", "id", "data-testid")


class Mark(NamedTuple):
    """What is marked as a byline; weakly where only a link leads to an author's page."""

    line: int
    names: list[str]
    is_weak: bool


@dataclass(slots=True)
class Reading:
    """A page as lines, and what is marked in them.

    Attributes:
        headline_at: the line where the headline begins.
    """

    headline: HtmlElement | None
    around: frozenset[HtmlElement]
    lines: list[str] = field(default_factory=list)
    marks: dict[HtmlElement, Mark] = field(default_factory=dict)
    headline_at: int = 0
    _parts: list[str] = field(default_factory=list)
    _doubt: HtmlElement | None = None
    _marks_left: int = _MOST_MARKS

    def read(self, body: HtmlElement) -> None:
        """Read the lines of a page."""
        walker = iterwalk(body, events=("start", "end"))
        for event, element in walker:
            if event == "end":
                self._leave(element)
            elif not self._enter(element):
                walker.skip_subtree()
        self._flush()

    def _enter(self, element: HtmlElement) -> bool:
        tag = element.tag
        if tag in _UNREAD and element not in self.around:
            return False
        names = [name for key in _NAMING if (name := element.get(key))]
        standing = _standing(" ".join(names)) if names else None
        # What holds the headline too is no box of something else.
        is_around = element in self.around
        if not is_around and (standing == "elsewhere" or _is_apart(element)):
            return False
        if tag not in _INLINE:
            self._flush()
        if element is self.headline:
            self.headline_at = len(self.lines)
        if not is_around and self._doubt is None:
            self._judge(element, standing)
        if element.text:
            self._parts.append(element.text)
        return True

    def _leave(self, element: HtmlElement) -> None:
        if element.tag not in _INLINE:
            self._flush()
        if element.tail:
            self._parts.append(element.tail)
        if element is self._doubt:
            self._doubt = None

    def _judge(self, element: HtmlElement, standing: Standing) -> None:
        if standing == "doubtful":
            self._doubt = element
            return
        is_strong = standing == "byline" or _is_declared(element)
        if self._marks_left == 0 or not (is_strong or _is_linked(element)):
            return
        self._marks_left -= 1
        names = [name for name in _names_seen(element) if is_strong or is_full(name)]
        if names:
            # The innermost mark is the name itself.
            for outer in element.iterancestors():
                self.marks.pop(outer, None)
            self.marks[element] = Mark(len(self.lines), names, not is_strong)

    def _flush(self) -> None:
        text = "".join(self._parts)
        self._parts.clear()
        # Most of what stands between two tags is the page's own line breaks.
        if text and not text.isspace() and (line := on_one_line(text)):
            self.lines.append(line)


def read_lines(tree: HtmlElement, title: str | None) -> Reading:
    """Read a page as lines.

    Args:
        tree: the page.
        title: its headline.
    """
    headline = headline_of(tree, title)
    around = frozenset(headline.iterancestors()) if headline is not None else frozenset()
    reading = Reading(headline, around)
    body = tree.find("body")
    reading.read(tree if body is None else body)
    return reading


def _is_apart(element: HtmlElement) -> bool:
    """Whether an element is no part of the article; an article's own footer is one."""
    return element.tag == "footer" and next(element.iterancestors("article"), None) is None


@lru_cache(maxsize=_NAMES_REMEMBERED)
def _standing(names: str) -> Standing:
    """Say what the names that an element has for styles and scripts tell of it."""
    names = names.lower()
    if _ELSEWHERE.search(names):
        return "elsewhere"
    if _DOUBTFUL.search(names):
        return "doubtful"
    return "byline" if _MARKED.search(names) and not _BESIDE_A_NAME.search(names) else None


def _is_declared(element: HtmlElement) -> bool:
    """Whether microdata or a link's relation calls this the author."""
    is_author = element.get("itemprop") in {"author", "creator"}
    return is_author or "author" in (element.get("rel") or "")


def _is_linked(element: HtmlElement) -> bool:
    return element.tag == "a" and bool(_LEADS_TO_AUTHOR.search(element.get("href") or ""))


def _names_seen(element: HtmlElement) -> list[str]:
    """Give the names in an element; a nickname only where it stands alone."""
    for between in (" ", " | "):
        names = names_in(_text_in(element, between))
        if len(names) == 1 and " " not in names[0]:
            return names
        named = [name for name in names if is_full(name) or kind_of(name) == "organisation"]
        # Names that nothing but their elements parts are too long for one.
        if named:
            return named
    return []


def _text_in(element: HtmlElement, between: str) -> str:
    parts: list[str] = []
    left = _MOST_CHARACTERS
    for part in _parts_of(element, between):
        left -= len(part)
        if left < 0:
            return ""
        parts.append(part)
    return "".join(parts)


def _parts_of(element: HtmlElement, between: str) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag not in _UNREAD and child.tag != "time":
            beside = between if child.tag in _INLINE else " | "
            yield beside
            yield from _parts_of(child, between)
            yield beside
        yield child.tail or ""
