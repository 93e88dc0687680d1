"""Names of days and months, in small letters."""

from typing import Final

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)

SHORT_WEEKDAYS: Final[dict[str, int]] = {
    **{day[:3]: number for number, day in enumerate(WEEKDAYS)},
    "tues": 1,
    "thur": 3,
    "thurs": 3,
}
"""Abbreviations without their mark; Monday is 0."""

SHORT_MONTHS: Final[dict[str, int]] = {
    **{month[:3]: number for number, month in enumerate(MONTHS, 1)},
    "sept": 9,
}
"""Abbreviations without their mark; January is 1."""

DAYS: Final = frozenset(WEEKDAYS) | {"yesterday", "today", "tonight", "tomorrow"}
"""Words that say on which day something is."""

CALENDAR: Final = DAYS | frozenset(MONTHS) | frozenset(SHORT_MONTHS)
"""Words of dates, which stand beside names with a capital letter."""
