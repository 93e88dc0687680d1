"""The text of a page as runs: what stands between two block elements, and where it stands.

All that can be read is a run; which runs are the article's is for others to say.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from tasks.cleaning.blocks import Piece, Role, on_one_line
from tasks.cleaning.scripts import STOPS, weight_of

PARAGRAPH_CHARACTERS: Final = 60
"""A run as long as this is told from all others by its words; shorter ones are labels."""

_KEY_CHARACTERS: Final = 60
"""By as many characters a run is known again. With fewer, paragraphs that begin alike are one."""

_ROLES: Final[dict[str, Role]] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    "li": "list",
    "blockquote": "quote",
}
# What a browser sets within a line; every other element begins and ends a run.
_INLINE: Final = frozenset(
    {
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn"),
        *("em", "font", "i", "ins", "kbd", "label", "mark", "q", "rp", "rt", "ruby", "s", "samp"),
        *("small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"),
    }
)
_UNREAD: Final = frozenset(
    {
        *("script", "style", "noscript", "template", "nav", "footer", "head", "iframe", "svg"),
        *("select", "button", "textarea", "object", "audio", "video", "math", "canvas"),
    }
)
_ENDS: Final = re.compile(rf"[{STOPS}][\"'\u201d\u2019\u00bb)]*$")


@dataclass(frozen=True, slots=True)
class Run:
    """Text between two block elements.

    Attributes:
        element: the block element that it stands in.
        linked: how many of its characters are in links.
        key: what it is known by, whatever its white space.
    """

    element: HtmlElement
    text: str
    linked: int
    key: str = field(compare=False)

    @property
    def is_link(self) -> bool:
        """Whether most of it leads elsewhere."""
        return 2 * self.linked > len(self.text)

    @property
    def is_paragraph(self) -> bool:
        """Whether it is long enough to be told from all others, and no link."""
        return _is_long(self.text) and not self.is_link

    @property
    def ends_as_sentence(self) -> bool:
        """Whether a stop ends it, perhaps inside a quotation."""
        return _ENDS.search(self.text) is not None

    @property
    def piece(self) -> Piece:
        """The block that it makes."""
        return Piece(_ROLES.get(str(self.element.tag), "paragraph"), self.text)


def runs_of(tree: HtmlElement) -> list[Run]:
    """Give the runs of a page in order, without what is not for reading."""
    return list(_runs(tree))


def key_of(text: str) -> str:
    """Give what a text is known by, whatever its white space."""
    return "".join(text[: 2 * _KEY_CHARACTERS].split())[:_KEY_CHARACTERS]


def text_of(element: HtmlElement) -> str:
    """Give all that can be read in an element on one line."""
    return " ".join(run.text for run in _runs(element))


def _is_long(text: str) -> bool:
    enough = len(text) >= PARAGRAPH_CHARACTERS
    # A third of as many letters may say as much.
    return enough or (
        3 * len(text) >= PARAGRAPH_CHARACTERS and weight_of(text) >= PARAGRAPH_CHARACTERS
    )


def _runs(tree: HtmlElement) -> Iterator[Run]:
    blocks = [tree]
    line: list[str] = []
    links = linked = 0
    walker = iterwalk(tree, events=("start", "end"))
    for event, element in walker:
        tag, starts = element.tag, event == "start"
        if starts and tag in _UNREAD:
            walker.skip_subtree()
            continue
        if tag == "a":
            links += 1 if starts else -1
        elif tag not in _INLINE:
            yield from _flushed(line, blocks[-1], linked)
            linked = 0
            _enter_or_leave(blocks, element, starts=starts)
        if not starts and element is tree:
            break
        if text := element.text if starts else element.tail:
            line.append(text)
            linked += len(text.strip()) if links > 0 else 0
    yield from _flushed(line, tree, linked)


def _flushed(line: list[str], element: HtmlElement, linked: int) -> Iterator[Run]:
    text = on_one_line("".join(line))
    line.clear()
    if text:
        yield Run(element, text, linked, key_of(text))


def _enter_or_leave(blocks: list[HtmlElement], element: HtmlElement, *, starts: bool) -> None:
    if element.tag == "br" or element.tag in _UNREAD:
        return
    if starts:
        blocks.append(element)
    else:
        blocks.pop()
