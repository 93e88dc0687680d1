"""Near-duplicates among the inputs of one run: what the store does for the service, in memory."""

from itertools import chain
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from tasks.comparing.duplicates import REMEMBERED_BYTES, Remembered, duplicates_of
from tasks.comparing.minhash import signature_of
from tasks.comparing.signatures import BAND_BYTES, BANDS, Signature
from tasks.record import Duplicates, Record

# So many articles stand in a table of Python's; then they join the others in a tenth of the room.
RECENT: Final = 4096
_DIGEST_BYTES: Final = 16
_IN_EIGHT: Final = 8 - BAND_BYTES


class Text(NamedTuple):
    """What of a record is compared with others."""

    document: str
    sha256: str
    signature: Signature | None


def text_of(record: Record) -> Text:
    """Give what of a record is compared."""
    content = record.content
    signature = signature_of(content.text or "", record.figures)
    return Text(record.id, content.text_sha256, signature)


class Compared:
    """All texts so far. Memory: 2.5 KB an article at the most, a third of that most of the time."""

    def __init__(self) -> None:
        self._owners: dict[bytes, bytes] = {}
        self._remembered = bytearray()
        self._bands: npt.NDArray[np.uint64] = np.empty(0, np.uint64)
        self._firsts: npt.NDArray[np.uint32] = np.empty(0, np.uint32)
        self._recent: dict[int, int] = {}

    def duplicates(self, text: Text) -> Duplicates:
        """Compare a text with all before it, and remember it."""
        id_ = bytes.fromhex(text.document)
        owner = self._owners.setdefault(bytes.fromhex(text.sha256)[:_DIGEST_BYTES], id_).hex()
        bands = _bands_of(text.signature)
        candidates = (self._record(number) for number in self._sharing(bands))
        found = duplicates_of(text.document, text.sha256, owner, text.signature, candidates)
        if text.signature:
            _, sketch, numbers = text.signature
            cluster = found.cluster or text.document
            self._remember(bands, Remembered(text.document, cluster, sketch, numbers))
        return found

    def _sharing(self, bands: npt.NDArray[np.uint64]) -> list[int]:
        """Give the numbers of the first documents that had these bands, in order."""
        at = np.searchsorted(self._bands, bands)
        at[at == len(self._bands)] = 0
        known = self._firsts[at][self._bands[at] == bands] if len(self._bands) else ()
        recent = (self._recent.get(band) for band in bands.tolist())
        return sorted({int(n) for n in chain(known, recent) if n is not None})

    def _record(self, number: int) -> Remembered:
        start = number * REMEMBERED_BYTES
        return Remembered.from_bytes(bytes(self._remembered[start : start + REMEMBERED_BYTES]))

    def _remember(self, bands: npt.NDArray[np.uint64], one: Remembered) -> None:
        number = len(self._remembered) // REMEMBERED_BYTES
        self._remembered += one.to_bytes()
        for band in bands.tolist():
            self._recent.setdefault(band, number)
        if len(self._recent) >= RECENT * BANDS:
            self._fold()

    def _fold(self) -> None:
        """Sort the recent bands in among the others; of two that are the same the first stays."""
        bands = np.fromiter(self._recent.keys(), np.uint64)
        firsts = np.fromiter(self._recent.values(), np.uint32)
        self._bands, kept = np.unique(np.concatenate((self._bands, bands)), return_index=True)
        self._firsts = np.concatenate((self._firsts, firsts))[kept]
        self._recent = {}


def _bands_of(signature: Signature | None) -> npt.NDArray[np.uint64]:
    """Give the hashes of all bands as numbers."""
    if signature is None:
        return np.empty(0, np.uint64)
    each = np.frombuffer(signature.bands, np.uint8).reshape(BANDS, BAND_BYTES)
    return np.pad(each, ((0, 0), (0, _IN_EIGHT))).view(np.uint64).ravel()
