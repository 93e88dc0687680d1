"""What a number counts: the noun behind it, and the words between."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tasks.extraction.figures.amount import Amount
from tasks.extraction.figures.harm import OUTCOMES
from tasks.extraction.figures.persons import COUPLES, is_person
from tasks.extraction.parse import Word

_INSIDE: Final = frozenset({"JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "VBN", "VBG", "HYPH"})
_LONGEST: Final = 7
"""Words of what is counted; more are another phrase."""

_WEEKDAYS: Final = frozenset(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "yesterday"}
    | {"today", "tomorrow", "tonight", "overnight"}
)
_PLURAL: Final = frozenset({"NNS", "NNPS", "CD"})
_AGES: Final = frozenset({"age", "aged", "ages"})
_ORDINALS: Final = frozenset(
    {"second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"}
)
_NOT_INSIDE: Final = frozenset({"last", "taken", "held"})
"""What begins another phrase: '20 last year', '30 taken hostage'."""

_AGE_UNITS: Final = frozenset({"year", "month", "week", "day"})
_NATIONS: Final = ("an", "i", "ese", "ish")
_OF_THEM: Final = frozenset({"them", "us", "whom", "which", "those", "these"})
"""Pronouns of a whole of which a number is a part."""

_NO_PERSONS: Final = frozenset({"of", "'s", "one"})
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
        whole_past: what follows that whole, where it is not a part of the figure.
    """

    first: int
    number: int
    past: int
    head: Word
    object: str | None = None
    group: Word | None = None
    whole_past: int = 0

    @property
    def is_bare(self) -> bool:
        """Whether no noun is there."""
        return self.object is None

    @property
    def reach(self) -> int:
        """What follows all that is counted, where something may be said of it."""
        return max(self.past, self.whole_past)

    @property
    def is_singular(self) -> bool:
        """Whether 'was' may be said of it: of one, of a noun of many, or of a bare number."""
        return self.head.tag not in _PLURAL or self.head.lower in ("one", "1")

    def contains(self, word: Word) -> bool:
        """Tell whether a word is one of it."""
        return self.first <= word.index < self.reach or word is self.head


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
    """Read what stands behind 'a': one person, an ordinal alone as in 'a fifth', or nothing."""
    past = _past_phrase(text, words, article + 1, with_number=True)
    is_ordinal = _lower(words, article + 1) in _ORDINALS
    if past is None or (is_ordinal and (past == article + 2 or _lower(words, article + 2) == ",")):
        return _one_more(words, article)
    if words[past - 1].lower in _AGE_UNITS and _lower(words, past + 1) == "old":
        past += 2
    elif not _is_one(words[past - 1], words[article].lower):
        return None
    said = text[words[article + 1].start : words[past - 1].end]
    return Counted(article, article, past, words[past - 1], said)


def _is_one(head: Word, article: str) -> bool:
    """Tell whether a noun is in the singular, or one of two."""
    is_one = head.tag == "NN" or (head.tag == "NNP" and is_person(head))
    return is_one or head.lower in COUPLES or article == "both"


def _one_more(words: Sequence[Word], article: int) -> Counted | None:
    """Read 'a fifth' and 'another', where no noun follows."""
    ordinal = _lower(words, article + 1)
    if words[article].lower == "another" and ordinal not in _NO_PERSONS:
        return Counted(article, article, article + 1, words[article])
    is_share = _lower(words, article + 2) == "of"
    if ordinal in _ORDINALS and words[article].lower == "a" and not is_share:
        return Counted(article, article, article + 2, words[article + 1])
    if article + 1 < len(words) and _is_demonym(words[article + 1]):
        return Counted(article, article, article + 2, words[article + 1], words[article + 1].text)
    return None


def _is_demonym(word: Word) -> bool:
    """Tell whether an adjective stands for a person: 'a Palestinian was killed'."""
    return word.tag == "JJ" and word.text.istitle() and word.lower.endswith(_NATIONS)


def _of(text: str, words: Sequence[Word], amount: Amount) -> Counted:
    """Read 'dozens of people', '400,000 tonnes of grain', 'two of them', 'nine of the dead'."""
    begin, bare = amount.past + 1, words[amount.past - 1]
    while _lower(words, begin) in _DETERMINERS:
        begin += 1
    is_whole = begin == amount.past + 1 and (amount.value is None or amount.sort == "measure")
    is_whole = is_whole or bare.lower == "couple" or amount.sort == "percent"
    past = _past_phrase(text, words, begin, with_number=True)
    noun = begin
    while past is not None and noun < past and words[noun].tag == "CD":
        noun += 1
    if past is not None and begin < noun < past:
        said = text[words[noun].start : words[past - 1].end]
        head = words[past - 1]
        return Counted(amount.first, amount.number, amount.past, head, said, whole_past=past)
    if is_whole and past is not None:
        said = text[words[begin].start : words[past - 1].end]
        end = amount.past if amount.sort == "percent" else past
        return Counted(amount.first, amount.number, end, words[past - 1], said)
    group = words[past - 1] if past is not None else _pronoun(words, amount.past + 1, begin)
    if group is None:
        return Counted(amount.first, amount.number, amount.past, bare)
    if group.tag == "CD":
        return Counted(
            amount.first, amount.number, amount.past, bare, None, group, _past_number(words, group)
        )
    return Counted(amount.first, amount.number, group.index + 1, bare, None, group)


def _pronoun(words: Sequence[Word], first: int, begin: int) -> Word | None:
    """Read a whole that no noun names: 'of them', 'of those who', 'of the seven', 'of the dead'.

    Args:
        words: all words of the text.
        first: what follows 'of'.
        begin: what follows the determiners behind it.
    """
    whole = _at(words, begin)
    if whole is not None and (whole.lower in _OF_THEM | OUTCOMES.keys() or whole.tag == "CD"):
        return whole
    before = words[begin - 1]
    return before if begin > first and before.lower in _OF_THEM else None


def _past_number(words: Sequence[Word], whole: Word) -> int:
    """Tell where a whole ends, and what became of it: 'three of *the seven injured*'."""
    past = whole.index + 1
    while past < len(words) and words[past].tag == "CD":
        past += 1
    return past + (_lower(words, past) in OUTCOMES)


def _past_phrase(
    text: str, words: Sequence[Word], begin: int, *, with_number: bool = False
) -> int | None:
    """Tell where a noun and what stands before it end, if there is one at that place."""
    last: int | None = None
    for index in range(begin, min(begin + _LONGEST, len(words))):
        word = words[index]
        is_inside = _is_inside(word, with_number=with_number) or _is_model(words, index, begin)
        if word.sentence != words[begin].sentence or not is_inside:
            break
        if index and "\n" in text[words[index - 1].end : word.start]:
            break
        if word.lower in _AGES or word.lower in _NOT_INSIDE:
            break
        if word.is_noun:
            last = index
            if _ends_phrase(words, index) and not _is_model(words, index + 1, begin):
                break
    return None if last is None else last + 1


def _is_inside(word: Word, *, with_number: bool) -> bool:
    if word.lower in _WEEKDAYS:
        return False
    return word.tag in _INSIDE or (with_number and word.tag in ("CD", ","))


def _is_model(words: Sequence[Word], index: int, begin: int) -> bool:
    """Find the number of a model in what is counted: '300 Boeing *737* MAX jets'."""
    word, after = _at(words, index), _at(words, index + 1)
    if word is None or word.tag != "CD" or after is None or not after.is_noun:
        return False
    is_named = index > begin and words[index - 1].is_name and word.text.isdecimal()
    return is_named or (word.text[0].isupper() and not word.text.isalpha())


def _ends_phrase(words: Sequence[Word], index: int) -> bool:
    word, after = words[index], _at(words, index + 1)
    if after is None or not (after.is_noun or after.tag == "HYPH"):
        return True
    return word.tag == "NNS" and (after.is_name or word.dep not in ("compound", "nmod"))


def _at(words: Sequence[Word], index: int) -> Word | None:
    return words[index] if index < len(words) else None


def _lower(words: Sequence[Word], index: int) -> str:
    return words[index].lower if index < len(words) else ""
