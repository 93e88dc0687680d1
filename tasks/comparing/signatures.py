"""What is kept of a text to find those that say nearly the same. `minhash` makes it."""

from operator import eq
from typing import Final, NamedTuple

ALGORITHM: Final = "2"
"""Stands in the keys of all that is kept: what another one has made or laid out is not read."""

BANDS: Final = 32
ROWS: Final = 3
PERMUTATIONS: Final = 128
BAND_BYTES: Final = 5
"""Of a band's hash: few enough to be kept by the million, too many to be the same by chance."""
NUMBERS_BYTES: Final = 8
# Two values that have nothing to do with each other have their lowest byte in common so often.
_BY_CHANCE: Final = 1 / 256


class Signature(NamedTuple):
    """What is kept of a text.

    Attributes:
        bands: the hashes by which candidates are found, `BAND_BYTES` each.
        sketch: the lowest byte of each minimum, from which similarity is estimated.
        numbers: a hash of all numbers in their order; None where the text's figures were not read,
            as those in words may differ unseen.
    """

    bands: bytes
    sketch: bytes
    numbers: bytes | None


def similarity(one: bytes, other: bytes) -> float:
    """Estimate from two sketches which share of shingles both texts have, from 0 to 1.

    Its standard error is 0.045 at the most.
    """
    same: float = sum(map(eq, one, other)) / PERMUTATIONS
    return max(0.0, (same - _BY_CHANCE) / (1 - _BY_CHANCE))
