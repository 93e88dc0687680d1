"""Which elements two sequences share, in order: the lines, or the words, of two texts.

Source: patience diff (Bram Cohen). What stands once in both is matched first, then what is between
the matches in the same way. That takes time n log n, where the longest common sequence takes n².
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

MOST_DEPTH: Final = 12
"""How often what is between two matches is looked at again."""


class Stretch(NamedTuple):
    """A stretch `[first, last)` of one sequence, and the one of the other that stands for it."""

    first: int
    last: int
    other_first: int
    other_last: int
    same: bool


class _Gap(NamedTuple):
    first: int
    last: int
    other_first: int
    other_last: int
    depth: int


def stretches(before: Sequence[str], now: Sequence[str]) -> list[Stretch]:
    """Cut two sequences into stretches that are the same, and the ones between that differ."""
    matches = [*_merged(sorted(_matches(before, now))), Stretch(*_end(before, now), same=True)]
    found: list[Stretch] = []
    at, other_at = 0, 0
    for match in matches:
        if at < match.first or other_at < match.other_first:
            found.append(Stretch(at, match.first, other_at, match.other_first, same=False))
        if match.first < match.last:
            found.append(match)
        at, other_at = match.last, match.other_last
    return found


def _end(before: Sequence[str], now: Sequence[str]) -> tuple[int, int, int, int]:
    return len(before), len(before), len(now), len(now)


def _matches(before: Sequence[str], now: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the places of all elements that are matched."""
    gaps = [_Gap(0, len(before), 0, len(now), 0)]
    while gaps:
        first, last, other, other_last, depth = gaps.pop()
        while first < last and other < other_last and before[first] == now[other]:
            yield first, other
            first, other = first + 1, other + 1
        while first < last and other < other_last and before[last - 1] == now[other_last - 1]:
            last, other_last = last - 1, other_last - 1
            yield last, other_last
        if first == last or other == other_last or depth == MOST_DEPTH:
            continue
        anchors = _anchors(before[first:last], now[other:other_last])
        places = [(first + one, other + two) for one, two in anchors]
        yield from places
        edges = [(first - 1, other - 1), *places, (last, other_last)]
        if places:
            gaps += [
                _Gap(one + 1, next_one, two + 1, next_two, depth + 1)
                for (one, two), (next_one, next_two) in pairwise(edges)
            ]


def _anchors(before: Sequence[str], now: Sequence[str]) -> list[tuple[int, int]]:
    """Give the elements that stand once in both, as many as are in order in both."""
    counts, other_counts = Counter(before), Counter(now)
    places = {word: place for place, word in enumerate(now) if other_counts[word] == 1}
    return _ascending(
        [
            (place, places[word])
            for place, word in enumerate(before)
            if counts[word] == 1 and word in places
        ]
    )


def _ascending(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give the longest row of pairs that ascend on both sides, out of pairs sorted by the first."""
    tails: list[int] = []
    ends: list[int] = []
    earlier: list[int | None] = []
    for number, (_, place) in enumerate(pairs):
        length = bisect_left(tails, place)
        earlier.append(ends[length - 1] if length else None)
        tails[length : length + 1] = [place]
        ends[length : length + 1] = [number]
    row: list[tuple[int, int]] = []
    at = ends[-1] if ends else None
    while at is not None:
        row.append(pairs[at])
        at = earlier[at]
    return row[::-1]


def _merged(matches: list[tuple[int, int]]) -> Iterator[Stretch]:
    """Yield the stretches of neighbouring matches."""
    stretch: Stretch | None = None
    for one, other in matches:
        if stretch and (stretch.last, stretch.other_last) == (one, other):
            stretch = stretch._replace(last=one + 1, other_last=other + 1)
            continue
        if stretch:
            yield stretch
        stretch = Stretch(one, one + 1, other, other + 1, same=True)
    if stretch:
        yield stretch
