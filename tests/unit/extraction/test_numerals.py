"""How numbers are read from digits and words."""

import pytest

from tasks.extraction.figures.numerals import numeral_at


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("two and a half million", 2.5e6),
        ("a million and a half", 1.5e6),
        ("one hundred and five thousand", 105_000),
        ("half a dozen", 6),
        ("three dozen", 36),
        ("twenty-one", 21),
        ("1,234,567.5", 1_234_567.5),
        ("12,34,567", 1_234_567),
        ("1.200,5", 1200.5),
        ("3 crore", 3e7),
        ("4k", 4000),
        ("nine out of ten", 90),
        ("three quarters", 75),
        ("a quarter of a million", 250_000),
    ],
)
def test_numbers_are_read_in_words_and_digits(text: str, value: float) -> None:
    """Of a share it is the percentage; the whole of the words is read."""
    numeral = numeral_at(text, 0)
    assert numeral is not None
    assert (numeral.value, numeral.end) == (value, len(text))


@pytest.mark.parametrize("text", ["twenty-first", "1.2.3", "fortieth", "12345678901234567890"])
def test_what_is_no_number_is_not_read(text: str) -> None:
    """Ordinals, versions and rows of digits."""
    assert numeral_at(text, 0) is None


@pytest.mark.timeout(20)
@pytest.mark.parametrize("unit", ["1,", "9", "one hundred and ", "a ", "12 of "])
def test_long_rows_are_read_in_linear_time(unit: str) -> None:
    """Nothing is read twice as a row grows, wherever one begins to read."""
    text = unit * 50_000
    for start in range(0, 100 * len(unit), len(unit)):
        numeral_at(text, start)
