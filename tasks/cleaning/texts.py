"""Plain text to paragraphs.

Text comes in three shapes: paragraphs between blank lines, one paragraph a line (pasted from a
page), and lines broken at a fixed width (mail, agencies, Markdown). Which it is, is told from
the lengths of the lines; a shape that is not plain is read as one paragraph a line.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from tasks.cleaning.blocks import Piece, on_one_line
from tasks.record import Block

_NARROWEST, _WIDEST = 40, 100
"""Code points a line of text that was broken at a fixed width: typewriters, mail, agencies."""

_MOST = 0.8
"""The share of line breaks that must look like those of a fixed width."""

_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_BLANK = re.compile(r"\r?\n[^\S\n]*\r?\n|\u2029")
_ENDS = re.compile(r"[.!?:\"')\]\u2026\u2019\u201d]$")

Span = tuple[int, int]


def pieces_of(text: str) -> list[Piece]:
    """Make paragraphs of a text, with its hard line breaks joined again."""
    return [Piece("paragraph", on_one_line(text[start:end])) for start, end in paragraphs_of(text)]


def blocks_of(text: str) -> tuple[Block, ...]:
    """Find the paragraphs of a text that is taken as it is: offsets are those of the input."""
    return tuple(
        Block(role="paragraph", start=start, end=end) for start, end in paragraphs_of(text)
    )


def paragraphs_of(text: str) -> list[Span]:
    """Find where paragraphs stand in a text.

    Shape: sorted, never overlapping, no white space at either end.
    """
    chunks = list(_chunks(text))
    wrapped = is_wrapped([_lines(text, chunk) for chunk in chunks])
    found: list[Span] = []
    for chunk in chunks:
        lines = _lines(text, chunk)
        if not wrapped:
            found += [span for _, span in lines]
        elif lines:
            found += _rejoined(lines)
    return found


def is_wrapped(chunks: list[list[tuple[str, Span]]]) -> bool:
    """Say whether lines were broken at a fixed width.

    A break was forced where the first word of the next line would not have fitted any more.
    Text with one paragraph a line has breaks after sentences, at any length.
    """
    breaks = [pair for lines in chunks for pair in pairwise(line for line, _ in lines)]
    width = max((len(line) for lines in chunks for line, _ in lines), default=0)
    if not breaks or not _NARROWEST <= width <= _WIDEST:
        return False
    forced = [pair for pair in breaks if _is_forced(*pair, width)]
    inside = [pair for pair in forced if not _ENDS.search(pair[0])]
    return len(forced) >= _MOST * len(breaks) and 2 * len(inside) >= len(forced)


def _is_forced(line: str, following: str, width: int) -> bool:
    word = following.split(maxsplit=1)[0]
    return len(line) + 1 + len(word) > width - _RAGGED


_RAGGED = 4
"""Code points by which a line that is full may fall short of the longest one."""


def _chunks(text: str) -> Iterator[Span]:
    start = 0
    for blank in _BLANK.finditer(text):
        yield start, blank.start()
        start = blank.end()
    yield start, len(text)


def _lines(text: str, chunk: Span) -> list[tuple[str, Span]]:
    found = []
    for match in _LINE.finditer(text, *chunk):
        line = match[0].strip()
        if line:
            start = match.start() + match[0].index(line)
            found.append((line, (start, start + len(line))))
    return found


def _rejoined(lines: list[tuple[str, Span]]) -> list[Span]:
    """Join the lines of a chunk, apart from those that end early and end a sentence."""
    width = max(len(line) for line, _ in lines)
    spans: list[Span] = []
    start = lines[0][1][0]
    for (line, (_, end)), (following, (next_start, _)) in pairwise(lines):
        if _ENDS.search(line) and not _is_forced(line, following, width):
            spans.append((start, end))
            start = next_start
    return [*spans, (start, lines[-1][1][1])]
