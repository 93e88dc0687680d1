"""Where sentences begin and end: by the parse, or by a few rules where there is none."""

import re
from collections.abc import Iterator

from tasks.extraction.parse import Parse
from tasks.extraction.reading import Reading
from tasks.record import Extractions, Span

# A full stop, perhaps a closing quotation mark or bracket, space, and what may begin a sentence.
# A row of stops is tried once, at its first, and given up whole: else dots take quadratic time.
_END = re.compile(
    r"""(?<![.!?\u2026])[.!?\u2026]++["'\u2019\u201d\xbb)\]]*+\s++"""
    r"""(?=["'\u2018\u201c\u201e\xab\xbf\xa1([\d]{0,9}\s?\w)"""
    r"|[\u3002\uff01\uff1f]+[\u300d\u300f\u201d]*|[\u0964\u06d4\u061f]+\s*"
)
_LAST_WORD = re.compile(r"([^\s(\[\u201c\u201e\xab]+?)\.\s*$")
_INITIAL = re.compile(r"[^\W\d_](?:\.[^\W\d_])*|\d{1,2}")
_LOOK_BACK = 30
"""Code points before a full stop that show whether it belongs to an abbreviation."""

_ABBREVIATIONS = frozenset(
    {"av", "bzw", "ca", "cf", "dr", "etc", "ing", "jr", "mme", "mlle", "mr", "mrs", "ms", "nr"}
    | {"no", "prof", "sr", "sra", "st", "ste", "str", "tel", "usw", "vgl", "vs", "al", "hl"}
)


def sentences(reading: Reading, found: Extractions) -> Extractions:
    """Find the sentences.

    Shape: sorted, never overlapping, no white space at either end, never across two blocks.
    """
    spans = _parsed(reading.parse) if reading.parse else _by_rule(reading)
    return found.model_copy(update={"sentences": tuple(spans)})


def _parsed(parse: Parse) -> Iterator[Span]:
    for sentence in parse.sentences:
        words = parse.of(sentence)
        yield Span(start=words[0].start, end=words[-1].end)


def _by_rule(reading: Reading) -> Iterator[Span]:
    for start, end in reading.blocks():
        first = start
        for match in _END.finditer(reading.text, start, end):
            if _is_end(reading.text, match.end()):
                yield from _trimmed(reading.text, first, match.end())
                first = match.end()
        yield from _trimmed(reading.text, first, end)


def _is_end(text: str, end: int) -> bool:
    if text[end : end + 1].islower():
        return False
    word = _LAST_WORD.search(text[max(0, end - _LOOK_BACK) : end])
    if word is None:
        return True
    return word[1].lower() not in _ABBREVIATIONS and not _INITIAL.fullmatch(word[1])


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    inside = text[start:end]
    if words := inside.strip():
        start += inside.index(words[0])
        yield Span(start=start, end=start + len(words))
