"""Topics: what an English text is about, as IPTC Media Topics of the top level.

Words of a lexicon are counted, each kind of word once with the logarithm of how often it comes,
so that one word said fifty times makes no topic; words of the title, section and tags count more.
"""

import math
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from itertools import pairwise
from typing import Final

from tasks.extraction.reading import Reading, StepSkipped
from tasks.record import Content, Extractions, Topic

__all__ = ["LEXICON", "Lexicon", "topics"]

_WORDS = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")
_ENTRIES = re.compile(r'"([^"]+)"|(\S+)')
_SHORTEST_STEM = 3

_OF_HEADLINE = 3
"""How many times a word of title, section or tags counts."""

_FEWEST_KINDS = 3
"""Kinds of words that make a topic: two may be chance."""

_LEAST_SHARE = 0.17
_MOST_TOPICS = 3


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words and stems, each with the topics that it shows.

    Attributes:
        words: whole words, and pairs of words with a blank between.
        stems: beginnings of words.
        longest_stem: code points of the longest stem.
        labels: names of the topics by their codes.
    """

    version: int
    words: dict[str, list[str]]
    stems: dict[str, list[str]]
    longest_stem: int
    labels: dict[str, str]

    @classmethod
    def of(cls, source: str) -> "Lexicon":
        """Read a lexicon as TOML."""
        read = tomllib.loads(source)
        words: dict[str, list[str]] = defaultdict(list)
        stems: dict[str, list[str]] = defaultdict(list)
        for code, topic in read["topics"].items():
            for pair, word in _ENTRIES.findall(topic["words"]):
                entry = pair or word
                (stems if entry.endswith("*") else words)[entry.rstrip("*")].append(code)
        labels = {code: topic["label"] for code, topic in read["topics"].items()}
        return cls(read["version"], dict(words), dict(stems), max(map(len, stems)), labels)

    def shown_by(self, word: str) -> Iterator[tuple[str, str]]:
        """Yield topics that a word shows, each with the entry that says so."""
        for code in self.words.get(word, ()):
            yield code, word
        for length in range(_SHORTEST_STEM, min(len(word), self.longest_stem) + 1):
            for code in self.stems.get(word[:length], ()):
                yield code, word[:length]


LEXICON: Final = Lexicon.of(
    resources.files(__name__).joinpath("lexicon.toml").read_text(encoding="utf-8")
)


def topics(reading: Reading, found: Extractions) -> Extractions:
    """Find the topics.

    Shape: at most three, the strongest first; `score` is the share of all that speaks for any.

    Raises:
        StepSkipped: the lexicon does not know the language.
    """
    if reading.language != "en":
        raise StepSkipped(f"its lexicon is English, not {reading.language}")
    counts = _counted(reading.text, 1) + _counted(_headlines(reading.article.content), _OF_HEADLINE)
    return found.model_copy(update={"topics": tuple(_best(counts, LEXICON))})


def _headlines(content: Content) -> str:
    return " / ".join(filter(None, (content.title, content.section, *(content.tags or ()))))


def _counted(text: str, times: int) -> Counter[str]:
    words = _WORDS.findall(text.lower())
    counts = Counter(words)
    pairs = (f"{first} {second}" for first, second in pairwise(words))
    counts.update(pair for pair in pairs if pair in LEXICON.words)
    return Counter({word: times * count for word, count in counts.items()})


def _best(counts: Counter[str], lexicon: Lexicon) -> Iterator[Topic]:
    entries: dict[str, Counter[str]] = defaultdict(Counter)
    for word, count in counts.items():
        for code, entry in lexicon.shown_by(word):
            entries[code][entry] += count
    scores = {code: sum(1 + math.log(n) for n in of.values()) for code, of in entries.items()}
    whole = sum(scores.values())
    for code, score in sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST_TOPICS]:
        if len(entries[code]) >= _FEWEST_KINDS and score / whole >= _LEAST_SHARE:
            yield Topic(
                code=f"medtop:{code}",
                label=lexicon.labels[code],
                score=round(score / whole, 4),
                method=f"lexicon:{lexicon.version}",
            )
