"""Quotation marks of the press: which of them open, which close, and which are apostrophes.

Pure text. A pair never crosses a paragraph: what is left open ends with its paragraph, or goes on
in the next one where that opens with the same mark anew, which is for the caller to see.
"""

import re
from dataclasses import dataclass, field
from typing import Final

PAIRS: Final[dict[str, frozenset[str]]] = {
    "\u201c": frozenset({"\u201d", '"'}),
    "\u2018": frozenset({"\u2019", "'"}),
    "\u201e": frozenset({"\u201c", "\u201d"}),
    "\u201a": frozenset({"\u2018", "\u2019"}),
    "\xab": frozenset({"\xbb"}),
    "\u2039": frozenset({"\u203a"}),
    '"': frozenset({'"', "\u201d"}),
    "'": frozenset({"'"}),
    "``": frozenset({"''", '"'}),
    "\u201d": frozenset({"\u201d"}),
    "\xbb": frozenset({"\xab", "\xbb"}),
    "\u203a": frozenset({"\u2039"}),
}
"""The marks that close what a mark opens. Some papers open with what others close with, and some
mix straight marks with curly ones."""

_MARK = re.compile("``|''|[\"'\u2018\u2019\u201a\u201c\u201d\u201e\xab\xbb\u2039\u203a]")
_SINGLE = frozenset("\u2018\u201a'")
_APOSTROPHES = frozenset("\u2018\u2019'")
_NEVER_OPEN = frozenset({"\u2019", "''"})
_ONLY_OPEN = frozenset({"\u201c", "\u201e", "\u201a", "\xab", "\u2039", "``"})
_STRAIGHT = frozenset("\"'")
_SPACED = frozenset("\xab\xbb\u2039\u203a")
"""French papers set a space within these."""

_BEFORE_OPENING = frozenset("([{/-\u2010\u2011\u2012\u2013\u2014\u2026:\xbf\xa1")
_AROUND_CLOSING = frozenset(".,!?;:\u2026\u2013\u2014")
_CLIPPED = re.compile(r"(?:tis|twas|em|n|\d0s)\b", re.IGNORECASE)
"""What an apostrophe begins: 'tis, the '90s, rock 'n' roll."""

_WITHIN_SPEECH = re.compile(r"(?:[sxz]|in|['\u2018\u2019]n)['\u2019] [a-z]")
"""The players' union, goin' home, rock 'n' roll."""

_LOOK_BEHIND = 5
"""Code points before a mark that show whether it opens a sentence."""

_LOOK_AHEAD = 400
"""Code points behind an apostrophe in which another mark may close what is open."""


@dataclass(slots=True)
class Marked:
    """A piece of text between quotation marks.

    Units: half-open pairs of code points; `start` and `end` lie within the marks, `outer_start`
    and `outer_end` around them.

    Attributes:
        opener: the mark that opens it.
        closed: whether a mark closes it; else it ends with its paragraph.
        inner: what is marked within it.
    """

    opener: str
    outer_start: int
    start: int
    end: int
    outer_end: int
    closed: bool = False
    inner: "list[Marked]" = field(default_factory=list)


def marked(text: str, start: int, end: int) -> list[Marked]:
    """Find the pieces of a paragraph between quotation marks, outermost only.

    Shape: in order, never overlapping, never empty.
    """
    scanner = _Scanner(text, start, end)
    for match in _MARK.finditer(text, start, end):
        scanner.read(match[0], match.start(), match.end())
    return [piece for piece in scanner.finished() if piece.start < piece.end]


class _Scanner:
    """What is open while the marks of a paragraph are read from left to right."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text, self._start, self._end = text, start, end
        self._open: list[Marked] = []
        self._found: list[Marked] = []

    def read(self, mark: str, at: int, after: int) -> None:
        """Read the next mark: it closes what is open, opens a piece, or is an apostrophe."""
        before = self._text[at - 1] if at > self._start else ""
        behind = self._text[after] if after < self._end else ""
        if mark in _APOSTROPHES and self._is_apostrophe(at, before, behind):
            return
        depth = self._closes(mark, before, behind)
        if depth is not None:
            self._finish(depth, at, after, closed=True)
        elif self._opens(mark, at, before, behind):
            self._begin(mark, at, after)

    def finished(self) -> list[Marked]:
        """End with the paragraph what is still open."""
        if self._open:
            outermost = self._open[0]
            if outermost.opener in _SINGLE and not self._opens_sentence(outermost):
                # It was an apostrophe.
                self._found += outermost.inner
                self._open.clear()
            else:
                self._finish(0, self._end, self._end)
        return self._found

    def _opens_sentence(self, piece: Marked) -> bool:
        before = self._text[
            max(self._start, piece.outer_start - _LOOK_BEHIND) : piece.outer_start
        ].rstrip()
        begins = not before or before[-1] in _AROUND_CLOSING or before[-1] in _APOSTROPHES
        return begins and self._text[piece.start : piece.start + 1].isupper()

    def _is_apostrophe(self, at: int, before: str, behind: str) -> bool:
        if before.isalnum() and behind.isalnum():
            return True
        if not before.isalnum():
            return _CLIPPED.match(self._text, at + 1, self._end) is not None
        start = max(self._start, at - 2)
        is_within = any(
            _WITHIN_SPEECH.match(self._text, place, self._end) for place in (at - 1, start)
        )
        return is_within and self._closes_later(at + 1)

    def _closes_later(self, after: int) -> bool:
        """Whether another single mark closes speech behind this one, before any other opens."""
        for match in _MARK.finditer(self._text, after, min(self._end, after + _LOOK_AHEAD)):
            before, behind = self._text[match.start() - 1], self._text[match.end() :][:1]
            if match[0] not in _APOSTROPHES or (before.isalnum() and behind.isalnum()):
                continue
            if match[0] == "\u2018" or before.isspace():
                return False
            return before in _AROUND_CLOSING or behind in _AROUND_CLOSING
        return False

    def _closes(self, mark: str, before: str, behind: str) -> int | None:
        """Give how deep the piece stands that a mark closes; None where it closes none."""
        if mark in _STRAIGHT and (behind.isalnum() or (before.isspace() and behind.strip())):
            return None
        if mark in _APOSTROPHES and before.isspace():
            return None
        depths = range(len(self._open) - 1, -1, -1)
        return next((depth for depth in depths if mark in PAIRS[self._open[depth].opener]), None)

    def _opens(self, mark: str, at: int, before: str, behind: str) -> bool:
        if mark in _NEVER_OPEN or not behind or (behind.isspace() and mark not in _SPACED):
            return False
        if mark in _ONLY_OPEN or not before or before.isspace() or before in _BEFORE_OPENING:
            return True
        return bool(self._open) and self._open[-1].start == at

    def _begin(self, mark: str, at: int, after: int) -> None:
        for depth, piece in enumerate(self._open):
            if piece.opener == mark:
                # Nothing stands within its own kind: the first one was left open.
                self._finish(depth, at, at)
                break
        start = after
        while start < self._end and self._text[start].isspace():
            start += 1
        self._open.append(Marked(mark, at, start, start, start))

    def _finish(self, depth: int, end: int, outer_end: int, *, closed: bool = False) -> None:
        """Take a piece, and what was left open within it, off the open ones."""
        piece = self._open[depth]
        while end > piece.start and self._text[end - 1].isspace():
            end -= 1
        piece.end, piece.outer_end, piece.closed = end, max(end, outer_end), closed
        del self._open[depth:]
        (self._open[-1].inner if self._open else self._found).append(piece)
