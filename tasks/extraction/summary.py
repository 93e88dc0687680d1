"""Summary: the sentences that say most of what a text says, as they stand in it.

A sentence weighs by how many of the words that the text keeps coming back to it holds, for its
length, and by how early it comes: news tells the most important things first. What has been
chosen takes its words out of the choice of the next, so that nothing is told twice.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from tasks.extraction.reading import Reading
from tasks.record import Extractions, Span

_SENTENCES = 3
_SHARE = 0.34
"""Most of a text's sentences that a summary has: a third."""

_FEWEST_WORDS, _MOST_WORDS = 6, 60
"""A shorter sentence says too little by itself, a longer one is often a list."""

_EARLY = 2.0
"""How much more the first sentence weighs than the last."""

_SAID_ALREADY = 0.3
"""What is left of a word's weight once a chosen sentence has it."""

_MOST_SENTENCES = 400
"""Sentences that are weighed: a summary is not looked for at the end of a book."""

_WORDS = re.compile(r"[^\W\d_]{3,}")
_LEANING = frozenset({"he", "she", "they", "it", "this", "that", "these", "those", "but", "and"})
"""First words of a sentence that leans on the one before."""

_LEANING_WEIGHT = 0.6


@dataclass(slots=True)
class _Sentence:
    span: Span
    words: list[str]
    weight: float


def summary(reading: Reading, found: Extractions) -> Extractions:
    """Choose at most three sentences, and at most a third of all.

    Shape: in the order of the text.
    """
    sentences = list(_sentences(reading, found))
    counts = Counter(word for sentence in sentences for word in set(sentence.words))
    weights = {word: math.log(1 + count) for word, count in counts.items()}
    most = min(_SENTENCES, max(1, int(_SHARE * len(sentences))))
    chosen: list[Span] = []
    while sentences and len(chosen) < most:
        best = max(sentences, key=lambda sentence: _score(sentence, weights))
        sentences.remove(best)
        chosen.append(best.span)
        weights.update({word: _SAID_ALREADY * weights[word] for word in set(best.words)})
    in_order = tuple(sorted(chosen, key=lambda span: span.start))
    return found.model_copy(update={"summary": in_order})


def _sentences(reading: Reading, found: Extractions) -> Iterator[_Sentence]:
    spans = (found.sentences or ())[:_MOST_SENTENCES]
    headings = {b.start for b in reading.article.content.blocks if b.role == "heading"}
    for place, span in enumerate(spans):
        words = _WORDS.findall(reading.text[span.start : span.end].lower())
        if span.start in headings or len(words) < _FEWEST_WORDS:
            continue
        early = 1 + _EARLY * (1 - place / len(spans)) ** 2
        leans = words[0] in _LEANING
        content = [word for word in words[:_MOST_WORDS] if word not in reading.stop_words]
        yield _Sentence(span, content, early * (_LEANING_WEIGHT if leans else 1.0))


def _score(sentence: _Sentence, weights: dict[str, float]) -> float:
    length = max(1.0, math.sqrt(len(sentence.words)))
    return sentence.weight * sum(weights[word] for word in set(sentence.words)) / length
