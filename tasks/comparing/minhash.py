"""Makes the signature of a text, by MinHash.

A text is the set of its shingles: three words that follow one another. The share of the same
minima in two signatures estimates the share of shingles that both texts have (Jaccard). Texts with
one band in common are candidates; how similar they are, the sketches tell.

The hashing is this module's own and must never change under one `signatures.ALGORITHM`: what is
kept is compared with signatures of other machines and later releases. Of the libraries, one brings
dependencies of 90 MB, and another's signatures may change with each version.

Source: A. Broder, On the resemblance and containment of documents, 1997; of b-bit sketches: P. Li
and A. C. König, b-Bit Minwise Hashing, 2010; mixing: SplitMix64 (Steele, Lea and Flood, 2014).
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from tasks.comparing.signatures import (
    BAND_BYTES,
    BANDS,
    NUMBERS_BYTES,
    PERMUTATIONS,
    ROWS,
    Signature,
)
from tasks.extraction.english.numbers import CARDINALS, ORDINALS
from tasks.record import Figure

SHINGLE_WORDS: Final = 3
MIN_SHINGLES: Final = 20
"""With fewer than so many, chance and set phrases decide: such a text has no signature."""

_RUN_CHARACTERS: Final = 4
# Scripts that do not set words apart: Thai, Lao, Burmese, Khmer, kana, and Chinese characters.
_UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff"
)
_WORD: Final = re.compile(rf"[{_UNSPACED}]+|[^\W_{_UNSPACED}]+")
_RUN: Final = re.compile(rf"[{_UNSPACED}]")
# English words too, for not every number is a figure.
_NUMBER: Final = re.compile(rf"\d+(?:[.,]\d+)*|\b(?:{'|'.join((*CARDINALS, *ORDINALS))})\b")
_AT_ONCE: Final = 4096
"""Shingles that are permuted at one time: 4 MB."""

_Hashes = npt.NDArray[np.uint64]


def signature_of(text: str, figures: Iterable[Figure] | None = None) -> Signature | None:
    """Give the signature of a text; None for one of too few words.

    Args:
        text: of any length and language.
        figures: what was read in it; None where that step did not run.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    shingles = _shingles(plain)
    if len(shingles) < MIN_SHINGLES:
        return None
    minima = _minima(shingles)
    numbers = None if figures is None else _numbers(plain, figures)
    return Signature(_bands(minima), minima.astype(np.uint8).tobytes(), numbers)


def _shingles(plain: str) -> _Hashes:
    """Give the hash of each shingle, once."""
    words = np.fromiter(map(_word_hash, _words(plain)), np.uint64)
    count = max(0, len(words) - SHINGLE_WORDS + 1)
    hashes = np.zeros(count, np.uint64)
    for n in range(SHINGLE_WORDS):
        hashes = _mixed(hashes + words[n : n + count])
    return np.unique(hashes)


def _words(plain: str) -> Iterator[str]:
    """Give the words of a text; where words are not set apart, characters in overlapping runs."""
    for word in _WORD.findall(plain):
        if _RUN.match(word):
            for start in range(max(1, len(word) - _RUN_CHARACTERS + 1)):
                yield word[start : start + _RUN_CHARACTERS]
        else:
            yield word


@lru_cache(maxsize=20_000)
def _word_hash(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "little")


def _mixed(hashes: _Hashes) -> _Hashes:
    """Give SplitMix64's next value for each."""
    mixed = hashes + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


# One permutation is a multiplication by an odd number and an addition; its upper half is used.
_DRAWN: Final = _mixed(np.arange(2 * PERMUTATIONS, dtype=np.uint64))
_FACTORS: Final = (_DRAWN[:PERMUTATIONS] | np.uint64(1))[:, np.newaxis]
_SUMMANDS: Final = _DRAWN[PERMUTATIONS:][:, np.newaxis]


def _minima(shingles: _Hashes) -> _Hashes:
    least = np.full(PERMUTATIONS, np.iinfo(np.uint64).max)
    for start in range(0, len(shingles), _AT_ONCE):
        permuted = shingles[start : start + _AT_ONCE] * _FACTORS + _SUMMANDS
        least = np.minimum(least, permuted.min(axis=1))
    return least >> np.uint64(32)


def _bands(minima: _Hashes) -> bytes:
    """Give a hash of each group of rows, which its place is part of."""
    hashes = np.arange(BANDS, dtype=np.uint64)
    for row in minima[: BANDS * ROWS].reshape(BANDS, ROWS).T:
        hashes = _mixed(hashes + row)
    in_bytes = hashes.astype("<u8").view(np.uint8).reshape(BANDS, 8)
    return in_bytes[:, :BAND_BYTES].tobytes()


def _numbers(plain: str, figures: Iterable[Figure]) -> bytes:
    named = _NUMBER.findall(plain)
    counted = [
        (figure.kind, figure.value, figure.low, figure.high, figure.negated) for figure in figures
    ]
    return hashlib.blake2b(repr((named, counted)).encode(), digest_size=NUMBERS_BYTES).digest()
