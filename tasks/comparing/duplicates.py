"""Which known documents say nearly the same as an article, and which cluster it belongs to."""

from collections.abc import Iterable
from typing import Final, NamedTuple, Self

from tasks.comparing.signatures import NUMBERS_BYTES, PERMUTATIONS, Signature, similarity
from tasks.record import Duplicates, Nearest

# Measured by `make bench-duplicates`: the estimate is off by 0.04, and unrelated texts stay below
# 0.03, as do those of two reporters on one event. Few bands are shared by texts below 0.2.
MIN_SIMILARITY: Final = 0.15
"""From here on a document is named as near."""
MIN_SIMILARITY_OF_CLUSTER: Final = 0.2
"""From here on it is a copy, if an edited one: both are of one cluster."""
MIN_SIMILARITY_TO_DROP: Final = 0.8
"""From here on nothing new is said, where the numbers are the same too."""
MOST_NEAREST: Final = 5
MAX_ESTIMATE: Final = 0.99
"""Texts that are not the same are never as good as: a number may be all that differs."""

_ID_BYTES: Final = 16
_SKETCH_AT: Final = 2 * _ID_BYTES
_NUMBERS_AT: Final = _SKETCH_AT + PERMUTATIONS
REMEMBERED_BYTES: Final = _NUMBERS_AT + NUMBERS_BYTES


class Remembered(NamedTuple):
    """What is kept of a published document, to compare others with.

    Attributes:
        cluster: the id of the first document of its cluster; its own id where it is the first.
        sketch: of its signature; `numbers` likewise.
    """

    id: str
    cluster: str
    sketch: bytes
    numbers: bytes | None

    def to_bytes(self) -> bytes:
        """Give it as `REMEMBERED_BYTES` bytes."""
        numbers = self.numbers or bytes(NUMBERS_BYTES)
        return bytes.fromhex(self.id) + bytes.fromhex(self.cluster) + self.sketch + numbers

    @classmethod
    def from_bytes(cls, kept: bytes) -> Self:
        """Give back what `to_bytes` was said of."""
        return cls(
            id=kept[:_ID_BYTES].hex(),
            cluster=kept[_ID_BYTES:_SKETCH_AT].hex(),
            sketch=kept[_SKETCH_AT:_NUMBERS_AT],
            numbers=kept[_NUMBERS_AT:] if any(kept[_NUMBERS_AT:]) else None,
        )


def duplicates_of(
    document: str,
    text_sha256: str,
    owner: str | None,
    signature: Signature | None,
    candidates: Iterable[Remembered],
) -> Duplicates:
    """Say which other documents say the same as one, and which of them was the first.

    Args:
        document: the id of the one; what is remembered of it itself is passed over.
        text_sha256: of its whole text.
        owner: the id of the document that first had this very text, None when it is new.
        signature: of its text.
        candidates: documents whose signature has a band in common, the oldest first.
    """
    near = _near(document, signature, candidates)
    first = document if owner is None else owner
    copied = (other.cluster for other, share in near if share >= MIN_SIMILARITY_OF_CLUSTER)
    similarities = {other.id: share for other, share in near}
    if first != document:
        similarities = {first: 1.0} | similarities | {first: 1.0}
    nearest = tuple(
        Nearest(id=other, similarity=round(share, 3), level="text")
        for other, share in similarities.items()
        if share >= MIN_SIMILARITY
    )
    return Duplicates(
        content_hash=text_sha256, cluster=next(copied, first), nearest=nearest[:MOST_NEAREST]
    )


def says_nothing_new(
    document: str, signature: Signature | None, candidates: Iterable[Remembered]
) -> bool:
    """Say whether another document has nearly the same words, and the very same numbers.

    Where numbers are not known, there may be another: 'seventeen killed' for 'fourteen'.
    """
    return any(
        share >= MIN_SIMILARITY_TO_DROP
        for other, share in _near(document, signature, candidates)
        if signature and signature.numbers and signature.numbers == other.numbers
    )


def _near(
    document: str, signature: Signature | None, candidates: Iterable[Remembered]
) -> list[tuple[Remembered, float]]:
    """Give the other documents with their similarities, the most similar and oldest first."""
    if signature is None:
        return []
    others = (one for one in candidates if one.id != document)
    near = [(one, min(MAX_ESTIMATE, similarity(signature.sketch, one.sketch))) for one in others]
    return sorted(near, key=lambda found: -found[1])
