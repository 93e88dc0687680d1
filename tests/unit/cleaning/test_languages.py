"""Languages: what a detector says, weighed against what the page says."""

import pytest

from tasks.cleaning.languages import language_of


@pytest.mark.parametrize(
    ("text", "claimed", "answer", "code"),
    [
        ("A text that is long enough to tell.", None, ("en", 0.9), "en"),
        ("A text that is long enough to tell.", "fr", ("en", 0.9), "en"),
        ("A text that is long enough to tell.", None, ("en", 0.4), "und"),
        ("A text that is long enough to tell.", "en-GB", ("en", 0.4), "en"),
        ("Too short.", "en", ("en", 1.0), "und"),
        ("", None, ("en", 1.0), "und"),
    ],
)
def test_a_doubtful_language_is_unknown_unless_the_page_agrees(
    text: str, claimed: str | None, answer: tuple[str, float], code: str
) -> None:
    """The page confirms the detector, and never overrules it."""
    assert language_of(text, claimed, lambda _text: answer).code == code
