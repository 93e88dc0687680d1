"""The grammar of time: patterns over the classes of words, each with the rule that reads it.

A pattern is a regular expression over the letters of `words`; one scan tries all of them at
each token, the first that matches counts.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Final

from tasks.extraction.dates import clocks, points, spans, stretches
from tasks.extraction.dates.expressions import Expression, Phrase
from tasks.extraction.dates.lexing import Lexed

Rule = Callable[[Phrase], Expression | None]
"""Says what the tokens mean that its pattern has matched; None where they are no time."""

_MORE = "C{0,2}"
_COUNT = "(?:a?[dnfY]n?(?:-n)?)"
_MANY = f"(?:{_COUNT}(?:-?[2&]-?{_COUNT}|-{_COUNT})?)"
_MONTH = r"(?:[Mm]|u\.?)"
_ZONE = "(?:Z|kj)"

_ENGLISH: tuple[tuple[Rule, str], ...] = (
    (points.iso, "I"),
    (stretches.of_era, "t?(?:e-?)?o-?UG|[dnY]G|G[dnY]"),
    (points.days, rf"(?:[Ww]\.?,?)?t?[do][-2&]t?[do]O?{_MONTH}(?:,?Y)?"),
    (points.days, rf"{_MONTH}[do][-2&][do](?:,?Y)?(?![-UV])"),
    (points.day, rf"(?:[Ww]\.?,?)?t?[do]O?{_MONTH}(?:,?O?Y|,?O?LU)?"),
    (points.day, rf"(?:[Ww]\.?,?)?{_MONTH}t?[do](?:,?Y|,?O?LU)?(?![-p%]|[UV])"),
    (points.month, rf"{_MONTH},?(?:Ot?)?Y(?![-%])|{_MONTH},?O?LU"),
    (stretches.ordinal, rf"t?(?:L|{_MORE}o)UO{_MONTH}(?:,?Y)?"),
    (points.weekday_of_month, rf"t?[oL]W[Oi]{_MONTH}(?:,?Y)?"),
    (points.weekday_of_week, "WO?LU"),
    (points.week_after, "WU(?![-dnoY])"),
    (points.weekday, "t?[LA]{0,2}W(?:,?P)?|Ri?W"),
    (clocks.next_morning, "tLP"),
    (points.deictic, "tUrT|TP?|LP|R"),
    (points.month, rf"L{_MONTH}"),
    (points.holiday, "L?H(?:,?Y)?"),
    (stretches.quarter_of_year, "q,?Y?|t?F?(?:o|L)F?-?Q(?!U)(?:Ot?(?:Y|FU?Y?|LU|U)|,?Y)?|Yq|tAQ"),
    (stretches.season_of_year, "t?L?S(?:Ot?)?Y(?:[-/][dnY])?|tS(?:Ot?)?LU|SO?LU|t?LS|tS|S"),
    (stretches.weekend, "(?:t?[LA]{1,2}|t)K"),
    (spans.year_ago, "[ta]?U-[gl]"),
    (stretches.fiscal, "tYFU|t?FU?Y"),
    (spans.ago, f"(?:{_COUNT}|a?v|a)?-?{_MORE}[UV]g|(?:{_COUNT}|a){_MORE}[UV]'x?j"),
    (
        spans.trailing,
        f"t?L{{1,2}}(?:{_MANY}|a?v)?{_MORE}V|t?L{{1,2}}(?:{_MANY}|a?v){_MORE}U|t?o(?:{_COUNT}|v){_MORE}V",
    ),
    (spans.trailing, "tLU"),
    (stretches.shifted_unit, "L{1,2}C?U"),
    (stretches.same_unit, r"t?AU|tU(?:l|r(?=[,.)\n]))"),
    (stretches.unit_of_now, "t?bOtU|litU|U-b|U'xb"),
    (spans.every, f"E(?:{_COUNT}|o|C)?C?[UVWXPK]|X|y"),
    (clocks.clocks, rf"[cdf]p?[-2][cdf]p{_ZONE}?"),
    (clocks.clock, rf"(?:[cdfn]p|c){_ZONE}?|[Yn]Z"),
    (spans.hours_and_minutes, f"{_COUNT}-?V(?:&|,)?{_COUNT}-?V"),
    (spans.duration, f"{_COUNT}&ah-?[UV]|h-?a?-?U|ah-?U|aU&ah"),
    (spans.duration, f"{_MANY}(?:-?O?{_MORE}-?)[UV]l?|a{_MORE}Ul?"),
    (stretches.the_unit, "t[UQ](?![OrYA-])"),
    (stretches.years, "Y[-/][dnY]"),
    (stretches.decade, "t?(?:e-?)?D"),
    (stretches.ordinal, f"t?(?:e-?)?(?:n-)?o-?{_MORE}U"),
    (clocks.noon, f"N{_ZONE}?"),
    (stretches.year, "Y"),
    (points.month, _MONTH),
    (clocks.part_alone, "(?:t?A|t)?P"),
    (spans.vague, "a?vC?Vl?"),
    (spans.bare, "Vl?"),
)
_WRITTEN_OUT: tuple[tuple[Rule, str], ...] = (
    (points.iso, "I"),
    (points.day, rf"(?:W,?)?[do]\.?O?{_MONTH}O?Y"),
    (points.day, r"(?:W,?)?[do]\.?O?M"),
    (points.month, "MO?Y"),
    (points.weekday_alone, "W"),
    (points.deictic, "T"),
    (stretches.year, "(?<=i)Y"),
    (points.month, "(?<=i)M"),
)
"""The rules for other languages: dates that are written out."""


class Grammar:
    """Some rules, ready to be tried all at once."""

    def __init__(self, rules: tuple[tuple[Rule, str], ...]) -> None:
        self._all = re.compile("|".join(f"({pattern})" for _, pattern in rules))
        self._alone = [(rule, re.compile(pattern)) for rule, pattern in rules]

    def expressions(self, lexed: Lexed, today: date | None) -> list[Expression]:
        """Find the times that a text names.

        Args:
            lexed: the text as tokens.
            today: the day of publication, for times that are relative to it.

        Shape: in order, never overlapping.
        """
        found: list[Expression] = []
        position = 0
        while match := self._all.search(lexed.classes, position):
            expression = self._read(lexed, match, today)
            position = expression.end if expression else match.start() + 1
            if expression:
                found.append(expression)
        return found

    def _read(self, lexed: Lexed, match: re.Match[str], today: date | None) -> Expression | None:
        """Read with the first rule that matches and does not refuse."""
        for rule, pattern in self._alone[(match.lastindex or 1) - 1 :]:
            if again := pattern.match(lexed.classes, match.start()):
                expression = rule(Phrase(lexed, *again.span(), today))
                if expression:
                    return expression
        return None


ENGLISH: Final = Grammar(_ENGLISH)
OTHERS: Final = Grammar(_WRITTEN_OUT)
