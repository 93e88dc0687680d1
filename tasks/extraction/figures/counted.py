"""What a number counts: the noun behind it, and the words between."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tasks.extraction.figures.amount import Amount
from tasks.extraction.parse import Word

_INSIDE: Final = frozenset({"JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "VBN", "VBG", "HYPH"})
_LONGEST: Final = 7
"""Words of what is counted; more are another phrase."""

_WEEKDAYS: Final = frozenset(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "yesterday"}
    | {"today", "tomorrow", "tonight", "overnight"}
)
_DETERMINERS: Final = frozenset(
    {"the", "those", "these", "his", "her", "its", "their", "all", "our"}
)


@dataclass(frozen=True, slots=True)
class Counted:
    """What a number counts.

    Units: `first` and `past` in indices of words, the qualifier before the number included.

    Attributes:
        head: the noun that is counted; the number's own word where there is none.
        object: the words for it, without the number.
        group: the noun or pronoun of a whole that it is a part of: 'three of *them*'.
    """

    first: int
    number: int
    past: int
    head: Word
    object: str | None = None
    group: Word | None = None

    @property
    def is_bare(self) -> bool:
        """Whether no noun is there."""
        return self.object is None


def counted(text: str, words: Sequence[Word], amount: Amount) -> Counted:
    """Read what stands behind an amount."""
    begin = amount.past
    if begin < len(words) and words[begin].tag == "HYPH":
        begin += 1
    if _lower(words, begin) == "of" and begin == amount.past:
        return _of(text, words, amount)
    past = _past_phrase(text, words, begin)
    if past is None:
        return Counted(amount.first, amount.number, amount.past, words[amount.past - 1])
    said = text[words[begin].start : words[past - 1].end]
    return Counted(amount.first, amount.number, past, words[past - 1], said)


def counted_one(text: str, words: Sequence[Word], article: int) -> Counted | None:
    """Read what stands behind 'a': one person, or nothing."""
    past = _past_phrase(text, words, article + 1, with_number=True)
    if past is None or words[past - 1].tag != "NN":
        return None
    said = text[words[article + 1].start : words[past - 1].end]
    return Counted(article, article, past, words[past - 1], said)


def _of(text: str, words: Sequence[Word], amount: Amount) -> Counted:
    """Read 'dozens of people', '400,000 tonnes of grain', 'two of them', 'nine of the dead'."""
    begin, bare = amount.past + 1, words[amount.past - 1]
    while _lower(words, begin) in _DETERMINERS:
        begin += 1
    is_whole = begin == amount.past + 1 and (amount.value is None or amount.sort == "measure")
    is_whole = is_whole or bare.lower == "couple" or amount.sort == "percent"
    past = _past_phrase(text, words, begin, with_number=True)
    if past is not None and words[begin].tag == "CD" and past > begin + 1:
        said = text[words[begin + 1].start : words[past - 1].end]
        return Counted(amount.first, amount.number, amount.past, words[past - 1], said)
    if is_whole and past is not None:
        said = text[words[begin].start : words[past - 1].end]
        end = amount.past if amount.sort == "percent" else past
        return Counted(amount.first, amount.number, end, words[past - 1], said)
    group = words[past - 1] if past is not None else _at(words, begin)
    end = group.index + 1 if group is not None else amount.past
    return Counted(amount.first, amount.number, end, bare, None, group)


def _past_phrase(
    text: str, words: Sequence[Word], begin: int, *, with_number: bool = False
) -> int | None:
    """Tell where a noun and what stands before it end, if there is one at that place."""
    last: int | None = None
    for index in range(begin, min(begin + _LONGEST, len(words))):
        word = words[index]
        if word.sentence != words[begin].sentence or not _is_inside(word, with_number=with_number):
            break
        if index and "\n" in text[words[index - 1].end : word.start]:
            break
        if word.is_noun:
            last = index
            if _ends_phrase(words, index):
                break
    return None if last is None else last + 1


def _is_inside(word: Word, *, with_number: bool) -> bool:
    if word.lower in _WEEKDAYS:
        return False
    return word.tag in _INSIDE or (with_number and word.tag in ("CD", ","))


def _ends_phrase(words: Sequence[Word], index: int) -> bool:
    word, after = words[index], _at(words, index + 1)
    if after is None or not (after.is_noun or after.tag == "HYPH"):
        return True
    return word.tag == "NNS" and (after.is_name or word.dep not in ("compound", "nmod"))


def _at(words: Sequence[Word], index: int) -> Word | None:
    return words[index] if index < len(words) else None


def _lower(words: Sequence[Word], index: int) -> str:
    return words[index].lower if index < len(words) else ""
