"""The body of an article out of its page: trafilatura finds it, this makes blocks of it."""

import re
from collections.abc import Iterable, Iterator

from lxml.etree import _Element, iterwalk
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import Document

from tasks.cleaning.blocks import Piece, Role, on_one_line
from tasks.cleaning.titles import same_words
from tasks.record import Removed

_ROLES: dict[str, Role] = {"head": "heading", "quote": "quote", "list": "list", "item": "list"}
_BLOCKS = frozenset({"body", "div", "p", "head", "quote", "list", "item", "table", "row", "code"})
_LINE_BREAK = "\x00"
"""Stands for `<br>`. No text has it: decoding takes NUL away."""

_SHORTEST_REPEATED = 40
"""Code points from which a paragraph that comes twice is a fault of the page, and no refrain."""

_GOES_ON = re.compile(r"[^.!?:;\"\u2026\u2019\u201d)]\s*\x00\s*(?=[a-zà-öø-ÿ(])")


def body_of(tree: HtmlElement, url: str | None = None) -> list[Piece]:
    """Find the body of the article. It is empty when the page has no text.

    `deduplicate` is never passed on: it remembers paragraphs over all pages of a process, and
    then drops them (trafilatura issue 778, still so in 2.3.1).
    """
    found = bare_extraction(tree, url=url, include_comments=False)
    return list(_pieces(found.body)) if isinstance(found, Document) else []


def without_repeats(
    pieces: Iterable[Piece], title: str | None
) -> tuple[list[Piece], tuple[Removed, ...]]:
    """Take away the headline where it stands in the body again, and paragraphs that come twice."""
    kept: list[Piece] = []
    removed: list[Removed] = []
    seen: set[str] = set()
    for piece in pieces:
        text = piece.text
        if title and piece.role == "heading" and same_words(text, title):
            removed.append(Removed(kind="title", text=text, reason="the same as the title"))
        elif text in seen:
            removed.append(Removed(kind="repeated", text=text, reason="stands above already"))
        else:
            kept.append(piece)
            seen |= {text} if len(text) >= _SHORTEST_REPEATED else set()
    return kept, tuple(removed)


def _pieces(body: _Element) -> Iterator[Piece]:
    roles: list[Role] = ["paragraph"]
    line: list[str] = []
    walker = iterwalk(body, events=("start", "end"))
    for event, element in walker:
        is_block = element.tag in _BLOCKS
        if is_block:
            yield from _flushed(line, roles[-1])
        if event == "start":
            if is_block:
                roles.append(_role(element, roles[-1]))
            line.append(_opening(element))
            if element.tag == "row":
                walker.skip_subtree()
        else:
            if is_block:
                roles.pop()
            line.append(_closing(element))
    yield from _flushed(line, roles[-1])


def _role(element: _Element, outer: Role) -> Role:
    return outer if outer != "paragraph" else _ROLES.get(str(element.tag), "paragraph")


def _opening(element: _Element) -> str:
    if element.tag == "lb":
        return _LINE_BREAK
    if element.tag == "row":
        cells = (on_one_line(" ".join(map(str, cell.itertext()))) for cell in element)
        return " | ".join(cell for cell in cells if cell)
    return element.text or ""


def _closing(element: _Element) -> str:
    return element.tail or ""


def _flushed(line: list[str], role: Role) -> Iterator[Piece]:
    # A line break inside a sentence is layout; any other ends a paragraph.
    whole = _GOES_ON.sub(lambda match: match[0].replace(_LINE_BREAK, " "), "".join(line))
    line.clear()
    for part in whole.split(_LINE_BREAK):
        text = on_one_line(part)
        if text:
            yield Piece(role, text)
