"""The sentences that only one of two texts has: where the evidence of a fact can have changed.

Sentences are cut by signs alone, the same in both texts, and never as a record has them: what
another version of the pipeline takes for a sentence is no change of the article.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from tasks.comparing.wording import words
from tasks.record import Span

_END: Final = re.compile(
    r"[.!?\u2026][\"'\u201d\u2019\xbb)\]]*\s+|[\u3002\uff01\uff1f]+[\u300d\u300f\u201d]*|\n+"
)
ALIKE: Final = 0.4
"""Share of the words of two sentences from which they may be one, edited (Dice)."""
MOST_SENTENCES_OF_A_WORD: Final = 20
"""A word of more of them tells nothing of which sentences belong together."""
_BESIDE_CHARACTERS: Final = 40
_ONE: Final = frozenset({0})


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentences of one text that the other has not.

    Attributes:
        text: all of it in words, with a space at both ends; None where a text is not whole, so
            that every fact counts as one of a changed sentence, and all of them as of the same.
        changed: the words of each changed sentence, by its number.
    """

    source: str
    text: str | None
    ends: tuple[int, ...]
    changed: Mapping[int, frozenset[str]]

    def of(self, spans: Iterable[Span]) -> frozenset[int]:
        """Give the changed sentences that some spans touch."""
        if self.text is None:
            return _ONE
        return frozenset(
            number
            for span in spans
            for number in range(self._sentence(span.start), self._sentence(span.end - 1) + 1)
            if number in self.changed
        )

    def beside(self, span: Span) -> frozenset[tuple[str, str]]:
        """Give the word before a span and the word after it, as far as the text is known."""
        if self.text is None:
            return frozenset()
        before = words(self.source[max(0, span.start - _BESIDE_CHARACTERS) : span.start])
        after = words(self.source[span.end : span.end + _BESIDE_CHARACTERS])
        return frozenset(
            (*(("before", word) for word in before[-1:]), *(("after", word) for word in after[:1]))
        )

    def says(self, wording: tuple[str, ...]) -> bool:
        """Say whether these words stand in the text."""
        return self.text is not None and f" {' '.join(wording)} " in self.text

    def _sentence(self, position: int) -> int:
        return bisect_right(self.ends, position)


def evidence_of(before: str | None, now: str | None) -> tuple[Evidence, Evidence]:
    """Give the evidence of two texts; None stands for one that is not whole."""
    if before is None or now is None:
        unknown = Evidence("", None, (), {0: frozenset()})
        return unknown, unknown
    cut = _sentences(before), _sentences(now)
    first, second = (set(sentences) for _, sentences in cut)
    return _evidence(before, *cut[0], second), _evidence(now, *cut[1], first)


def alike(before: Evidence, now: Evidence) -> dict[tuple[int, int], float]:
    """Give the pairs of changed sentences that may be one, edited, and how much they share."""
    if before.text is None:
        return {(0, 0): 1.0}
    stands, stood = _by_word(now), _by_word(before)
    pairs = {
        (one, other)
        for word in stood.keys() & stands.keys()
        for one in stood[word]
        for other in stands[word]
    }
    shares = {pair: _share(before.changed[pair[0]], now.changed[pair[1]]) for pair in pairs}
    return {pair: share for pair, share in shares.items() if share >= ALIKE}


def _sentences(text: str) -> tuple[tuple[int, ...], list[tuple[str, ...]]]:
    ends = (*(found.end() for found in _END.finditer(text)), len(text))
    return ends, [words(text[start:end]) for start, end in zip((0, *ends), ends, strict=False)]


def _evidence(
    text: str,
    ends: tuple[int, ...],
    sentences: list[tuple[str, ...]],
    others: set[tuple[str, ...]],
) -> Evidence:
    changed = {
        number: frozenset(sentence)
        for number, sentence in enumerate(sentences)
        if sentence and sentence not in others
    }
    return Evidence(text, f" {' '.join(words(text))} ", ends, changed)


def _by_word(evidence: Evidence) -> dict[str, list[int]]:
    found = defaultdict(list)
    for number, sentence in evidence.changed.items():
        for word in sentence:
            found[word].append(number)
    return {word: some for word, some in found.items() if len(some) <= MOST_SENTENCES_OF_A_WORD}


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))
