"""The body of an article out of its page: trafilatura finds it, this makes blocks of it.

What only the words of a line give away is left to `clutter`.
"""

import re
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass

from lxml.etree import _Element, iterwalk
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import Document
from trafilatura.utils import line_processing, trim

from tasks.cleaning.blocks import Piece, Role, on_one_line
from tasks.cleaning.body.boxes import Cut, cut_boxes
from tasks.cleaning.body.leads import lead_of
from tasks.cleaning.body.linked import headlines_in
from tasks.cleaning.body.lost import with_lost
from tasks.cleaning.body.rescue import best_of, densest, holds_many, is_short
from tasks.cleaning.runs import Run, key_of, runs_of
from tasks.cleaning.structured import Claims, words_of
from tasks.record import Caption, Removed
from tasks.urls.normal import site_of

# The names of elements are trafilatura's own, not those of HTML.
_ROLES: dict[str, Role] = {"head": "heading", "quote": "quote", "list": "list", "item": "list"}
_BLOCKS = frozenset({"body", "div", "p", "head", "quote", "list", "item", "table", "row", "code"})
_LINE_BREAK = "\x00"
"""Stands for `<br>`. No text has it: decoding takes NUL away."""

_GOES_ON = re.compile(r"[^.!?:;\"\u2026\u2019\u201d)]\s*\x00\s*(?=[a-zà-öø-ÿ(])")


@dataclass(frozen=True, slots=True)
class Body:
    """The body of an article.

    Attributes:
        pieces: its blocks, in order.
        captions: of the pictures in it.
        removed: what stood in it and is no part of it.
    """

    pieces: list[Piece]
    captions: tuple[Caption, ...] = ()
    removed: tuple[Removed, ...] = ()


def body_of(
    tree: HtmlElement, url: str | None = None, *, claims: Claims, title: str | None = None
) -> Body:
    """Find the body of the article. It is empty when the page has no text.

    What is around the text is cut out of a copy of the tree first; what was lost is put back.

    Args:
        tree: the page, which stays as it is.
        url: where it was found.
        claims: what the page says of itself.
        title: of the article, under which its lead stands.
    """
    tidy = copy(tree)
    runs = runs_of(tidy)
    prose = sum(len(run.text) for run in runs if run.is_paragraph)
    host = site_of(url) or ""
    cuts = cut_boxes(tidy, prose, host)
    gone = {element for cut in cuts for element in cut.element.iter("*")}
    shown = [run for run in runs if run.element not in gone]
    stated = _stated(claims)
    pieces = _extracted(tidy, url)
    if is_short(pieces, max(prose, len(stated or ""))):
        pieces = best_of(pieces, _other_ways(tidy, url, shown, stated))
    if len(pieces) == 1 and holds_many(pieces[0], shown):
        pieces = densest(shown) or pieces
    headlines = {run.key for run in runs if run.element in gone and run.is_link}
    pieces = [piece for piece in pieces if key_of(piece.text) not in headlines]
    pieces = with_lost(pieces, shown, stated)
    lead = lead_of(shown, pieces, title, claims)
    captions, removed = _told(cuts, runs, pieces)
    pieces, teasers = _without_headlines([*lead, *pieces], shown, host)
    return Body(_without_last_headings(pieces), captions, (*removed, *teasers))


def _extracted(tree: HtmlElement, url: str | None, *, more: bool = False) -> list[Piece]:
    """Let trafilatura find the body.

    `deduplicate` is never passed on: it remembers paragraphs over all pages of a process, and
    then drops them (trafilatura issue 778, still so in 2.3.1). Its caches hold the last 1024 texts
    each, whatever their length, and are of use within a page only.
    """
    found = bare_extraction(tree, url=url, include_comments=False, favor_recall=more)
    line_processing.cache_clear()
    trim.cache_clear()
    return list(_pieces(found.body)) if isinstance(found, Document) else []


def _other_ways(
    tree: HtmlElement, url: str | None, shown: list[Run], stated: str | None
) -> Iterator[list[Piece]]:
    yield _extracted(tree, url, more=True)
    yield densest(shown)
    yield [Piece("paragraph", stated)] if stated else []


def _stated(claims: Claims) -> str | None:
    return words_of(claims.article.get("articleBody"))


def _without_headlines(
    pieces: list[Piece], shown: list[Run], host: str
) -> tuple[list[Piece], list[Removed]]:
    """Take paragraphs away that only lead to other articles."""
    keys = {key_of(piece.text) for piece in pieces}
    headlines = headlines_in([run for run in shown if run.key in keys], host)
    known = {run.key for run in headlines}
    removed = [
        Removed(kind="teaser", text=run.text, reason="leads to another article")
        for run in headlines
    ]
    return [piece for piece in pieces if key_of(piece.text) not in known], removed


def _without_last_headings(pieces: list[Piece]) -> list[Piece]:
    """Take headings away that nothing follows: what they announced is no part of the body."""
    end = len(pieces)
    while end > 1 and pieces[end - 1].role == "heading":
        end -= 1
    return pieces[:end]


def _told(
    cuts: list[Cut], runs: list[Run], pieces: list[Piece]
) -> tuple[tuple[Caption, ...], tuple[Removed, ...]]:
    """Tell of what was cut inside the article."""
    captions: list[Caption] = []
    removed: list[Removed] = []
    within = _within(runs, pieces)
    for cut in cuts:
        if cut.parent not in within and within.isdisjoint(cut.element.iter("*")):
            continue
        if isinstance(cut.what, Caption):
            captions.append(cut.what)
        elif cut.what is not None:
            removed.append(cut.what)
    return tuple(captions), tuple(removed)


def _within(runs: list[Run], pieces: list[Piece]) -> set[HtmlElement]:
    """Give what holds text between the headline and the last paragraph, and what holds that."""
    known = {key_of(piece.text) for piece in pieces}
    places = [n for n, run in enumerate(runs) if run.is_paragraph and run.key in known]
    if not places:
        return set()
    before = [n for n, run in enumerate(runs[: places[0]]) if run.element.tag == "h1"]
    start = before[-1] if before else places[0]
    holders = {runs[place].element.getparent() for place in places}
    return {run.element for run in runs[start : places[-1] + 1]} | (holders - {None})


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
