"""An expression of time while it is read: what it says, before and after it is dated."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from tasks.extraction.dates.lexing import Lexed, Token
from tasks.extraction.dates.reckoning import Recurring, Yearly, nearest, plus, written
from tasks.extraction.dates.words import Modifier, Value
from tasks.record import DatePrecision

Kind = Literal["date", "time", "duration", "set"]
Part = Literal["morning", "afternoon", "evening", "night"]
_FAR_AHEAD = 310
"""Units: days. Nobody names a day so far ahead without its year; `_LONG_AGO` likewise."""

_LONG_AGO = -330

_LONG: dict[DatePrecision | None, int] = {"month": 28, "quarter": 90, "season": 90, "weekend": 2}
"""What lasts for several days. Units: the fewest that it has."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A time that the text names.

    Units: `first` and `end` are a half-open pair of indices of tokens.

    Attributes:
        start: the first day of it; None where that is not known (yet).
        recurring: what it is one of, where no year is named, or no week.
        code: the value of what lies not on a calendar: a duration or a set.
        end_code: the longer duration of a range.
        clock: `HH:MM`, with `Z` where the text says that it is universal time.
        until: the end of a range.
        relative: its day depends on that of the publication.
        away: how many units it lies from the time that was named before.
    """

    first: int
    end: int
    precision: DatePrecision | None
    kind: Kind = "date"
    start: date | None = None
    recurring: Recurring | None = None
    code: str | None = None
    end_code: str | None = None
    clock: str | None = None
    part: Part | None = None
    modifier: Modifier | None = None
    until: "Expression | None" = None
    relative: bool = False
    away: tuple[int, str] | None = None

    @property
    def is_day(self) -> bool:
        """Whether it is a day or a part of one, known or to be known."""
        return self.precision in {"day", "part"} and bool(self.start or self.recurring)

    def dated(self, day: date | None, *, future: bool | None) -> "Expression":
        """Say which one of what recurs is meant, seen from a day."""
        if self.start or not self.recurring or not day:
            return self
        if future and self.precision in _LONG:
            # The one that has begun is ahead too, until it is over.
            day = plus(day, 1 - _LONG[self.precision], "D")
        start = nearest(self.recurring, day, future=future)
        is_told = isinstance(self.recurring, Yearly) and self.recurring.weekday is not None
        if self.precision in {"day", "part"} and not is_told:
            start = self._within_a_year(self.recurring, start, day)
        return replace(self, start=start, relative=True)

    @staticmethod
    def _within_a_year(recurring: Recurring, start: date, day: date) -> date:
        """Give the nearer one where another would be named with its year, whatever the tense."""
        days = (start - day).days
        if days > _FAR_AHEAD:
            return recurring.last(day)
        return recurring.next(day) if days < _LONG_AGO else start

    @property
    def value(self) -> str | None:
        """The value in ISO 8601 or EDTF; None where it is not known."""
        if self.code:
            return self.code
        if self.clock:
            return f"{self.start.isoformat() if self.start else ''}T{self.clock}"
        return written(self.start, self.precision) if self.start and self.precision else None

    @property
    def end_value(self) -> str | None:
        """The value of the end, inclusive."""
        if self.until:
            return self.until.value
        if self.precision == "weekend" and self.value:
            return plus(date.fromisoformat(self.value), 1, "D").isoformat()
        return self.end_code


@dataclass(frozen=True, slots=True)
class Phrase:
    """The tokens that one rule of the grammar has matched."""

    lexed: Lexed
    first: int
    end: int
    today: date | None

    def token(self, classes: str) -> Token | None:
        """Give the first token of one of these classes."""
        return next(iter(self.tokens(classes)), None)

    def tokens(self, classes: str) -> list[Token]:
        """Give all tokens of these classes."""
        found = self.lexed.classes[self.first : self.end]
        return [
            token
            for letter, token in zip(found, self.lexed.tokens[self.first : self.end], strict=True)
            if letter in classes
        ]

    def number(self, classes: str, default: int = 0) -> int:
        """Give the value of the first token of some classes as a whole number."""
        token = self.token(classes)
        return int(token.value) if token else default

    def value(self, classes: str) -> Value | None:
        """Give the value of the first token of some classes."""
        token = self.token(classes)
        return token.value if token else None

    @property
    def classes(self) -> str:
        """The letters of its tokens."""
        return self.lexed.classes[self.first : self.end]

    def says(self, precision: DatePrecision | None, **fields: object) -> Expression:
        """Make an expression of the tokens."""
        return replace(Expression(self.first, self.end, precision), **fields)  # type: ignore[arg-type]
