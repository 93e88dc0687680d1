"""A number with the words that belong to it, and the spans whose numbers are told elsewhere."""

from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

Sort = Literal["money", "percent", "distance", "measure", "age", "number"]


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with the words that belong to it.

    Units: `start` and `end` in code points; `first`, `number` and `past` are indices of words.

    Attributes:
        first: where its qualifier begins, or else the number.
        number: where the number begins.
        past: what follows the number and its unit.
    """

    start: int
    end: int
    first: int
    number: int
    past: int
    sort: Sort
    value: float | None
    low: float | None = None
    high: float | None = None
    qualifier: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """Spans whose numbers are told elsewhere. Shape: in order. Units: code points."""

    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()

    def covers(self, start: int, end: int) -> bool:
        """Tell whether a span meets one of them."""
        before = bisect_right(self.starts, end - 1) - 1
        return before >= 0 and self.ends[before] > start
