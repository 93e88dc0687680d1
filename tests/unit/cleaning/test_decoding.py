"""Bytes to text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.cleaning.decoding import codec_of, decode
from tasks.errors import Dropped, TooLarge, Undecodable, UnsupportedMedia

LIMIT = 10_000


def decoded(body: bytes, content_type: str | None = None) -> tuple[str, str]:
    """Decode, and give text and encoding."""
    found = decode(body, content_type, max_bytes=LIMIT)
    return found.text, found.encoding


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        (b"\xef\xbb\xbfcaf\xc3\xa9", "text/plain; charset=latin-1", ("café", "utf-8")),
        ("café".encode("utf-16"), None, ("café", "utf-16-le")),
        ("café".encode("utf-16-le"), None, ("café", "utf-16-le")),
        (b"caf\xe9 \x93ok\x94", "text/plain; charset=ISO-8859-1", ("café “ok”", "cp1252")),
        (b'<meta charset="windows-1251"><p>\xcc\xe8\xf0', None, None),
        (b'<?xml version="1.0" encoding="iso-8859-2"?><a>\xb1', None, None),
    ],
)
def test_a_declared_character_set_is_read_as_browsers_read_it(
    body: bytes, content_type: str | None, expected: tuple[str, str] | None
) -> None:
    """Byte order mark, then HTTP, then the page itself decide."""
    if expected is None:
        expected = {
            b"<m": ('<meta charset="windows-1251"><p>Мир', "cp1251"),
            b"<?": ('<?xml version="1.0" encoding="iso-8859-2"?><a>ą', "iso8859-2"),
        }[body[:2]]
    assert decoded(body, content_type) == expected


def test_valid_utf8_wins_over_a_servers_default() -> None:
    """A server that calls everything latin-1 is not believed against valid UTF-8."""
    assert decoded("Łódź".encode(), "text/html; charset=iso-8859-1") == ("Łódź", "utf-8")


def test_an_undeclared_text_in_no_utf8_is_guessed() -> None:
    """Western letters that are no UTF-8 come out as windows-1252."""
    text = "Der Bürgermeister von Görlitz hält die Brücke für gefährlich. " * 3
    assert decoded(text.encode("cp1252")) == (text, "cp1252")


def test_one_broken_byte_does_not_make_utf8_something_else() -> None:
    """A page that was cut in the middle of a character stays UTF-8."""
    text, encoding = decoded("Été à Orléans".encode() + b"\xc3")
    assert (text, encoding) == ("Été à Orléans\ufffd", "utf-8")


def test_nul_and_lone_surrogates_become_replacement_characters_one_for_one() -> None:
    """The length of a text does not change, so that offsets hold."""
    body = "a\0b\ud800c".encode("utf-8", "surrogatepass")
    found = decode(body, "text/plain; charset=utf-8", max_bytes=LIMIT, clean=False)
    assert found.text == "a\ufffdb\ufffdc"


def test_text_is_composed_unless_it_is_taken_as_it_is() -> None:
    """NFC changes lengths, so a text with offsets of its own is left alone."""
    body = "\ufeffe\u0301".encode()
    assert decode(body, max_bytes=LIMIT).text == "é"
    assert decode(body, max_bytes=LIMIT, clean=False).text == "\ufeffe\u0301"


@pytest.mark.parametrize("label", ["rot13", "base64", "zlib", "idna", "utf-7", "", "\0"])
def test_a_codec_that_is_no_character_set_is_not_used(label: str) -> None:
    """Python knows codecs that a page must not be able to choose."""
    assert codec_of(label) is None


@pytest.mark.parametrize(
    ("body", "content_type", "error"),
    [
        (b"%PDF-1.7 ...", None, UnsupportedMedia),
        (b"\x89PNG\r\n\x1a\n", "text/html", UnsupportedMedia),
        (b"whatever", "image/webp", UnsupportedMedia),
        (bytes(range(256)) * 4, None, Undecodable),
        (b"\0" * 1000, None, Undecodable),
        (b"a" * (LIMIT + 1), None, TooLarge),
    ],
)
def test_what_is_no_text_is_refused_by_name(
    body: bytes, content_type: str | None, error: type[Dropped]
) -> None:
    """Images, archives and noise never become articles."""
    with pytest.raises(error):
        decode(body, content_type, max_bytes=LIMIT)


@given(
    st.binary(max_size=2000),
    st.sampled_from([None, "text/html", "text/plain; charset=utf-8", "text/html; charset=gbk"]),
)
def test_any_bytes_become_text_or_are_refused_by_name(
    body: bytes, content_type: str | None
) -> None:
    """No bytes crash it, and what comes out can be stored as UTF-8 and JSON."""
    try:
        text = decode(body, content_type, max_bytes=LIMIT).text
    except Dropped:
        return
    assert "\0" not in text
    text.encode("utf-8")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=500))
def test_text_comes_back_as_it_was_given(text: str) -> None:
    """UTF-8 that says so comes back to the code point, but for NUL."""
    body, content_type = text.encode("utf-8"), "text/plain; charset=utf-8"
    found = decode(body, content_type, max_bytes=LIMIT, clean=False).text
    assert found == text.replace("\0", "\ufffd")
