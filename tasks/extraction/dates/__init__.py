"""Dates: what times a text names, dated from its publication, never by the clock.

`lexing` turns the text into tokens with a class each, `grammar` finds the expressions in them,
`plausible` refuses some, `joining` makes one of those that belong together, `dating` places
them on the calendar. `languages` holds what is known of languages other than English.
"""

from datetime import date

from tasks.extraction.dates.dating import Story
from tasks.extraction.dates.expressions import Expression
from tasks.extraction.dates.grammar import ENGLISH, OTHERS
from tasks.extraction.dates.joining import joined
from tasks.extraction.dates.languages import classify_for
from tasks.extraction.dates.lexing import Lexed, lexed
from tasks.extraction.dates.plausible import is_time
from tasks.extraction.dates.words import MODIFIERS
from tasks.extraction.reading import Reading, StepSkipped
from tasks.record import Date, Extractions, Published

__all__ = ["dates"]

_YEARS = range(1500, 3000)
"""Years of publication; what is reckoned from them stays on the calendar."""


def dates(reading: Reading, found: Extractions) -> Extractions:
    """Find the times that the text names.

    Without a day of publication a relative time has a kind and a precision, but no value.

    Shape: in order, never overlapping, never across two blocks.

    Raises:
        StepSkipped: the grammar does not know the language.
    """
    classify = classify_for(reading.language)
    if classify is None:
        raise StepSkipped(f"its grammar does not know {reading.language}")
    grammar = ENGLISH if reading.language == "en" else OTHERS
    parse = reading.parse if reading.language == "en" else None
    today = publication_day(reading.article.content.published)
    tokens = lexed(reading.text, reading.blocks(), classify)
    times = [one for one in grammar.expressions(tokens, today) if is_time(one, tokens, parse)]
    dated = Story(tokens, parse, today).dated(joined(times, tokens))
    method = f"grammar:{reading.language}"
    return found.model_copy(
        update={"dates": tuple(_date(one, tokens, today, method) for one in dated)}
    )


def publication_day(published: Published | None) -> date | None:
    """Give the day of publication in the publisher's own zone; None where it is not known."""
    try:
        day = date.fromisoformat(published.value[:10]) if published else None
    except ValueError:
        return None
    return day if day and day.year in _YEARS else None


def _date(one: Expression, tokens: Lexed, today: date | None, method: str) -> Date:
    start, end = tokens.span(one.first, one.end)
    return Date(
        start=start,
        end=end,
        text=tokens.text[start:end],
        kind=one.kind,
        value=one.value,
        end_value=one.end_value,
        part=one.part,
        precision=one.precision,
        modifier=one.modifier or MODIFIERS.get(tokens.word_before(one.first)),
        relative_to=today.isoformat() if one.relative and one.value and today else None,
        method=method,
    )
