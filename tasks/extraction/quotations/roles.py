"""Titles and offices in the phrase of a speaker: 'Arden's mayor Quill', 'an army spokesman'."""

from collections.abc import Sequence
from itertools import pairwise

from tasks.extraction.parse import Word

_COURTESIES = frozenset({"the", "a", "an", "mr", "mrs", "ms", "miss", "dr", "sir", "lord", "lady"})
_MOST_WORDS = 10


def role_in(words: Sequence[Word], head: Word) -> str | None:
    """Give what a phrase calls a speaker besides the name; None of a pronoun or a bare name."""
    if head.tag == "PRP":
        return None
    if not head.is_name:
        return _text(words)
    nouns = [i for i, word in enumerate(words) if word.is_noun and not word.is_name]
    if not nouns or words[nouns[0]].index > head.index:
        return None
    end = nouns[-1] + 1
    while end < len(words) and not words[end].is_name and words[end].text != ",":
        end += 1
    return _text(words[:end])


def _text(words: Sequence[Word]) -> str | None:
    """Write words as the text has them, without article and courtesy."""
    while words and words[0].lower.rstrip(".") in _COURTESIES:
        words = words[1:]
    if not 0 < len(words) <= _MOST_WORDS:
        return None
    gaps = (" " if word.start > before.end else "" for before, word in pairwise(words))
    return words[0].text + "".join(
        gap + word.text for gap, word in zip(gaps, words[1:], strict=True)
    )
