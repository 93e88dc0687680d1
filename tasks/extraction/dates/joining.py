"""Expressions that are one: a clock and its day, the ends of a range, and the words in front."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from tasks.extraction.dates.expressions import Expression, Part
from tasks.extraction.dates.lexing import Lexed
from tasks.extraction.dates.reckoning import Yearly
from tasks.extraction.dates.words import Modifier, Value

_CLOCK_TO_DAY = re.compile(r",?(?:i?t?|O)$")
_TO = re.compile(r"(?:2[it]?|[-~])$")
_AND = re.compile(r"&[it]?$")
_FRONT = re.compile(r"(?:t?e-?i?t?|li?|t?bOt?|t?o-?hOt?|tUOt?)$")
_LIST = re.compile(r"(?:,|,?&)i?$")
_LONGEST_FRONT = 5
"""Tokens that may stand in front of an expression and belong to it."""

_HALVES: dict[Value, Modifier] = {
    "early": "early", "mid": "mid", "late": "late", "earlier": "early", "later": "late",
    1: "early", 2: "late",
}  # fmt: skip
"""Which part is meant, by the value of the word in front; 1 and 2 are halves."""

_PARTS: dict[Modifier, Part] = {"early": "morning", "late": "evening"}


Join = Callable[[Expression, Expression, Lexed], Expression | None]


def joined(found: Iterable[Expression], lexed: Lexed) -> list[Expression]:
    """Join what belongs together. Shape: in order, never overlapping."""
    times = _folded(_fronted(_folded(found, lexed, with_clock), lexed), lexed, as_range)
    return _with_years(times, lexed)


def _with_years(found: list[Expression], lexed: Lexed) -> list[Expression]:
    """Give the months of 'June, July and August 2007' the year of the last."""
    for place in range(len(found) - 2, -1, -1):
        one, following = found[place], found[place + 1]
        is_list = _LIST.match(lexed.classes[one.end : following.first]) is not None
        is_dated = following.start is not None and not following.relative
        is_open = isinstance(one.recurring, Yearly) and one.start is None and one.until is None
        if is_list and is_dated and is_open and one.precision == following.precision:
            found[place] = replace(one.dated(following.start, future=False), relative=False)
    return found


def _folded(found: Iterable[Expression], lexed: Lexed, join: Join) -> list[Expression]:
    """Join neighbours, from left to right."""
    kept: list[Expression] = []
    for expression in found:
        both = join(kept[-1], expression, lexed) if kept else None
        if both:
            kept[-1] = both
        else:
            kept.append(expression)
    return kept


def with_clock(left: Expression, right: Expression, lexed: Lexed) -> Expression | None:
    """Make one of '6pm on Monday', 'Monday at 6pm', 'the evening of 6 April'."""
    if not _CLOCK_TO_DAY.match(lexed.classes[left.end : right.first]):
        return None
    day, hour = (left, right) if left.is_day else (right, left)
    if not day.is_day or hour.is_day or day.clock or hour.kind != "time":
        return None
    if hour.start or hour.recurring or not (hour.clock or hour.part):
        return None
    return replace(
        _on_day_of(hour, day),
        first=left.first,
        end=right.end,
        until=_on_day_of(hour.until, day) if hour.until else None,
        part=hour.part or day.part,
        away=None,
    )


def as_range(left: Expression, right: Expression, lexed: Lexed) -> Expression | None:
    """Make one of 'from 2014 to 2022' and 'between Monday and Friday'."""
    between, before = lexed.classes[left.end : right.first], lexed.before(left.first)
    if not (_TO.match(between) or (_AND.match(between) and before == "B")):
        return None
    same = left.precision == right.precision or (left.is_day and right.is_day)
    if not same or left.until or right.until or left.kind in {"duration", "set"}:
        return None
    if left.clock and right.clock and not (left.start or left.recurring):
        # In 'between 7pm and 10pm on Friday' the day is that of both.
        left = _on_day_of(left, right)
    return replace(left, end=right.end, until=right)


def _on_day_of(hour: Expression, day: Expression) -> Expression:
    return replace(hour, start=day.start, recurring=day.recurring, relative=day.relative)


def _fronted(found: Iterable[Expression], lexed: Lexed) -> Iterator[Expression]:
    """Take in what stands in front of each: 'late on', 'the end of', 'earlier', 'the week of'."""
    taken = 0
    for expression in found:
        before = lexed.classes[max(taken, expression.first - _LONGEST_FRONT) : expression.first]
        front = _FRONT.search(before)
        yield _with_front(expression, front[0], lexed) if front else expression
        taken = expression.end


def _with_front(expression: Expression, front: str, lexed: Lexed) -> Expression:
    if expression.kind in {"duration", "set"}:
        return expression
    first = expression.first - len(front)
    values = [token.value for token in lexed.tokens[first : expression.first]]
    if "U" in front:
        if "W" not in values or not expression.is_day:
            return expression
        return replace(expression, first=first, precision="week", part=None, kind="date")
    said = next(_HALVES[value] for value in values if value in _HALVES)
    if not expression.is_day or "b" in front:
        return replace(expression, first=first, modifier=said)
    part = None if expression.clock or front[0] == "l" else _PARTS.get(said)
    if expression.part or part is None:
        return replace(expression, first=first)
    return replace(expression, first=first, part=part, precision="part", kind="time")
