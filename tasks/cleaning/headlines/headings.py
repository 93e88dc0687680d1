"""The headings of a page as readers see them: the headline apart from kicker, subtitle and date.

A kicker (overline, Dachzeile, occhiello) is a line of its own above a headline. Many pages set it
inside the heading, in an element of its own; so do they with subtitles and dates. Which heading is
that of the article is decided in `titles`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import Final

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from tasks.cleaning.access.sight import names_of
from tasks.cleaning.blocks import on_one_line
from tasks.cleaning.links import leads_home

LONGEST_HEADLINE: Final = 300
"""A longer 'headline' is a teaser or a whole page in one heading."""

_MOST_HEADINGS: Final = 100
"""The headline is among the first; a page of more headings is a list."""

_FURTHEST_ANCESTOR: Final = 8
"""How far above a heading its place is looked for: breadcrumbs and sidebars are near."""

_DEEPEST_WRAPPER: Final = 4
"""How many elements may stand around all words of a heading."""

_LEVELS: Final = {"h1": 1, "h2": 2, "h3": 3}
# How words are read aloud (`rt`) is not what is written.
_NOT_SEEN: Final = frozenset(
    {"script", "style", "noscript", "template", "svg", "button", "rt", "rp"}
)
_INLINE: Final = frozenset(
    {"a", "abbr", "b", "em", "font", "i", "mark", "q", "rp", "rt", "ruby", "strong", "sub", "u"}
)
_APART_TAGS: Final = frozenset({"small", "time"})
_BESIDE: Final = frozenset({"aside", "dialog", "footer", "li", "nav"})
_MAIN: Final = frozenset({"main", "body", "html"})
_BESIDE_NAMES: Final = re.compile(
    r"breadcrumb|(?:^|\s)(?:footer|related|sidebar|widget)", re.IGNORECASE
)
_HIDDEN: Final = frozenset({"d-none", "hidden", "hide"})
_LETTER: Final = re.compile(r"\w")
_CLOSES: Final = re.compile(r"\s*[,.:;!?\u2026)]")
_AROUND: Final = " \t\n:|/\u2013\u2014\u2022\xb7-"
# The names of the classes that sites give to what is set in a heading but is no headline.
_APART_NAMES: Final = re.compile(
    r"(?:over|top|roof|sub|catch|under|unter|ober)[_-]?(?:line|title|titel|head)|kicker|eyebrow"
    r"|dachzeile|spitzmarke|topic|label|categor|rubri[ck]|antet[ií]tulo|volanta|cintillo"
    r"|surtitre|sous-?titre|occhiello|sottotitolo|subt[ií]tulo|\bdate\b",
    re.IGNORECASE,
)
_HEADLINE_NAMES: Final = re.compile(
    r"(?:^|[\s_-])(?:headline|schlagzeile)(?:$|[\s_-])", re.IGNORECASE
)
_SITE_NAMES: Final = re.compile(
    r"\b(?:site|blog)[_-]?(?:title|name|logo)\b|\bnavbar-brand\b|\blogo\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a heading: an element in it, or words that stand directly in it.

    Attributes:
        is_inline: whether it goes on without a space where the page has none.
        is_apart: whether it is called something else than the headline.
        is_headline: whether it is called the headline.
    """

    text: str
    is_inline: bool = True
    is_apart: bool = False
    is_headline: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading.

    Attributes:
        level: 1 to 3.
        parts: what it is made of, in order.
        is_beside: whether it stands in a navigation, a sidebar or a footer.
        names_site: whether it is the site's name: it leads home, or is called so.
    """

    element: HtmlElement
    level: int
    parts: tuple[Part, ...]
    is_beside: bool
    names_site: bool

    @property
    def text(self) -> str:
        """All words of the heading."""
        return joined(self.parts)

    @property
    def headline(self) -> str:
        """The words of the heading without kicker, subtitle and date."""
        named = [part for part in self.parts if part.is_headline]
        if len(named) == 1:
            return joined(named)
        rest = joined(part for part in self.parts if not part.is_apart)
        return rest.strip(_AROUND) if _LETTER.search(rest) else self.text

    def runs(self) -> Iterator[str]:
        """Give the words from each part on, and up to each part, with some of the headline."""
        for cut in range(1, len(self.parts)):
            for parts in (self.parts[cut:], self.parts[:cut]):
                if not all(part.is_apart for part in parts):
                    yield joined(parts)


def headings_of(tree: HtmlElement, host: str) -> list[Heading]:
    """Give the headings of the first three levels that have words, in order."""
    found: list[Heading] = []
    for element in tree.iter(*_LEVELS):
        parts = () if _is_hidden(element) else parts_of(element)
        if 0 < len(joined(parts)) <= LONGEST_HEADLINE:
            found.append(
                Heading(
                    element=element,
                    level=_LEVELS[element.tag],
                    parts=parts,
                    is_beside=_is_beside(element),
                    names_site=_names_site(element, host),
                )
            )
        if len(found) == _MOST_HEADINGS:
            break
    return found


def parts_of(element: HtmlElement) -> tuple[Part, ...]:
    """Give the parts of a heading, in order."""
    for _ in range(_DEEPEST_WRAPPER):
        children = [child for child in element if _is_seen(child) and _words(child).strip()]
        if len(children) != 1 or _outside(element).strip():
            break
        element = children[0]
    parts = [Part(element.text or "")]
    for child in element:
        if _is_seen(child):
            names = names_of(child)
            is_apart = child.tag in _APART_TAGS or bool(_APART_NAMES.search(names))
            parts.append(
                Part(
                    _words(child),
                    is_inline=child.tag in _INLINE,
                    is_apart=is_apart,
                    is_headline=not is_apart and bool(_HEADLINE_NAMES.search(names)),
                )
            )
        parts.append(Part(child.tail or ""))
    return tuple(part for part in parts if part.text.strip())


def joined(parts: Iterable[Part]) -> str:
    """Put parts on one line."""
    line, was_inline = "", True
    for part in parts:
        is_open = (part.is_inline and was_inline) or _CLOSES.match(part.text)
        line += part.text if is_open else f" {part.text}"
        was_inline = part.is_inline
    return on_one_line(line)


def _outside(element: HtmlElement) -> str:
    """Give the words of an element that stand in no child of it."""
    return "".join([element.text or "", *(child.tail or "" for child in element)])


def _is_seen(element: HtmlElement) -> bool:
    return isinstance(element.tag, str) and element.tag not in _NOT_SEEN


def _words(element: HtmlElement) -> str:
    """Give the words in an element, no more of them than tell that they are too many."""
    line: list[str] = []
    length = 0
    walker = iterwalk(element, events=("start", "end"))
    for event, part in walker:
        if event == "start" and not _is_seen(part):
            walker.skip_subtree()
            continue
        text = (part.text if event == "start" else part.tail) or ""
        if part is not element:
            line.append(_spaced(part, text))
        elif event == "start":
            line.append(text)
        length += len(text)
        if length > LONGEST_HEADLINE:
            break
    return "".join(line)


def _spaced(element: HtmlElement, text: str) -> str:
    """Set what begins or ends with an element apart, where it is no part of a line."""
    return text if element.tag in _INLINE or _CLOSES.match(text) else f" {text}"


def _is_beside(element: HtmlElement) -> bool:
    near = (element, *islice(element.iterancestors(), _FURTHEST_ANCESTOR))
    for part in takewhile(lambda part: part.tag not in _MAIN, near):
        if part.tag in _BESIDE:
            return True
        if _BESIDE_NAMES.search(names_of(part)) and part.find(".//p") is None:
            return True
    return False


def _names_site(element: HtmlElement, host: str) -> bool:
    """Say whether a heading leads home, or is called a site's name."""
    links = [*element.iter("a"), *islice(element.iterancestors("a"), 1)]
    if any(leads_home(link, host) for link in links):
        return True
    return any(_SITE_NAMES.search(names_of(part)) for part in (element, *links))


def _is_hidden(element: HtmlElement) -> bool:
    names = (element.get("class") or "").split()
    return "hidden" in element.attrib or not _HIDDEN.isdisjoint(names)
