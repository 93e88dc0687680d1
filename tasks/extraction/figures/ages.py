"""Numbers that say how old somebody is, where no 'years old' stands behind them."""

from collections.abc import Sequence
from typing import Final

from tasks.extraction.figures.persons import is_person
from tasks.extraction.parse import Word

_OLDEST: Final = 120
_AGE_BEFORE: Final = frozenset({"aged", "age", "ages"})
_TURNS: Final = frozenset({"turned", "turns", "turning"})
_LISTS: Final = frozenset({",", "and", "or", "&"})
_CLOSES: Final = frozenset(
    {",", ".", ")", ";", ":", "\u2014", "\u2013", "-", "and", "who", "when", "at"}
)
_PERSONAL: Final = frozenset({"he", "she", "i", "who"})
_IS: Final = frozenset({"is", "was", "am", "'m", "'s"})
_JUST: Final = frozenset({"only", "just", "about", "now", "still"})
_FROM_TO: Final = frozenset({"from", "to", "of", "at", "is", "was"})
_OF_AN_AGE: Final = frozenset(
    {"man", "woman", "boy", "girl", "child", "boys", "girls", "men", "women", "children", "son"}
    | {"daughter", "youth", "youths", "baby", "toddler", "grandmother", "grandfather", "widow"}
)
_LOOK_BACK: Final = 8
"""Words before a number among which 'age' makes an age of it: 'the age rises from 65 to 67'."""


def is_age(words: Sequence[Word], number: int, past: int, list_goes_on: int | None) -> bool:
    """Tell whether a number without unit is an age.

    Args:
        words: all words of the text.
        number: index of its first word.
        past: index of the word behind it.
        list_goes_on: index of the word behind the age before it, if any.
    """
    if number == 0 or not _can_be_age(words, number, past):
        return False
    return (
        _is_aged(words, number)
        or _is_listed(words, number, list_goes_on)
        or _stands_behind_name(words, number, past)
        or _is_predicate(words, number)
        or _is_of_age(words, number)
    )


def _can_be_age(words: Sequence[Word], number: int, past: int) -> bool:
    text = words[number].text
    if text.isdecimal() and not 0 < int(text[:4]) <= _OLDEST:
        return False
    after = words[past] if past < len(words) else None
    return after is None or after.lower in _CLOSES or not (after.is_noun or after.tag == "JJ")


def _is_aged(words: Sequence[Word], number: int) -> bool:
    """Find 'aged 11', 'aged between 4 and 10', 'at age five'."""
    before = words[number - 1].lower
    if before in _JUST | {"between", "from"} and number > 1:
        before = words[number - 2].lower
    return before in _AGE_BEFORE


def _is_listed(words: Sequence[Word], number: int, list_goes_on: int | None) -> bool:
    if list_goes_on is None or not 0 < number - list_goes_on <= 2:  # noqa: PLR2004 - ', and'
        return False
    return all(word.lower in _LISTS for word in words[list_goes_on:number])


def _stands_behind_name(words: Sequence[Word], number: int, past: int) -> bool:
    """Find 'Jane Doe, 52,', 'his brother, 12,' and 'Jane Doe (52)'."""
    if past - number != 1 or number < 3:  # noqa: PLR2004 - a name, a mark and perhaps 'also'
        return False
    before = number - 1 if words[number - 1].lower not in ("also", "both") else number - 2
    mark, named = words[before].lower, words[before - 1]
    after = words[past].lower if past < len(words) else "."
    if mark == "(":
        return named.is_name and after == ")"
    is_listed = after in ("at", "and", "when", "-") and not words[number].text.isdecimal()
    if mark != "," or after not in _CLOSES or is_listed or named.lower in _DAYS:
        return False
    return _is_named(words, before - 1) or (named.tag == "NN" and is_person(named))


def _is_named(words: Sequence[Word], last: int) -> bool:
    """Tell whether a name is one of a person, as far as 'in' before it says none of a place."""
    first = last
    while first > 0 and words[first].text.istitle() and last - first < _LONGEST_NAME:
        first -= 1
    return words[last].text.istitle() and words[first].lower not in _PLACED


_LONGEST_NAME: Final = 5
_PLACED: Final = frozenset({"in", "at", "near", "from", "over", "to"})
_DAYS: Final = frozenset(
    {"january", "february", "march", "april", "may", "june", "july", "august", "september"}
    | {"october", "november", "december", "monday", "tuesday", "wednesday", "thursday", "friday"}
    | {"saturday", "sunday"}
)


def _is_predicate(words: Sequence[Word], number: int) -> bool:
    """Find 'she was nine', 'Ortiz was just 19', 'he turned 18'; 'he is one of' says no age."""
    if words[number].lower == "one":
        return False
    verb = number - 1
    while verb > 0 and words[verb].lower in _JUST:
        verb -= 1
    if words[verb].lower in _TURNS:
        return True
    subject = words[verb - 1] if verb else None
    if subject is None or words[verb].lower not in _IS:
        return False
    is_person_noun = subject.tag == "NN" and is_person(subject)
    return subject.lower in _PERSONAL or is_person_noun or _names_person(subject)


def _names_person(word: Word) -> bool:
    return word.tag == "NNP" and word.dep in ("nsubj", "nsubjpass")


def _is_of_age(words: Sequence[Word], number: int) -> bool:
    """Find 'at the age of 40', 'the pension age from 65 to 67', 'a boy of 12'."""
    if words[number - 1].lower not in _FROM_TO:
        return False
    noun = words[number - 2] if number > 1 else words[number]
    if words[number - 1].lower == "of" and noun.lower in _OF_AN_AGE:
        return True
    return any(word.lower in _AGE_BEFORE for word in words[max(0, number - _LOOK_BACK) : number])
