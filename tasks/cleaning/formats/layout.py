"""Lines of type to paragraphs: what stands on the pages of a PDF, in the order of reading.

A PDF has no paragraphs, only lines at places. What repeats at the edges of pages is taken out,
lines are joined again, and so are words that were divided at the end of a line: both are layout.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median_low

from tasks.cleaning.blocks import Piece, Role, on_one_line
from tasks.record import Removed

_EDGE_LINES = 2
"""How many lines at the top and at the bottom of a page may be running heads."""

_WIDER = 1.25
"""A gap between two lines that is wider than the usual one by this factor ends a paragraph."""

_INDENT = 0.8
"""By how much of its size a first line must stand in: less is an inexact left edge."""

_LARGER = 1.15
"""Type that is larger than that of the body by this factor is a heading."""

_SAME_SIZE = 0.05
"""The share by which sizes of one paragraph may differ: programs round them."""

_SHORT = 0.75
"""A line with less than this share of the characters of the longest is not full."""

_MOST_HEADING_CHARACTERS = 300
"""A longer paragraph is a lead in large type, and no heading."""

_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(r"[-\u2013\u2014\s]*\d{1,4}[-\u2013\u2014\s]*")
_ENDS = re.compile(r"[.!?:\u2026\u3002\uff01\uff1f][\"')\]\u2019\u201d\xbb\u300d]{0,4}$")
_BULLET = re.compile(r"[\u2022\u2023\u25aa\u25cf\u25e6\u2043\uf0b7]\s*")
# Every run has a limit, or a line of a hundred thousand letters would take minutes.
_DIVIDED = re.compile(r"(?<![\w-])([^\W\d_][\w-]{0,60})[-\u2010\xad]$")
_GOES_ON = re.compile(r"[^\W\d_]{1,60}")
_COMPOUND = re.compile(r"(?<!\w)[^\W\d_]{1,60}(?:-[^\W\d_]{1,60}){1,4}")
_UNSPACED = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
_LIGATURES = str.maketrans(
    {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
)


_Head = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of type.

    Attributes:
        left, base: where it begins, from the left and from the bottom of the page.
        size: of its type. Units: points, as are those of its place.
    """

    text: str
    left: float
    base: float
    size: float


@dataclass(frozen=True, slots=True)
class Layout:
    """What was on the pages.

    Attributes:
        largest: the words in the largest type of the first page, where that is larger than the
            body's.
    """

    pieces: list[Piece]
    removed: tuple[Removed, ...]
    largest: str | None


def laid_out(pages: Iterable[Iterable[Line]]) -> Layout:
    """Make paragraphs of the lines of pages, each in the order of reading."""
    read = [[_plain(line) for line in page if line.text.strip()] for page in pages]
    read, removed = _without_running_heads(read)
    lines = [line for page in read for line in page]
    body_size = _body_size(lines)
    compounds = {word.casefold() for line in lines for word in _COMPOUND.findall(line.text[:-1])}
    pieces = [
        Piece(_role(lines, body_size), text)
        for lines in _paragraphs(lines)
        if (text := _joined(lines, compounds))
    ]
    return Layout(pieces, removed, _largest(read[0] if read else [], body_size, compounds))


def _plain(line: Line) -> Line:
    text = on_one_line(line.text.translate(_LIGATURES))
    return Line(text, line.left, line.base, line.size)


# ------------------------------------------------------------------ running heads


def _without_running_heads(
    pages: Sequence[list[Line]],
) -> tuple[list[list[Line]], tuple[Removed, ...]]:
    """Take out page numbers, and what stands at the edges of several pages."""
    seen: Counter[_Head] = Counter()
    for page in pages:
        seen.update({_head(line) for line in _edges(page)})
    removed: dict[str, Removed] = {}
    kept: list[list[Line]] = []
    for page in pages:
        heads = [line for line in _edges(page) if _is_head(line, seen)]
        for line in heads:
            reason = f"stands at the edge of {seen[_head(line)]} pages"
            gone = Removed(kind="repeated", text=line.text, reason=reason)
            removed.setdefault(_head(line)[0], gone)
        kept.append([line for line in page if line not in heads])
    return kept, tuple(removed.values())


def _is_head(line: Line, seen: Counter[_Head]) -> bool:
    return seen[_head(line)] > 1 or _NUMBER.fullmatch(line.text) is not None


def _edges(page: list[Line]) -> list[Line]:
    """Give the lines that stand highest and lowest, whatever their order."""
    ordered = sorted(page, key=lambda line: -line.base)
    return ordered[:_EDGE_LINES] + ordered[max(_EDGE_LINES, len(ordered) - _EDGE_LINES) :]


def _head(line: Line) -> _Head:
    """Give what running heads share: words but for numbers, size, height on the page."""
    return _DIGITS.sub("#", line.text), round(line.size), round(line.base)


# ------------------------------------------------------------------ paragraphs


def _paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Put lines together that are one paragraph."""
    leading = _leadings(lines)
    widths = _widths(lines)
    paragraph = list(lines[:1])
    for line, following in pairwise(lines):
        size = round(line.size)
        if _is_break(line, following, leading.get(size, 0.0), widths[size]):
            yield paragraph
            paragraph = []
        paragraph.append(following)
    if paragraph:
        yield paragraph


def _is_break(line: Line, following: Line, leading: float, width: int) -> bool:
    """Say whether a paragraph ends between two lines."""
    if abs(line.size - following.size) > _SAME_SIZE * line.size or _BULLET.match(following.text):
        return True
    ends = _ENDS.search(line.text) is not None
    gap = line.base - following.base
    if gap <= 0:  # The text goes on at the top of another column or page.
        return ends and not following.text[:1].islower()
    if gap > _WIDER * leading:
        return True
    # Behind its bullet an item stands in.
    if following.left > line.left + _INDENT * line.size and not _BULLET.match(line.text):
        return ends or len(line.text) < _SHORT * width
    return ends and len(line.text) < _SHORT * width


def _leadings(lines: Sequence[Line]) -> dict[int, float]:
    """Give the usual gap between two lines, for each size of type."""
    gaps = defaultdict(list)
    for line, following in pairwise(lines):
        if round(line.size) == round(following.size) and following.base < line.base:
            gaps[round(line.size)].append(line.base - following.base)
    return {size: median_low(known) for size, known in gaps.items()}


def _widths(lines: Iterable[Line]) -> Counter[int]:
    """Give the characters of the longest line, for each size of type."""
    widths: Counter[int] = Counter()
    for line in lines:
        widths[round(line.size)] = max(widths[round(line.size)], len(line.text))
    return widths


def _body_size(lines: Iterable[Line]) -> float:
    """Give the size in which most of the characters are set."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return max(sizes, key=lambda size: sizes[size], default=0.0)


def _role(lines: Sequence[Line], body_size: float) -> Role:
    if _BULLET.match(lines[0].text):
        return "list"
    length = sum(len(line.text) for line in lines)
    is_large = lines[0].size > _LARGER * body_size
    return "heading" if is_large and length <= _MOST_HEADING_CHARACTERS else "paragraph"


def _largest(page: Sequence[Line], body_size: float, compounds: set[str]) -> str | None:
    """Give the first words in the largest type: numbers and initials of their own are none."""
    worded = [line for line in page if sum(map(str.isalpha, line.text)) > 1]
    size = max((line.size for line in worded), default=0.0)
    if size <= _LARGER * body_size:
        return None
    for is_largest, lines in groupby(page, lambda line: line.size >= size * (1 - _SAME_SIZE)):
        if is_largest:
            text = _joined(list(lines), compounds)
            return text if len(text) <= _MOST_HEADING_CHARACTERS else None
    return None


# ------------------------------------------------------------------ lines


def _joined(lines: Sequence[Line], compounds: set[str]) -> str:
    parts: list[str] = [_BULLET.sub("", lines[0].text, count=1)]
    for line in lines[1:]:
        parts[-1], glue = _end_of_line(parts[-1], line.text, compounds)
        parts += [glue, line.text]
    return on_one_line("".join(parts))


def _end_of_line(text: str, following: str, compounds: set[str]) -> tuple[str, str]:
    """Give a line as it goes on in the next one, and what stands between the two.

    The hyphen goes where the next line goes on in small letters. It stays where the word has
    another hyphen, or stands with this one in the middle of a line elsewhere.
    """
    divided, rest = _DIVIDED.search(text), _GOES_ON.match(following)
    if divided and rest:
        stem = divided[1]
        is_compound = "-" in stem or f"{stem}-{rest[0]}".casefold() in compounds
        keeps = text[-1] != "\xad" and (is_compound or not rest[0].islower())
        return (text if keeps else text[:-1]), ""
    is_unspaced = _UNSPACED.match(text[-1:]) and _UNSPACED.match(following)
    return text, "" if is_unspaced else " "
