"""The documents that a WARC or ARC file holds: its pages and texts, each with its HTTP facts.

Nothing is fetched, decoded or judged here.
"""

import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final, NamedTuple

from warcio.statusandheaders import StatusAndHeaders

from tasks.errors import (
    Dropped,
    NewsmillError,
    TransientError,
    Undecodable,
    UnsupportedMedia,
    UpstreamError,
)
from tasks.job import KEPT_HEADERS, Job, RawPage, Submission, media_type
from worker.fetching.answers import PAGES, REDIRECTS, content_length, read_as, refusal
from worker.fetching.body import PIECE_BYTES, read_body, read_start
from worker.fetching.walls import EVIDENCE_BYTES
from worker.submitting.warc_records import HEAD_BYTES, Block, Record, head_from, records

WEB_URL: Final = re.compile(r"https?://[^\s/?#]\S*", re.IGNORECASE)
"""What can be fetched, or was."""

MOST_SKIPPED_KINDS: Final = 100
"""So many kinds of what is left out are told apart; a broken crawl may have millions."""

_DOCUMENTS: Final = frozenset(
    {"text/html", "application/xhtml+xml", "text/plain", "text/markdown", "text/x-markdown"}
    | {"application/pdf"}
)
_RECORD_TYPES: Final = frozenset(
    {"warcinfo", "request", "metadata", "revisit", "conversion", "continuation"}
)
_MEDIA_TYPE: Final = re.compile(r"[a-z0-9.+-]{1,40}/[a-z0-9.+-]{1,80}")
_STATUS: Final = re.compile(r"[1-9][0-9]{2}\b")
_PAGE_END: Final = re.compile(rb"</html>\s*$", re.IGNORECASE)
_CHUNK_SIZE: Final = re.compile(rb"[ \t]*([0-9a-fA-F]{1,8})[ \t]*(?:;.*)?\r?\n")
_ROBOTS: Final = re.compile(r"https?://[^/?#]+/robots\.txt", re.IGNORECASE)
_SCHEME: Final = re.compile(r"([a-z][a-z0-9+.-]{0,20}):", re.IGNORECASE)


class _Answer(NamedTuple):
    """The head of what a server answered.

    Attributes:
        status: None where no server was asked.
        headers: by their names in lower case.
    """

    status: int | None
    headers: Mapping[str, str]


def documents(
    file: io.BufferedReader, *, path: str, limit_bytes: int, skipped: Counter[str]
) -> Iterator[Submission]:
    """Give the pages and texts of an archive, in its order.

    Args:
        file: packed with gzip or not, whatever its name says.
        path: what records and messages call it.
        limit_bytes: of one document, unpacked; above it a submission is refused as too large.
        skipped: counts, while it is read, the records that are no documents, by what they are.

    Idempotent: the same record gives a job of the same id each time, in whatever file it is.

    Raises:
        ArchiveBroken: the rest of the file cannot be read.
    """
    for record, block in records(file):
        found = _document(record, block, path, limit_bytes)
        if isinstance(found, Submission):
            yield found
        elif found in skipped or len(skipped) < MOST_SKIPPED_KINDS:
            skipped[found] += 1
        else:
            skipped["other"] += 1


def _document(record: Record, block: Block, path: str, limit_bytes: int) -> Submission | str:
    """Give the document of a record, or in a word what it is instead."""
    other = _no_web_page(record)
    if other:
        return other
    answer = _answer(record, block)
    if answer is None:
        return "no HTTP answer"
    if answer.status in REDIRECTS:
        return "redirect"
    media = media_type(answer.headers.get("content-type"))
    if media not in _DOCUMENTS:
        return media if _MEDIA_TYPE.fullmatch(media) else "no media type"
    return _submission(record, answer, block, path, limit_bytes)


def _no_web_page(record: Record) -> str | None:
    if record.type not in ("response", "resource"):
        return record.type if record.type in _RECORD_TYPES else "other record"
    if not (WEB_URL.fullmatch(record.url) and record.url.isprintable()):
        scheme = _SCHEME.match(record.url)
        return f"{scheme[1].lower()} URL" if scheme else "no URL"
    if "@" in record.url.split("/", 3)[2]:
        return "URL with a password"
    return "robots.txt" if _ROBOTS.fullmatch(record.url) else None


def _answer(record: Record, block: Block) -> _Answer | None:
    """Read the head of what was answered; None where that is no HTTP."""
    if record.type == "resource":
        return _Answer(None, {"content-type": record.content_type})
    first = block.line(HEAD_BYTES)
    head = head_from(first, block.line) if first.startswith(b"HTTP/") else None
    status = _STATUS.match(head.statusline) if head else None
    return _Answer(int(status[0]), _headers(head)) if status else None


def _headers(head: StatusAndHeaders) -> dict[str, str]:
    headers: dict[str, str] = {}
    for name, value in head.headers:
        key = name.lower()
        if key in headers and key in KEPT_HEADERS:
            headers[key] += f", {value}"
        else:
            headers.setdefault(key, value)
    return headers


def _submission(
    record: Record, answer: _Answer, block: Block, path: str, limit_bytes: int
) -> Submission | str:
    job = Job(id=_job_id(record), kind="warc", url=record.url, path=path)
    headers = answer.headers
    # A page without its body keeps a job that is refused from ever being fetched.
    page = RawPage(
        body=b"",
        content_type=headers.get("content-type"),
        final_url=record.url,
        status=answer.status,
        at=record.at,
        etag=headers.get("etag"),
        last_modified=headers.get("last-modified"),
        headers={name: headers[name] for name in KEPT_HEADERS if name in headers},
    )
    try:
        if answer.status is not None and answer.status not in PAGES:
            raise _refusal(answer.status, headers, block)
        body, sent_bytes = _body(headers, block, limit_bytes)
        facts = {"content_type": read_as(body, page.content_type), "received_bytes": sent_bytes}
    except TransientError:
        return f"status {answer.status}"
    except Dropped as error:
        return Submission(job, page, type(error)(f"{path}, {record.url}: {error.message}"))
    return Submission(job, page.model_copy(update={"body": body, **facts}))


def _job_id(record: Record) -> str:
    """Give an id that is the record's own, so that the ledger knows it when it comes again."""
    named = record.own_id or f"{record.url} {record.date} {record.offset}"
    return hashlib.sha256(named.encode()).hexdigest()[:24]


def _refusal(status: int, headers: Mapping[str, str], block: Block) -> NewsmillError:
    start = b""
    with suppress(NewsmillError):
        packed_as = headers.get("content-encoding", "")
        start = read_start(_sent(headers, block), packed_as, EVIDENCE_BYTES)
    return refusal(status, headers, datetime.now(UTC), start)


def _body(headers: Mapping[str, str], block: Block, limit_bytes: int) -> tuple[bytes, int]:
    """Give the body, and the number of bytes that it had on the way.

    Many archives hold bodies unpacked under headers that say otherwise (all of Common Crawl's
    news before May 2019): what cannot be unpacked and begins as text is text.

    Raises:
        TooLarge: it is above the limit.
        Undecodable: it cannot be unpacked.
        ArchiveBroken: a part of it is missing.
    """
    sent, _ = read_body(_sent(headers, block), "", limit_bytes)
    if len(sent) != content_length(headers) and not _PAGE_END.search(sent, len(sent) - 100):
        block.check_whole()
    pieces = (sent[start : start + PIECE_BYTES] for start in range(0, len(sent), PIECE_BYTES))
    try:
        body, _ = read_body(pieces, headers.get("content-encoding", ""), limit_bytes)
    except (UpstreamError, UnsupportedMedia) as error:
        if not _begins_as_text(sent):
            raise Undecodable(error.message) from error
        body = sent
    return body, len(sent)


def _begins_as_text(body: bytes) -> bool:
    try:
        read_as(body, None)
    except UnsupportedMedia:
        return False
    return True


def _sent(headers: Mapping[str, str], block: Block) -> Iterator[bytes]:
    chunked = "chunked" in headers.get("transfer-encoding", "").lower()
    return _without_chunks(block) if chunked else block.pieces()


def _without_chunks(block: Block) -> Iterator[bytes]:
    """Undo chunked transfer coding, as far as the bytes are in chunks: some archives undid it.

    Source: RFC 9112, section 7.1.
    """
    while line := block.line(HEAD_BYTES):
        size = _CHUNK_SIZE.fullmatch(line)
        if size is None:
            yield line
            yield from block.pieces()
            return
        left = int(size[1], 16)
        if not left:
            return  # What follows are trailers.
        while left and (piece := block.read(min(left, PIECE_BYTES))):
            yield piece
            left -= len(piece)
        if (end := block.line(2)).strip():
            yield end  # The chunk was longer than it says.
