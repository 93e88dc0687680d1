"""Dating: which Tuesday a text means, and to which day an hour belongs.

Weekdays, days and months without a year are dated by the tense around them; hours, and what is
seen from another time, by the times that the text named before.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from tasks.extraction.dates.expressions import Expression, Phrase
from tasks.extraction.dates.lexing import Lexed
from tasks.extraction.dates.reckoning import Weekly, away, plus
from tasks.extraction.dates.spans import ago
from tasks.extraction.dates.tense import is_future
from tasks.extraction.parse import Parse
from tasks.record import DatePrecision

_EXACT = frozenset({"day", "part", "hour", "minute"})
_AT_LEAST: dict[str, frozenset[DatePrecision | None]] = {
    "D": frozenset({"day", "part", "hour", "minute"}),
    "W": frozenset({"day", "part", "week", "weekend"}),
    "M": frozenset({"day", "part", "week", "weekend", "month"}),
    "Y": frozenset({"year", "quarter", "month", "season"}),
}
"""How exact a time must be for one that lies some units away from it."""

_AHEAD = frozenset({("ahead", "of"), ("up", "to"), ("runup", "to")})
"""Words before a time that lies ahead."""

_ENDS = frozenset({"by", "until", "till", "through", "thru"})
"""Words before a time that lies ahead where no verb tells otherwise."""

_BOUNDS = _ENDS | {"since", "before", "after", "from"}
"""Words before a day that only bounds something: nothing else happens on it."""


@dataclass(slots=True)
class Story:
    """A text while its times are dated, one after the other.

    Attributes:
        today: the day of publication.
        lead: the first day that the text names: that of the story.
        day: the last day on which something happens, and `paragraph` where it stands.
        named: the last day of any role, and `sentence` where it stands.
        last: the last time of any length, and `said_in` where it stands.
    """

    tokens: Lexed
    parse: Parse | None
    today: date | None
    lead: date | None = None
    day: date | None = None
    paragraph: int = -1
    named: date | None = None
    sentence: int = -1
    last: Expression | None = None
    said_in: int = -1

    def dated(self, found: Iterable[Expression]) -> Iterator[Expression]:
        """Date all times of the text. Shape: those that are given, in their order."""
        paragraph, counted = 0, 0
        for expression in found:
            paragraph += self.tokens.classes.count("\n", counted, expression.first)
            counted = expression.first
            one = self._placed(self._seen_from_today(expression), paragraph)
            self._remember(one, paragraph)
            yield one

    def _remember(self, one: Expression, paragraph: int) -> None:
        if one.start is None:
            return
        self.last, self.said_in = one, paragraph
        if one.precision in _EXACT:
            self.named, self.sentence = one.start, self._sentence_of(one)
            if self.tokens.word_before(one.first) not in _BOUNDS:
                self.lead = self.lead or one.start
                self.day, self.paragraph = one.start, paragraph

    def _seen_from_today(self, one: Expression) -> Expression:
        """Date what depends on the day of publication and the tense."""
        if one.recurring or (one.until and one.until.recurring):
            return (
                self._range(one)
                if one.until
                else one.dated(self.today, future=self._is_future(one))
            )
        if self._is_night_to_come(one):
            return replace(one, start=self.today)
        if self._is_ahead(one):
            distance = ago(Phrase(self.tokens, one.first, one.end, self.today))
            return distance if distance and distance.precision != "vague" else one
        return one

    def _range(self, one: Expression) -> Expression:
        """Date both ends of a range: the end comes after its beginning."""
        until = one.until
        if until is None or until.start:
            return one.dated(until.start if until else None, future=False)
        future = self._is_future(one)
        begun = one.dated(self.today, future=False)
        ended = until.dated(begun.start, future=True)
        if future is not False and self.today and ended.start and ended.start < self.today:
            begun = one.dated(self.today, future=future)
            ended = until.dated(begun.start, future=True)
        return replace(begun, until=ended)

    def _is_night_to_come(self, one: Expression) -> bool:
        """Say whether it is 'overnight' of what lies ahead, and not of 'overnight rain'."""
        if self.parse is None or self.tokens.classes[one.first : one.end] != "R":
            return False
        words = self.parse.between(*self.tokens.span(one.first, one.end))
        is_of_noun = words and words[0].head.is_noun and words[0].head.index > words[0].index
        return not is_of_noun and self._verb_is_future(one, is_near=True) is True

    def _is_ahead(self, one: Expression) -> bool:
        """Say whether it is a day to come, as in 'will sail in ten days', and no duration."""
        letters = self.tokens.classes[one.first : one.end]
        if one.kind != "duration" or one.end_code or "-" in letters or letters[-1] not in "UV":
            return False
        return self.tokens.word_before(one.first) == "in" and self._verb_is_future(one) is True

    def _is_future(self, one: Expression) -> bool | None:
        """Say whether the text speaks of a time to come, by the words before and by the verb."""
        before = self.tokens.word_before(one.first)
        if before == "since":
            return False
        if before == "for" and one.is_day:
            return True
        if (self.tokens.word_before(one.first - 1), before) in _AHEAD:
            return True
        future = self._verb_is_future(one)
        return True if future is None and before in _ENDS else future

    def _verb_is_future(self, one: Expression, *, is_near: bool = False) -> bool | None:
        if self.parse is None:
            return None
        start, end = self.tokens.span(one.first, one.end)
        # In 'Monday's strike' the day belongs to the strike, not to the verb.
        is_owner = self.tokens.classes[one.end] == "'"
        is_near = (is_near or isinstance(one.recurring, Weekly)) and not is_owner
        return is_future(self.parse, start, end, is_near=is_near)

    def _sentence_of(self, one: Expression) -> int:
        """Give the index of its sentence; without a parse all are one."""
        if self.parse is None:
            return 0
        words = self.parse.between(*self.tokens.span(one.first, one.end))
        return words[0].sentence if words else -1

    def _placed(self, one: Expression, paragraph: int) -> Expression:
        """Date what depends on another time of the text."""
        is_hour = one.clock and not (one.start or one.recurring)
        if is_hour or (one.part and one.away == (0, "D")):
            return _on_day(one, self._day_of(one, paragraph))
        if one.away and self.last and self.said_in == paragraph:
            return _away(one, self.last)
        return one

    def _day_of(self, hour: Expression, paragraph: int) -> date | None:
        """Give the day of an hour: that of its sentence, else one that its tense allows.

        That of the paragraph comes first, then that of the story, then that of publication for
        what lies ahead. Where the text has named no day, the hour may be that of any.
        """
        if self.named and self.sentence == self._sentence_of(hour):
            return self.named
        told = self.day if paragraph == self.paragraph else self.lead
        future = self._verb_is_future(hour, is_near=True)
        if self.today is None or self.named is None or future is None:
            return told
        for day in (told, self.lead):
            if day and (day >= self.today if future else day <= self.today):
                return day
        return self.today if future else None


def _away(one: Expression, last: Expression) -> Expression:
    """Place what is seen from another time, where that is exact enough."""
    count, unit = one.away or (0, "D")
    if last.start is None or last.precision not in _AT_LEAST[unit]:
        return one
    if one.code is None:
        return replace(one, start=away(last.start, count, unit))
    start = plus(last.start, count, unit)
    return replace(one, kind="date", code=None, start=start, precision=last.precision)


def _on_day(hour: Expression, day: date | None) -> Expression:
    until = replace(hour.until, start=day) if hour.until else None
    return replace(hour, start=day, until=until)
