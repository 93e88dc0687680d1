"""A mail, as newsletters come (`.eml`), to its two bodies and what its header says.

The standard library takes the mail apart by its older policy: the newer one parses every header
with a grammar, and raises what it likes on a broken one. Bodies are decoded as pages are
(`decoding`), whatever character set their sender claims.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.policy import Compat32
from email.utils import parseaddr
from typing import Final

from tasks.cleaning.blocks import on_one_line
from tasks.cleaning.decoding import NOT_IN_TEXT, REPLACEMENT, Decoded, decode
from tasks.errors import Dropped, Undecodable

MEDIA_TYPE: Final = "message/rfc822"

_MOST_PARTS = 2_000
"""Lines that may begin a part: a mail of a million parts takes gigabytes to hold."""

_MOST_NESTED = 50
"""Boundaries that are declared: every line is compared with those that are open."""

_MOST_HEADER_CHARACTERS = 2_000
"""What is read of a header: its parameters are parsed in the square of its length."""

_PREFIX = re.compile(r"(?:\s*(?:aw|antw|enc|fwd?|re|rv|sv|tr|vs|wg)\s*:){1,10}\s*", re.IGNORECASE)
_BOUNDARY = re.compile(rb"boundary\s?=", re.IGNORECASE)


class _Bounded(Compat32):
    """Cuts headers that are longer than any header."""

    def header_source_parse(self, sourcelines: Sequence[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(list(sourcelines))
        return name, value[:_MOST_HEADER_CHARACTERS]


_POLICY = _Bounded()


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail, read.

    Attributes:
        html, text: its bodies.
        subject: without what replying and forwarding put before it.
        sender: the name of who sent it; None for a bare address.
        date: as the header has it.
    """

    html: Decoded | None
    text: Decoded | None
    subject: str | None
    sender: str | None
    date: str | None


def read_mail(body: bytes, *, max_bytes: int) -> Mail:
    """Take a mail apart. Attachments are left alone, but for a mail in a mail without a text.

    Raises:
        Undecodable: it is no mail, or none that can be taken apart.
    """
    if body.count(b"\n--") > _MOST_PARTS or len(_BOUNDARY.findall(body)) > _MOST_NESTED:
        raise Undecodable("the mail has more parts than any mail has")
    try:
        mail = message_from_bytes(body.lstrip(), policy=_POLICY)
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError) as error:
        raise Undecodable(f"the mail is broken: {type(error).__name__}: {error}") from error
    if not mail.keys():
        raise Undecodable("it is no mail: it has no header")
    bodies = _bodies(mail, max_bytes)
    subject = _PREFIX.sub("", _header(mail, "subject") or "", count=1)
    return Mail(
        html=bodies.get("text/html"),
        text=bodies.get("text/plain"),
        subject=subject or None,
        sender=_sender(mail),
        date=_header(mail, "date"),
    )


def _bodies(mail: Message, max_bytes: int) -> dict[str, Decoded]:
    """Give the first body of each kind; that of the mail in it where it has none of its own."""
    bodies: dict[str, Decoded] = {}
    parts = list(_parts(mail))
    for is_inner in (False, True):
        for part in (part for part, inner in parts if inner == is_inner):
            kind = part.get_content_type()
            if kind in {"text/html", "text/plain"} and kind not in bodies:
                decoded = _decoded(part, max_bytes)
                if decoded and decoded.text.strip():
                    bodies[kind] = decoded
        if bodies:
            break
    return bodies


def _parts(mail: Message) -> Iterator[tuple[Message, bool]]:
    """Give all parts but attachments, and whether they stand in a mail within the mail."""
    waiting = [(mail, False)]
    while waiting:
        part, is_inner = waiting.pop()
        content = part.get_payload()
        if isinstance(content, list):
            is_inner = is_inner or part.get_content_type() == MEDIA_TYPE
            inner = [(each, is_inner) for each in content if isinstance(each, Message)]
            waiting += reversed(inner)
        elif not str(part.get("content-disposition", "")).lower().startswith("attachment"):
            yield part, is_inner


def _decoded(part: Message, max_bytes: int) -> Decoded | None:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return None
    claimed = str(part.get("content-type", part.get_content_type()))
    try:
        return decode(content, claimed, max_bytes=max_bytes)
    except Dropped:  # a body that cannot be read is none
        return None


def _sender(mail: Message) -> str | None:
    name, _ = parseaddr(_raw(mail, "from") or "")
    name = _unfolded(name).strip("'\" ")
    return name if name and "@" not in name else None


def _header(mail: Message, name: str) -> str | None:
    return _unfolded(_raw(mail, name) or "") or None


def _raw(mail: Message, name: str) -> str | None:
    """Give a header as its bytes say it: what is not encoded is UTF-8, or else Latin."""
    stated = next((value for key, value in mail.raw_items() if key.lower() == name), None)
    if stated is None:
        return None
    said = str(stated).encode("utf-8", "surrogateescape")
    try:
        return said.decode()
    except UnicodeDecodeError:
        return said.decode("cp1252", "replace")


def _unfolded(value: str) -> str:
    """Give the words of a header: encoded ones decoded, on one line."""
    try:
        words = [_word(*part) for part in decode_header(value)]
    except (HeaderParseError, ValueError):
        words = [value]
    return on_one_line(NOT_IN_TEXT.sub(REPLACEMENT, "".join(words)))


def _word(word: str | bytes, charset: str | None) -> str:
    if isinstance(word, str):
        return word
    try:
        # What stood beside encoded words comes back in this codec.
        return word.decode(charset or "raw_unicode_escape", "replace")
    except (LookupError, ValueError):
        return word.decode("latin-1")
