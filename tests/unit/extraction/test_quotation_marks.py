"""Which quotation marks open, which close, and which are apostrophes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.extraction.quotations.marks import Marked, marked

MARKS = st.sampled_from(
    [
        *"\u201c\u201d\u2018\u2019\u201e\u201a\xab\xbb\u2039\u203a\"'",
        "``",
        "''",
        " ",
        "a",
        "s",
        ".",
        "\n",
    ]
)


def inside(text: str) -> list[str]:
    """Give what stands between the marks of a paragraph."""
    return [text[piece.start : piece.end] for piece in marked(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\u201cIt rained,\u201d she said, \u201call day.\u201d", ["It rained,", "all day."]),
        ("\u2018It rained,\u2019 she said, \u2018all day.\u2019", ["It rained,", "all day."]),
        ('"It rained," she said.', ["It rained,"]),
        ("'It rained,' she said.", ["It rained,"]),
        ("``It rained,'' she said.", ["It rained,"]),
        ("\u201eIt rained\u201c and \u201eit snowed\u201d", ["It rained", "it snowed"]),
        ("\xab It rained \xbb, \xbbit snowed\xab", ["It rained", "it snowed"]),
        ("\u201aIt rained\u2018 and \u2039it snowed\u203a", ["It rained", "it snowed"]),
        ("\u201dIt rained\u201d, she said", ["It rained"]),
        ("(\u201cIt rained\u201d)\u2014\u201cand how\u201d", ["It rained", "and how"]),
    ],
)
def test_the_marks_of_the_press_are_known(text: str, expected: list[str]) -> None:
    """English, American, German, French and Swedish ones, straight and curly."""
    assert inside(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\u2019Tis the miners\u2019 hall of the \u201990s, Jones\u2019 pub", []),
        ("rock \u2019n\u2019 roll, rock 'n' roll, the class of '68", []),
        (
            "\u2018The miners\u2019 hall won\u2019t open,\u2019 he said",
            ["The miners\u2019 hall won\u2019t open,"],
        ),
        ("'The miners' hall won't open,' he said", ["The miners' hall won't open,"]),
        ("\u2018I\u2019m goin\u2019 home,\u2019 he said", ["I\u2019m goin\u2019 home,"]),
        ("'I like 'em,' she said", ["I like 'em,"]),
        ("the \u2018old\u2019 hall of the miners\u2019 union", ["old"]),
        ('a 5\'10" man before a 27" screen', []),
        ("a stray \u2018mark in the midst", []),
    ],
)
def test_apostrophes_are_no_quotation_marks(text: str, expected: list[str]) -> None:
    """Possessives, clipped words and inches neither open a piece nor close one."""
    assert inside(text) == expected


def test_marks_nest() -> None:
    """What is marked within a piece belongs to it."""
    text = "\u201cShe told me, \u2018Go home,\u2019 and I did.\u201d"
    (outer,) = marked(text, 0, len(text))
    (inner,) = outer.inner
    assert text[inner.start : inner.end] == "Go home,"
    assert (outer.closed, inner.closed) == (True, True)


@pytest.mark.parametrize(
    "text",
    [
        "\u201cWe left in the night. It rained.",
        "He was tired. \u2018We left in the night. It rained.",
    ],
)
def test_what_is_left_open_ends_with_its_paragraph(text: str) -> None:
    """It is known as open, so that the next paragraph may go on with it."""
    (piece,) = marked(text + " \n\nNext.", 0, len(text) + 1)
    assert text[piece.start : piece.end] == "We left in the night. It rained."
    assert not piece.closed


def test_a_mark_within_its_own_kind_ends_what_was_left_open() -> None:
    """So one forgotten mark does not swallow the next quotation."""
    text = "\u201cWe left. \u201cIt rained.\u201d"
    assert [(p.closed, text[p.start : p.end]) for p in marked(text, 0, len(text))] == [
        (False, "We left."),
        (True, "It rained."),
    ]


@given(text=st.lists(MARKS, max_size=60).map("".join))
def test_whatever_marks_a_text_has_pieces_are_in_order_and_in_bounds(text: str) -> None:
    """Inner ones lie within outer ones."""

    def check(pieces: list[Marked], start: int, end: int) -> None:
        for piece in pieces:
            assert start <= piece.outer_start < piece.start <= piece.end <= piece.outer_end <= end
            check(piece.inner, piece.start, piece.end)
            start = piece.outer_end

    check(marked(text, 0, len(text)), 0, len(text))
