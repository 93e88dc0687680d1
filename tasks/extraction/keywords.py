"""What a text is about: its names, and the things that it keeps coming back to.

With a parse, candidates are names and noun chunks; without one, words. A candidate weighs by
how often it comes, by how early, and by being a name.
"""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tasks.extraction.english.nouns import singular
from tasks.extraction.parse import Parse
from tasks.extraction.reading import Reading
from tasks.record import Extractions, Keyword

_KEPT = 10
_NAMES_KEPT = 6
"""Names among the keywords of a text that says more than names."""

_MOST_WORDS = 4
"""Words of a noun chunk; a longer one is a clause."""

_NAME, _CHUNK, _WORD = 2.0, 1.0, 0.6
"""Weight of a name, of several words and of one word. With equal counts names come first."""

_EARLY = 1.0
"""How much more the first words of a text weigh than the last."""

_NAMES = frozenset({"person", "organisation", "place", "facility", "event", "product", "work"})
_SHORTEST = 4
"""Letters of a word, where no parse says what it is."""

_LOOK_BACK = 6
"""Code points before a word that show whether it begins a sentence: marks and a space."""

_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_PARTS = re.compile(r"[^\W\d_]+(?:[-'\u2019][^\W\d_]+)*")
_NUMBERS = frozenset({"DATE", "TIME", "CARDINAL", "ORDINAL", "PERCENT", "MONEY", "QUANTITY"})
_EMPTY = frozenset(
    {"people", "person", "man", "men", "woman", "women", "time", "way", "thing", "things", "case"}
    | {"cases", "number", "rise", "part", "group", "report", "statement", "year", "years", "day"}
    | {"days", "week", "weeks", "month", "months", "lot", "others", "today", "yesterday"}
)
"""Nouns that a text of any subject is full of."""

_LEFT_ASIDE = frozenset(
    {"$", "''", ",", "-LRB-", "-RRB-", ".", ":", "ADD", "CD", "DT", "EX", "FW", "HYPH", "IN", "LS"}
    | {"NFP", "PDT", "POS", "PRP", "PRP$", "RP", "SYM", "TO", "WDT", "WP", "WP$", "XX", "``"}
)
"""Tags of what no keyword begins with."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word, a chunk or a name, once for each time that it comes.

    Units: `start` in code points.
    """

    text: str
    start: int
    weight: float


Scored = tuple[float, Candidate]


def keywords(reading: Reading, found: Extractions) -> Extractions:
    """Find the best keywords.

    Shape: at most ten, the best first; the best one has score 1.
    """
    length = len(reading.text)
    if reading.parse is None:
        best, method = _scored(_words(reading), length)[:_KEPT], "frequency"
    else:
        candidates = [*_named(found), *_chunks(reading.parse, reading, found)]
        best, method = _mixed(_distinct(_scored(candidates, length))), "names and chunks"
    top = best[0][0] if best else 1.0
    return found.model_copy(
        update={
            "keywords": tuple(
                Keyword(text=candidate.text, score=round(score / top, 4), method=method)
                for score, candidate in best
            )
        }
    )


def _scored(candidates: Iterable[Candidate], length: int) -> list[Scored]:
    groups: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        groups.setdefault(candidate.text.casefold(), []).append(candidate)
    scored = [(_score(group, length), group[0]) for group in groups.values()]
    return sorted(scored, key=lambda pair: (-pair[0], pair[1].start, pair[1].text))


def _distinct(scored: list[Scored]) -> Iterator[Scored]:
    """Leave out what says no more than a better keyword: `mayor` beside `Moscow mayor`."""
    said: set[str] = set()
    for score, candidate in scored:
        words = {singular(word) for word in candidate.text.casefold().split()}
        if candidate.weight < _NAME and not words.isdisjoint(said):
            continue
        said |= words
        yield score, candidate


def _mixed(scored: Iterable[Scored]) -> list[Scored]:
    """Let no more names in than leave room for what the text says, where it says enough."""
    names: list[Scored] = []
    others: list[Scored] = []
    for score, candidate in scored:
        (names if candidate.weight == _NAME else others).append((score, candidate))
    names_kept = max(_NAMES_KEPT, _KEPT - len(others))
    kept = names[:names_kept] + others[:_KEPT]
    return sorted(kept, key=lambda pair: -pair[0])[:_KEPT]


def _score(group: list[Candidate], length: int) -> float:
    first = min(candidate.start for candidate in group)
    earliness = 1 + _EARLY * (1 - first / max(1, length))
    return max(c.weight for c in group) * (1 + math.log(len(group))) * earliness


def _named(found: Extractions) -> Iterator[Candidate]:
    for entity in found.entities or ():
        if entity.type in _NAMES:
            for mention in entity.mentions:
                yield Candidate(entity.name, mention.start, _NAME)


def _chunks(parse: Parse, reading: Reading, found: Extractions) -> Iterator[Candidate]:
    taken = {
        place
        for entity in found.entities or ()
        for mention in entity.mentions
        for place in range(mention.start, mention.end)
    }
    numbers = {
        place
        for name in parse.names
        if name.label in _NUMBERS
        for place in range(name.first, name.end)
    }
    stop = reading.stop_words | _EMPTY
    for phrase in parse.noun_phrases():
        words = list(phrase)
        while words and (words[0].tag in _LEFT_ASIDE or words[0].lower in reading.stop_words):
            words.pop(0)
        if any(word.index in numbers for word in words):
            continue
        if not 0 < len(words) <= _MOST_WORDS or any(word.start in taken for word in words):
            continue
        text = reading.text[words[0].start : words[-1].end]
        if all(_PARTS.fullmatch(part) for part in text.split()) and text.lower() not in stop:
            weight = _CHUNK if len(words) > 1 else _WORD
            yield Candidate(text, words[0].start, weight)


def _words(reading: Reading) -> Iterator[Candidate]:
    stop = reading.stop_words
    for match in _WORDS.finditer(reading.text):
        word = match[0]
        if len(word) >= _SHORTEST and word.lower() not in stop:
            is_name = word[0].isupper() and not _begins_sentence(reading.text, match.start())
            yield Candidate(word, match.start(), _NAME if is_name else _CHUNK)


def _begins_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - _LOOK_BACK) : start].rstrip("\"'\u2018\u201c\u201e\xab\xbf\xa1( ")
    return not before or before[-1] in ".!?\u2026\n"
