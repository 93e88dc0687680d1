"""The body of a page where the first choice found next to none: other ways, and the best of them.

The measure is the length of what was found. Another way is taken only where it has found at least
twice as much.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from lxml.html import HtmlElement

from tasks.cleaning.access.sight import unspaced
from tasks.cleaning.blocks import Piece
from tasks.cleaning.runs import PARAGRAPH_CHARACTERS, Run

_SHORT_CHARACTERS: Final = 400
"""A body with more prose than this is what the page has; most short news have more."""

_MANY: Final = 3
"""Blocks of a page in one; a paragraph of a page without markup may hold two."""

_HELD_SHARE: Final = 0.9
"""The share of a page's blocks that are in one when it is all of the page."""

_BETTER: Final = 2
"""How many times the prose another way must have found."""


def prose_of(pieces: Iterable[Piece]) -> int:
    """Give how many characters of paragraphs there are."""
    return sum(len(p.text) for p in pieces if len(p.text) >= PARAGRAPH_CHARACTERS)


def is_short(pieces: Iterable[Piece], shown: int) -> bool:
    """Say whether a body is short, on a page that shows at least twice as much prose."""
    prose = prose_of(pieces)
    return prose < _SHORT_CHARACTERS and shown >= _BETTER * max(prose, PARAGRAPH_CHARACTERS)


def best_of(pieces: list[Piece], others: Iterable[list[Piece]]) -> list[Piece]:
    """Choose among bodies: the first, unless another is at least twice as long."""
    best = max(others, key=_length, default=pieces)
    return best if _length(best) >= _BETTER * max(_length(pieces), 1) else pieces


def holds_many(piece: Piece, runs: Iterable[Run]) -> bool:
    """Say whether one block is all of a page: its paragraphs, and what stands around them.

    Where trafilatura finds no article, as on short pages in Chinese, it gives the whole page so.
    """
    text = unspaced(piece.text)
    held = [unspaced(run.text) for run in runs if not run.is_link]
    inside = sum(len(words) < len(text) and words in text for words in held)
    return inside >= _MANY and inside >= _HELD_SHARE * len(held)


def densest(runs: Sequence[Run]) -> list[Piece]:
    """Give what stands in the container that holds most of the page's paragraphs itself."""
    held = _held(run for run in runs if run.is_paragraph)
    # Of the shortest news no paragraph is long enough to be told from a label.
    held = held or _held(run for run in runs if not run.is_link)
    if not held:
        return []
    container = held.most_common(1)[0][0]
    inside = set(container.iter("*"))
    return [run.piece for run in runs if run.element in inside and not run.is_link]


def _held(runs: Iterable[Run]) -> Counter[HtmlElement]:
    held: Counter[HtmlElement] = Counter()
    for run in runs:
        parent = run.element.getparent()
        if parent is not None:
            held[parent] += len(run.text)
    return held


def _length(pieces: Iterable[Piece]) -> int:
    return sum(len(piece.text) for piece in pieces)
