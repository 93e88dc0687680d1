"""Works that are named in quotation marks: songs, films, books."""

from collections.abc import Iterable, Iterator
from typing import Final

from tasks.extraction.english.nouns import singular
from tasks.extraction.entities.beside import BESIDE
from tasks.extraction.entities.words import SMALL, is_capital
from tasks.extraction.marks import CLOSING, OPENING
from tasks.extraction.parse import NamedSpan, Parse, Word

_LONGEST: Final = 9
"""Words of a title."""

_LOOK_BACK: Final = 4
"""Words before a title that may say what kind of work it is."""

_SMALL: Final = SMALL | {"with", "or", "but", "from", "by", "at", "is", "you", "me", "my", "it"}


def works(parse: Parse) -> Iterator[NamedSpan]:
    """Yield titles in quotation marks.

    A quotation is none: it ends in a mark, or has words in small letters. A title of one or two
    words is only taken for one behind the name of a kind of work, as `the album "Heron"`.
    """
    past = 0
    for word in parse.words:
        if word.index >= past and word.text in OPENING:
            end = _end(parse, word.index + 1)
            if end and _is_title(parse.words, word.index, end):
                yield NamedSpan(word.index + 1, end, "work")
                past = end + 1


def _end(parse: Parse, first: int) -> int:
    """Give where the words in quotation marks end; 0 where they are no title."""
    for word in parse.words[first : first + _LONGEST + 1]:
        if word.text in CLOSING:
            return word.index if word.index > first else 0
        if not (
            is_capital(word) or word.lower in _SMALL or word.text in {",", ":", "!", "?", "'s"}
        ):
            return 0
    return 0


def _is_title(words: tuple[Word, ...], mark: int, end: int) -> bool:
    inside = words[mark + 1 : end]
    if inside[-1].text in {",", ".", ":"} or not (is_capital(inside[0]) and is_capital(inside[-1])):
        return False
    before = words[max(0, mark - _LOOK_BACK) : mark]
    return any(BESIDE.get(singular(word.lower)) == "work" for word in before)


def with_works(names: Iterable[NamedSpan], titles: Iterable[NamedSpan]) -> list[NamedSpan]:
    """Add titles of works, in the place of the names that they hold or cross.

    Shape: in order, never overlapping.
    """
    titles = list(titles)
    taken = {index for title in titles for index in range(title.first, title.end)}
    kept = (name for name in names if taken.isdisjoint(range(name.first, name.end)))
    return sorted([*kept, *titles], key=lambda name: name.first)
