"""Comparing the inputs of one run: what the command keeps in memory finds what the store finds."""

import random
from collections.abc import Iterator

from tasks.comparing.minhash import signature_of
from tasks.comparing.signatures import BAND_BYTES, BANDS, PERMUTATIONS, Signature
from tasks.record import sha256
from tests import invented
from worker.extracting.comparing import RECENT, Compared, Text

SIGNED = BANDS * BAND_BYTES


def text_of(number: int, text: str) -> Text:
    """Give what is compared of a document."""
    return Text(f"{number:032x}", sha256(text), signature_of(text, ()))


def drawn(count: int) -> Iterator[Text]:
    """Give as many texts that have nothing in common: only their signatures."""
    chance = random.Random(1)  # noqa: S311 - no secret
    for n in range(count):
        signature = Signature(chance.randbytes(SIGNED), chance.randbytes(PERMUTATIONS), None)
        yield Text(f"{n:032x}", sha256(str(n)), signature)


def test_later_inputs_name_earlier_ones() -> None:
    """The first is the original; a copy, an edited one and a short one name it."""
    known = Compared()
    first, short = invented.article(1, 20), "Tram 28 stands still."
    clusters = [
        known.duplicates(text_of(n, text)).cluster
        for n, text in enumerate((first, short, first, first + "\n\nMore soon.", short))
    ]
    assert clusters == [f"{n:032x}" for n in (0, 1, 0, 0, 1)]


def test_a_document_that_comes_twice_is_not_its_own_copy() -> None:
    """What is remembered of the same document is passed over."""
    known = Compared()
    for text in (invented.article(1, 20), invented.article(1, 19)):
        found = known.duplicates(text_of(7, text))
        assert (found.cluster, found.nearest) == (f"{7:032x}", ())


def test_nothing_is_lost_among_many() -> None:
    """However many have come since, each is found again, and none instead of another."""
    known = Compared()
    texts = list(drawn(2 * RECENT + 10))
    assert all(known.duplicates(text).cluster == text.document for text in texts)
    for text in texts[:: RECENT // 4]:
        again = text._replace(document="f" * 32, sha256=sha256(text.sha256))
        assert known.duplicates(again).cluster == text.document
