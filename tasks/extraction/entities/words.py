"""What words look like where names are concerned."""

from typing import Final

from tasks.extraction.entities.offices import TITLES, is_office
from tasks.extraction.parse import Parse, Word

_CALENDAR = """
monday tuesday wednesday thursday friday saturday sunday january february march april may june
july august september october november december jan feb mar apr jun jul aug sept sep oct nov dec
today yesterday tomorrow tonight
"""
CALENDAR: Final = frozenset(_CALENDAR.split())
"""Words of dates, which stand beside names with a capital letter."""

_SMALL = "of the and for in on to a an de la le du des von van der den del di da al el bin ibn"
SMALL: Final = frozenset(_SMALL.split())
"""Words that a name may hold in small letters."""

_OPENING: Final = frozenset(
    {'"', "``", "''", "'", "\u201c", "\u2018", "\u201e", "\xab", "\u2014", "\u2013", "-", ":", "("}
    | {"\u2022", "*", "["}
)
"""Marks behind which a word may have its capital letter from the sentence that it opens."""


def common_words(parse: Parse) -> set[str]:
    """Give the words that a text has in small letters."""
    return {word.text for word in parse.words if word.text.islower()}


def is_capital(word: Word) -> bool:
    """Tell whether a word begins with a capital letter or a digit, or holds a capital letter."""
    first = word.text[0]
    return first.isupper() or first.isdigit() or (first.isalpha() and not word.text.islower())


def is_upper(word: Word) -> bool:
    """Tell whether a word begins with a capital letter."""
    return word.text[0].isupper()


def opens_sentence(parse: Parse, word: Word) -> bool:
    """Tell whether a word is the first of a sentence, or of what a mark sets off."""
    if parse.sentences[word.sentence].first == word.index:
        return True
    return parse.words[word.index - 1].text in _OPENING


def is_title(word: Word) -> bool:
    """Tell whether a capitalised word is a title or an office."""
    lower = word.lower.rstrip(".")
    return is_upper(word) and (lower in TITLES or is_office(lower))
