"""Near-duplicates: signatures, which documents are near, and what may be dropped."""

import pytest

from tasks.comparing.duplicates import REMEMBERED_BYTES, Remembered, duplicates_of, says_nothing_new
from tasks.comparing.minhash import signature_of
from tasks.comparing.signatures import Signature, similarity
from tasks.record import Duplicates, Figure
from tests import invented

TEXT = invented.article(1, 20)
FIRST, SECOND, THIRD = "1" * 32, "2" * 32, "3" * 32


def signature(text: str = TEXT, figures: tuple[Figure, ...] | None = ()) -> Signature:
    """Give the signature of a text that is long enough for one."""
    made = signature_of(text, figures)
    assert made
    return made


def remembered(document: str, text: str = TEXT, cluster: str | None = None) -> Remembered:
    """Give what is remembered of a document with that text."""
    made = signature(text)
    return Remembered(document, cluster or document, made.sketch, made.numbers)


def near(document: str, text: str, *candidates: Remembered, owner: str | None = None) -> Duplicates:
    """Compare a document with others."""
    return duplicates_of(document, "hash", owner, signature(text), candidates)


def test_signatures_never_change() -> None:
    """What is kept must fit what later releases and other machines make of the same text."""
    made = signature("Größe zählt: " + "alpha beta gamma delta epsilon zeta eta theta " * 3 + TEXT)
    assert made.bands.hex()[:20] == "8c4338562b3c78f9d6c0"
    assert made.sketch.hex()[:20] == "14c7e5e2807d181abfee"
    assert made.numbers
    assert made.numbers.hex() == "05eae7b2d880db61"


@pytest.mark.parametrize(
    "same",
    [TEXT.upper(), TEXT.replace(" ", "\n"), TEXT.replace(",", " —").replace(".", "!"), TEXT * 2],
)
def test_case_space_and_punctuation_do_not_count(same: str) -> None:
    """A text is its words in their order, each three of them once."""
    assert similarity(signature(same).sketch, signature().sketch) > 0.97


def test_similarity_is_the_share_of_shingles() -> None:
    """Half of a text has half of its shingles, about; another text has none of them."""
    words = [f"word{n}" for n in range(2000)]
    whole, half = (signature(" ".join(words[:n])).sketch for n in (1000, 500))
    other = signature(" ".join(words[1000:])).sketch
    assert abs(similarity(whole, half) - 0.5) < 0.15
    assert similarity(whole, other) < 0.05


@pytest.mark.parametrize("text", ["", "One two three.", "same " * 500])
def test_few_words_have_no_signature(text: str) -> None:
    """Chance decides where there are few shingles: only the exact text counts there."""
    assert signature_of(text) is None


@pytest.mark.parametrize(
    ("one", "edited"),
    [
        (
            "台風が東京に接近し、鉄道各社は運休を発表した。港では船が流され、けが人が出ている。",
            "関東地方",
        ),
        ("พายุไต้ฝุ่นเข้าใกล้กรุงโตเกียวและบริษัทรถไฟประกาศหยุดเดินรถ", "เมื่อวานนี้"),
    ],
)
def test_scripts_without_spaces_are_compared_by_characters(one: str, edited: str) -> None:
    """A text is near its edited copy, though it may have no space in it."""
    share = similarity(signature(one).sketch, signature(edited + one).sketch)
    assert 0.6 < share < 1


def test_the_first_is_the_original() -> None:
    """A document that is near nothing is the first of its own cluster."""
    assert near(FIRST, TEXT) == Duplicates(content_hash="hash", cluster=FIRST)


def test_own_signature_is_passed_over() -> None:
    """A document that is read again, or has a new version, is not near itself."""
    assert near(FIRST, TEXT, remembered(FIRST)) == near(FIRST, TEXT)


def test_a_copy_joins_the_cluster_of_what_it_is_nearest_to() -> None:
    """The nearest is named first, and it says which the first document of all was."""
    edited = TEXT.rpartition("\n\n")[0]
    found = near(THIRD, TEXT, remembered(FIRST, edited), remembered(SECOND, TEXT, FIRST))
    assert [one.id for one in found.nearest] == [SECOND, FIRST]
    assert found.nearest[0].similarity == 0.99
    assert found.cluster == FIRST


def test_the_owner_of_the_exact_text_needs_no_signature() -> None:
    """A short text has no signature, and an old one is forgotten: the very text is known still."""
    found = duplicates_of(SECOND, "hash", FIRST, None, ())
    assert [(one.id, one.similarity) for one in found.nearest] == [(FIRST, 1.0)]
    assert found.cluster == FIRST


def test_first_document_stays_the_original_when_its_copies_are_known() -> None:
    """Read again it is near its copies, and still the first of its cluster."""
    found = near(FIRST, TEXT + "\n\nA late addition.", remembered(SECOND, TEXT, FIRST))
    assert found.nearest
    assert found.cluster == FIRST


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("14 people were killed", "17 people were killed"),
        ("14 of 17 died", "17 of 14 died"),
        ("fourteen died", "seventeen died"),
    ],
)
def test_another_number_is_something_new(one: str, other: str) -> None:
    """A copy that differs in one number, or in their order, may not be dropped."""
    known = remembered(FIRST, f"{TEXT} {one}")
    assert says_nothing_new(SECOND, signature(f"{TEXT} {one}"), [known])
    assert not says_nothing_new(SECOND, signature(f"{TEXT} {other}"), [known])


def test_a_number_in_words_is_a_number() -> None:
    """What the figures say counts, for a text may say it without a digit."""
    fourteen, seventeen = (
        (Figure(start=0, end=5, text="x", kind="killed", value=value),) for value in (14, 17)
    )
    first = signature(figures=fourteen)
    known = [Remembered(FIRST, FIRST, first.sketch, first.numbers)]
    assert says_nothing_new(SECOND, signature(figures=fourteen), known)
    assert not says_nothing_new(SECOND, signature(figures=seventeen), known)


def test_unread_numbers_may_differ() -> None:
    """Where no step reads figures, a number in words may differ: nothing is dropped."""
    unread = signature(figures=None)
    known = Remembered(FIRST, FIRST, unread.sketch, unread.numbers)
    assert not says_nothing_new(SECOND, unread, [known])
    assert not says_nothing_new(SECOND, signature(), [known])


@pytest.mark.parametrize("numbers", [b"12345678", None])
def test_what_is_remembered_comes_back(numbers: bytes | None) -> None:
    """It is kept in so many bytes, and read from them as it was."""
    one = remembered(FIRST, cluster=SECOND)._replace(numbers=numbers)
    assert len(one.to_bytes()) == REMEMBERED_BYTES
    assert Remembered.from_bytes(one.to_bytes()) == one
