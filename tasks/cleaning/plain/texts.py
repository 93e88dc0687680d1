"""Plain text to paragraphs.

Text comes in three shapes: paragraphs between blank lines, one paragraph a line (pasted from a
page), and lines broken at a fixed width (mail, agencies, Markdown). Which it is, is told from
the lengths of the lines; a shape that is not plain is read as one paragraph a line.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, pairwise

from tasks.cleaning.blocks import Piece, Role, on_one_line
from tasks.cleaning.clutter import Cleared, clear, cleared
from tasks.cleaning.clutter.boxes import mark_boxes
from tasks.cleaning.clutter.lines import Line, Story, story_of
from tasks.cleaning.clutter.repeats import mark_repeats
from tasks.cleaning.plain.openings import Opening, read_opening
from tasks.record import Block

_NARROWEST, _WIDEST = 40, 100
"""Code points a line of text that was broken at a fixed width: typewriters, mail, agencies."""

_RAGGED = 4
"""Code points by which a line that is full may fall short of the longest one."""

_MOST = 0.8
"""The share of line breaks that must look like those of a fixed width."""

_MOST_LINES = 20_000
_MOST_CHARACTERS = 1_000_000
"""So much of a text is read line by line, many times what is read of one later on. The rest is kept
as one paragraph: without a limit ten megabytes of short lines cost a minute and gigabytes."""

_BREAK = re.compile(r"[\n\r\v\f\x85\u2028\u2029]")
_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_BLANK = re.compile(r"\r?\n[^\S\n]*\r?\n|\u2029")
_ENDS = re.compile(r"[.!?:\"')\]\u2026\u2019\u201d]$")

_LIST_MARK = re.compile(r"[-*\u2022\u25aa\u25cf\u25e6\u2023\xb7]\s|\d{1,2}[.)]\s")

_LONGEST_HEADING = 14
"""Words of a line without a stop that may be the heading of the paragraphs below it."""

Span = tuple[int, int]


def read_text(text: str, title: str | None) -> tuple[Opening, Cleared]:
    """Read a text without markup: what it says of itself, its body, and what is no part of it.

    Args:
        text: lines as they were copied.
        title: the headline, where the caller knows it.
    """
    read, rest = parted(text)
    return read_pieces(pieces_of(read), title, titled=False, rest=rest)


def read_pieces(
    pieces: list[Piece], title: str | None, *, titled: bool, rest: str = ""
) -> tuple[Opening, Cleared]:
    """Read the pieces of a text.

    Args:
        pieces: all that is read of it, in order.
        title: the headline, where it is known.
        titled: whether the pieces have roles, and a headline that is no longer looked for.
        rest: what is kept as it is (`parted`).
    """
    story = story_of(pieces)
    mark_boxes(story, title or next((piece.text for piece in pieces), None))
    if titled:
        mark_repeats(story, title)
    opening = read_opening(story, titled=titled)
    clear(story, title or opening.title)
    for place, line in enumerate(() if titled else story.lines):
        line.piece = Piece(_role(story, place, line), line.text)
    body = cleared(story)
    if unread := on_one_line(rest):
        body = replace(body, pieces=[*body.pieces, Piece("paragraph", unread)])
    return opening, body


def _role(story: Story, place: int, line: Line) -> Role:
    if _LIST_MARK.match(line.text):
        beside = (*story.lines[max(place - 1, 0) : place], *story.lines[place + 1 : place + 2])
        if any(_LIST_MARK.match(other.text) for other in beside):
            return "list"
    if not (line.is_bare and line.text[0].isupper() and len(line.words) <= _LONGEST_HEADING):
        return "paragraph"
    before, after = story.before(place), story.after(place)
    is_alone = before is None or before.form != "bare"
    is_above_text = after is not None and after.is_paragraph
    return "heading" if is_alone and is_above_text and story.is_punctuated else "paragraph"


def parted(text: str) -> tuple[str, str]:
    """Part what is read of a text line by line from the rest, between two lines if there are."""
    breaks = [match.end() for match in islice(_breaks(text), _MOST_LINES)]
    if len(breaks) < _MOST_LINES and len(text) <= _MOST_CHARACTERS:
        return text, ""
    end = breaks[-1] if breaks else _MOST_CHARACTERS
    return text[:end], text[end:]


def _breaks(text: str) -> Iterator[re.Match[str]]:
    return _BREAK.finditer(text, 0, _MOST_CHARACTERS)


def pieces_of(text: str) -> list[Piece]:
    """Make paragraphs of a text, with its hard line breaks joined again."""
    lines = (on_one_line(text[start:end]) for start, end in paragraphs_of(text))
    # A line of zero-width spaces has characters, and nothing to read.
    return [Piece("paragraph", line) for line in lines if line]


def blocks_of(text: str) -> tuple[Block, ...]:
    """Find the paragraphs of a text that is taken as it is: offsets are those of the input."""
    read, rest = parted(text)
    spans = paragraphs_of(read)
    if unread := rest.strip():
        start = len(read) + rest.index(unread)
        spans.append((start, start + len(unread)))
    return tuple(Block(role="paragraph", start=start, end=end) for start, end in spans)


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
