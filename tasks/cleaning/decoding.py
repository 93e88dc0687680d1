"""Bytes to text: which character set it is, and what is left out of it.

It knows nothing of what the text means. The order of the evidence is that of the WHATWG
Encoding and HTML standards (byte order mark, HTTP, meta), with one exception: bytes that are
valid UTF-8 are UTF-8, although a server says that they are windows-1252, for that claim is
most often the server's default.
"""

import codecs
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from charset_normalizer import from_bytes

from tasks.errors import TooLarge, Undecodable, UnsupportedMedia
from tasks.job import media_type

REPLACEMENT: Final = "\ufffd"

_PRESCAN_BYTES = 10_000
"""How far a declaration is looked for: browsers start again when one comes later than they read."""

_GUESS_BYTES = 20_000
"""How much the guess reads: more costs 10 ms a 10 KB and changes no answer that was tried."""

_ENOUGH_UTF8_BYTES = 20
"""A few double-byte characters are valid UTF-8 by chance; this many are not."""

_MOST_BROKEN = 0.25
"""Broken characters for each that is valid UTF-8: a page that was cut or put together has few."""

_MANY_ZEROS, _FEW_ZEROS = 0.5, 0.01
"""Shares of every second byte: UTF-16 of Latin text has zeros on one side, none on the other."""

_SAME_CHAOS = 0.005
"""Differences of the guess's own measure below this say nothing."""

_MAX_CONTROL_SHARE = 0.1
"""Text has next to no control characters, and compressed bytes have 10 % of them."""

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_MAGIC = (
    b"%PDF-",
    b"\x89PNG\r\n",
    b"\xff\xd8\xff",
    b"GIF87a",
    b"GIF89a",
    b"PK\x03\x04",
    b"\x1f\x8b\x08",
    b"\x28\xb5\x2f\xfd",
    b"BZh",
    b"\xfd7zXZ",
    b"\x7fELF",
    b"OggS",
    b"ID3",
    b"wOFF",
    b"wOF2",
)
_UNREADABLE_TYPES = ("image/", "audio/", "video/", "font/")
_UNREADABLE = frozenset(
    {"application/pdf", "application/zip", "application/gzip", "application/x-tar"}
)

# What browsers read a label as, where it is not what the label says.
_READ_AS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "hz": "gb18030",
    "euc_kr": "cp949",
    "johab": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
    "utf-16": "utf-16-le",
}
_SINGLE_BYTE = frozenset(
    {f"cp125{n}" for n in range(9)}
    | {f"iso8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)}
    | {"cp866", "cp874", "koi8-r", "koi8-u", "mac-roman", "mac-cyrillic"}
)
_MULTI_BYTE = frozenset(
    {"gb18030", "big5hkscs", "euc_jp", "iso2022_jp", "cp932", "cp949"}
    | {"utf-8", "utf-16-le", "utf-16-be"}
)
_LABELS = {
    "iso-8859-8-i": "iso8859-8",
    "logical": "iso8859-8",
    "ks_c_5601-1987": "cp949",
    "windows-874": "cp874",
    "windows-949": "cp949",
    "x-cp1250": "cp1250",
    "x-cp1251": "cp1251",
    "x-cp1252": "cp1252",
    "x-gbk": "gb18030",
    "x-sjis": "cp932",
    "x-x-big5": "big5hkscs",
    "x-euc-jp": "euc_jp",
    "x-mac-roman": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
    "x-mac-ukrainian": "mac-cyrillic",
    "x-user-defined": "cp1252",
    "unicode": "utf-16-le",
    "unicode-1-1-utf-8": "utf-8",
    "unicodefffe": "utf-16-be",
}
_GUESSES = (
    *("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257"),
    *("koi8_r", "gb18030", "big5hkscs", "cp932", "euc_jp", "cp949"),
)

_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_META = re.compile(rb"""<meta[\s/]((?:[^>"']|"[^"]*+"|'[^']*+')*+)>""", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    rb"""([^\s/=>"']+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE
)
_XML = re.compile(rb"""\s*<\?xml[^>]*?encoding\s*=\s*["']([^"'>]+)["']""")
_CHARSET = re.compile(r"""charset\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"';,]+))""", re.IGNORECASE)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\f\r\x1b")) + b"\x7f"
NOT_IN_TEXT = re.compile("[\x00\ud800-\udfff]")
"""What neither JSON nor UTF-8 can hold."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and the character set that it was in."""

    text: str
    encoding: str


def decode(
    body: bytes, content_type: str | None = None, *, max_bytes: int, clean: bool = True
) -> Decoded:
    """Decode a body as text.

    Args:
        body: the bytes, unpacked.
        content_type: what HTTP, or the caller, says of them.
        max_bytes: the longest body that is read.
        clean: also bring the text into NFC and take a byte order mark away; without it the
            code points are those of the input, so that offsets are too.

    Raises:
        TooLarge: the body is longer than `max_bytes`.
        UnsupportedMedia: the body is an image, an archive or the like.
        Undecodable: the body is no text.
    """
    if len(body) > max_bytes:
        raise TooLarge(f"{len(body)} bytes are more than the limit of {max_bytes}")
    refuse_media(body, content_type)
    encoding = encoding_of(body, content_type)
    # One for one keeps the offsets.
    text = NOT_IN_TEXT.sub(REPLACEMENT, _decoded(body, encoding))
    if clean:
        text = unicodedata.normalize("NFC", text.removeprefix("\ufeff"))
    return Decoded(text, encoding)


def refuse_media(body: bytes, content_type: str | None) -> None:
    """Refuse what is no text by its first bytes or by its media type.

    Raises:
        UnsupportedMedia: says which it is.
    """
    media = media_type(content_type)
    if body.startswith(_MAGIC):
        raise UnsupportedMedia(f"the bytes are no text ({media or 'no media type'})")
    looks_like_markup = body.lstrip()[:1] == b"<"
    if (media.startswith(_UNREADABLE_TYPES) or media in _UNREADABLE) and not looks_like_markup:
        raise UnsupportedMedia(f"{media} is not read")


def encoding_of(body: bytes, content_type: str | None = None) -> str:
    """Find the character set of a body, as the name of a Python codec.

    Raises:
        Undecodable: the bytes are no text.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return encoding
    declared = declared_encoding(body, content_type)
    if declared and not declared.startswith("utf-8"):
        return "utf-8" if _is_plainly_utf8(body, declared) else declared
    if _mostly_utf8(body):
        _refuse_controls(body, declared)
        return "utf-8"
    wide = _unmarked_utf16(body)
    if wide is None:
        _refuse_controls(body, declared=None)
    return wide or _guess(body)


def declared_encoding(body: bytes, content_type: str | None = None) -> str | None:
    """Give the character set that HTTP, or else the page itself, says it is in."""
    label = _charset(content_type)
    over_http = codec_of(label) if label else None
    return over_http or _declared_inside(body[:_PRESCAN_BYTES])


def codec_of(label: str) -> str | None:
    """Give the Python codec for a label as browsers read it, or None when there is none.

    Source: Encoding Standard, https://encoding.spec.whatwg.org/#names-and-labels
    """
    label = label.strip("\t\n\f\r \"'").lower()
    if label in _LABELS:
        return _LABELS[label]
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError, UnicodeError):
        return None
    name = _READ_AS.get(name, name)
    # Python has codecs that are no character sets (rot13, base64): they stay out.
    return name if name in _SINGLE_BYTE or name in _MULTI_BYTE else None


def _declared_inside(beginning: bytes) -> str | None:
    beginning = _COMMENT.sub(b"", beginning)
    for meta in _META.finditer(beginning):
        label = _meta_charset(meta[1])
        codec = codec_of(label) if label else None
        if codec:
            # Whoever could read this declaration has not read UTF-16.
            return "utf-8" if codec.startswith("utf-16") else codec
    xml = _XML.match(beginning)
    return codec_of(xml[1].decode("latin-1")) if xml else None


def _meta_charset(attributes: bytes) -> str | None:
    found = {
        match[1].lower(): (match[2] or match[3] or match[4] or b"").decode("latin-1")
        for match in reversed(list(_ATTRIBUTE.finditer(attributes)))
    }
    if b"charset" in found:
        return found[b"charset"]
    if found.get(b"http-equiv", "").lower() == "content-type":
        return _charset(found.get(b"content"))
    return None


def _charset(value: str | None) -> str | None:
    claim = _CHARSET.search(value or "")
    return claim[claim.lastindex or 0] if claim else None


def _is_plainly_utf8(body: bytes, declared: str) -> bool:
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    wide = len(body) - len(text)
    return wide >= (1 if declared in _SINGLE_BYTE else _ENOUGH_UTF8_BYTES)


def _mostly_utf8(body: bytes) -> bool:
    if body.isascii() or _is_utf8(body):
        return True
    text = body.decode("utf-8", "ignore")
    broken = len(body) - len(text.encode())
    right = len(text) - len(text.encode("ascii", "ignore"))
    return broken <= _MOST_BROKEN * right


def _is_utf8(body: bytes) -> bool:
    # Lone surrogates out of a JSON string come as three bytes each that UTF-8 proper refuses.
    try:
        body.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def _unmarked_utf16(body: bytes) -> str | None:
    sample = body[:_PRESCAN_BYTES]
    half = len(sample) // 2
    if len(body) % 2 or half == 0:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > _MANY_ZEROS * half and even <= _FEW_ZEROS * half:
        return "utf-16-le"
    if even > _MANY_ZEROS * half and odd <= _FEW_ZEROS * half:
        return "utf-16-be"
    return None


def _refuse_controls(body: bytes, declared: str | None) -> None:
    sample = body[:_PRESCAN_BYTES]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if declared is None and controls > _MAX_CONTROL_SHARE * len(sample):
        raise Undecodable(f"{controls} of the first {len(sample)} bytes are control characters")


def _guess(body: bytes) -> str:
    guesses = list(from_bytes(body[:_GUESS_BYTES], cp_isolation=list(_GUESSES)))
    if not guesses:
        return "cp1252"
    # Western and Central European letters look alike to it: of equals the commoner one.
    western = [guess for guess in guesses if "cp1252" in guess.could_be_from_charset]
    if western and western[0].chaos <= guesses[0].chaos + _SAME_CHAOS:
        return "cp1252"
    return codec_of(guesses[0].encoding) or "cp1252"


def _decoded(body: bytes, encoding: str) -> str:
    if encoding == "utf-8" and _is_utf8(body):
        return body.decode("utf-8", "surrogatepass")
    return body.decode(encoding, "replace")
