"""What only looks like a time, as the parse tells: a number that counts, a part of a name."""

from tasks.extraction.dates.expressions import Expression
from tasks.extraction.dates.lexing import Lexed
from tasks.extraction.parse import Parse, Word

_YEAR_AHEAD = frozenset({"In", "the", "The", "since"})
"""Words behind which a number of four digits is a year, although things follow."""


def is_time(expression: Expression, tokens: Lexed, parse: Parse | None) -> bool:
    """Refuse what only looks like a time: the number of a thing, a part of a name."""
    letters = tokens.classes[expression.first : expression.end]
    if parse is None or letters not in {"Y", "M", "m", "tW", "y"}:
        return True
    word = _word_at(parse, tokens.tokens[expression.end - 1].start)
    if word is None:
        return True
    if letters == "y":
        return not word.is_name
    if letters == "Y":
        before = tokens.tokens[expression.first - 1].text
        return before in _YEAR_AHEAD or not _counts(word)
    in_name = word.dep == "compound" and word.head.is_name and word.head.index == word.index + 1
    return word.tag != "MD" and not in_name


def _counts(word: Word) -> bool:
    """Say whether a number counts what the next word names."""
    return word.dep == "nummod" and word.head.tag == "NNS" and word.head.index == word.index + 1


def _word_at(parse: Parse, start: int) -> Word | None:
    words = parse.between(start, start + 1)
    return words[0] if words else None
