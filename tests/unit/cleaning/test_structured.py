"""What a page says of itself, read."""

from tasks.cleaning.structured import words_of


def test_what_json_can_spell_and_text_cannot_hold_is_replaced() -> None:
    """A record can always be stored, whatever a page's JSON-LD holds."""
    assert (
        words_of("A \ud800 <b>bold</b>\0 claim&amp;amp;more") == "A \ufffd bold \ufffd claim&more"
    )
