"""SOURCE arguments to submissions: URLs, files, directories, globs and stdin.

One source may become many submissions. They come lazily, one file or one line at a time, so
that a list of a million URLs holds little memory; content is read here and never later, for a
submission holds bytes and no path. Nothing is fetched, decoded or judged here.

One rule tells what a text or stdin is: every line that is not blank or `#` is an http(s) URL:
a list; every line is a JSON object: JSON Lines; begins with `<`: HTML; else text. The rule
looks at the first 64 KiB, for stdin may have no end; a later line that breaks it is reported.
WARC and ARC files are known by their endings, whatever is forced (`warcs`).
"""

import base64
import io
import json
import mimetypes
import os
import re
import secrets
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO, Final, Literal, overload

from tasks.errors import TooLarge, UsageError
from tasks.job import Job, RawPage, Submission
from tasks.submitting import submission_from
from worker.submitting.paths import (
    ARCHIVES,
    ENDINGS,
    UNREADABLE,
    beside,
    check_paths,
    ending_of,
    opened,
    paths_of,
    reason,
)
from worker.submitting.warc_records import ArchiveBroken
from worker.submitting.warcs import WEB_URL, documents

Shape = Literal["list", "text", "html", "markdown", "pdf", "mail", "jsonl"]
"""What a text is. `list` and `text` can be forced upon what the rule would decide on."""

STDIN: Final = "-"
HEAD_BYTES: Final = 65_536
"""How far the rule looks. More makes a slow stdin wait longer for its first submission."""
MAX_URL_BYTES: Final = 16_384
"""No server takes a longer URL; a line beyond this is reported, and read past."""
JSON_GROWTH: Final = 6
"""A character can be six as JSON (`\\u001f`): a line may be this much longer than its text."""

_MEDIA_TYPES: Final[dict[str, str]] = {
    "text": "text/plain",
    "html": "text/html",
    "markdown": "text/markdown",
    "pdf": "application/pdf",
    "mail": "message/rfc822",
}
_CONTENTS: Final = ("text", "html", "html_base64")
_OTHER_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_SHAPES: Final[dict[str, Shape]] = {
    ".html": "html",
    ".htm": "html",
    ".md": "markdown",
    ".pdf": "pdf",
    ".eml": "mail",
    ".jsonl": "jsonl",
}
_UNIMPORTANT = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n\f"


@dataclass(frozen=True, slots=True)
class BadSource:
    """A file or a line that no submission can be made of.

    Attributes:
        code: `unreadable`, `undecodable`, `invalid_json` or `invalid_url`.
        message: names the file and the line.
        own_id: the `id` of the line, where it could be read.
        path: the file as it was given; None for stdin.
    """

    code: Literal["unreadable", "undecodable", "invalid_json", "invalid_url"]
    message: str
    own_id: str | None = None
    path: str | None = None


Found = Submission | BadSource


class _BadLine(Exception):  # noqa: N818 - it is a verdict on a line
    def __init__(
        self, code: Literal["unreadable", "undecodable", "invalid_json"], why: str
    ) -> None:
        super().__init__(code, why)
        self.code, self.why = code, why


def submissions(
    sources: Sequence[str],
    *,
    forced: Literal["list", "text", "jsonl"] | None = None,
    stdin: BinaryIO | None = None,
    limit_bytes: int = 10_000_000,
    skipped: Counter[str] | None = None,
    new_id: Callable[[], str] = lambda: secrets.token_hex(12),
) -> Iterator[Found]:
    """Give what the sources hold, in their order; directories in the order of their names.

    Args:
        sources: URLs, paths, globs, or `-` once.
        forced: what texts and stdin are, instead of what the rule says; `jsonl` holds for
            every file.
        stdin: what `-` means.
        limit_bytes: of one document, unpacked; above it a submission is refused as too large.
        skipped: counts, while it is read, the files left out of directories and globs, by
            their ending, and the records left out of archives, by what they are.
        new_id: makes job ids.

    Returns:
        Submissions, and a `BadSource` for each file or line that is none.

    Raises:
        UsageError: before anything is read: a source does not exist or holds nothing readable.
    """
    if sources.count(STDIN) > 1:
        raise UsageError("stdin (-) can be read only once")
    skipped = Counter() if skipped is None else skipped
    reader = _Reader(forced, stdin or io.BytesIO(), limit_bytes, skipped, new_id)
    for source in sources:
        if source != STDIN and not WEB_URL.fullmatch(source):
            _check(source)
    return chain.from_iterable(reader.read(source) for source in sources)


def _check(source: str) -> None:
    if _OTHER_SCHEME.match(source):
        raise UsageError(f"{source}: only http and https URLs can be fetched")
    check_paths(source)


def standard_input() -> BinaryIO:
    """Open stdin once more, apart from Python's own.

    A thread may be reading it when the program ends, and Python would wait for the lock of
    its own to close it.
    """
    return open(0, "rb", closefd=False)


@dataclass(frozen=True, slots=True)
class _Reader:
    forced: Literal["list", "text", "jsonl"] | None
    stdin: BinaryIO
    limit_bytes: int
    skipped: Counter[str]
    new_id: Callable[[], str]

    def read(self, source: str) -> Iterator[Found]:
        if source == STDIN:
            yield from self._stdin()
        elif WEB_URL.fullmatch(source):
            yield self._url(source)
        else:
            for path in paths_of(source, self.skipped):
                yield from (_unreadable(path),) if isinstance(path, OSError) else self._file(path)

    def _stdin(self) -> Iterator[Found]:
        try:
            yield from self._stream(self.stdin, None, None)
        except OSError as error:
            yield BadSource("unreadable", f"stdin: {reason(error)}")

    def _file(self, path: str) -> Iterator[Found]:
        if ending_of(path) in ARCHIVES:
            yield from self._archive(path)
            return
        shape = "jsonl" if self.forced == "jsonl" else _SHAPES.get(ending_of(path))
        try:
            with opened(path) as stream:
                yield from self._stream(stream, path, shape)
        except UNREADABLE as error:
            yield BadSource("unreadable", f"{path}: {reason(error)}", path=path)

    def _archive(self, path: str) -> Iterator[Found]:
        name, limit_bytes = _recorded(path), self.limit_bytes
        try:
            with open(path, "rb") as file:  # noqa: PTH123 - paths stay as they were given
                yield from documents(file, path=name, limit_bytes=limit_bytes, skipped=self.skipped)
        except (ArchiveBroken, OSError) as error:
            yield BadSource("unreadable", f"{path}: {reason(error)}", path=path)

    def _stream(self, stream: BinaryIO, path: str | None, shape: Shape | None) -> Iterator[Found]:
        head = b""
        if shape is None and (shape := self.forced) is None:
            head, shape = self._ruled(stream)
        if shape == "list":
            yield from self._listed(head, stream, path)
        elif shape == "jsonl":
            yield from self._json_lines(head, stream, path)
        else:
            yield self._document(head, stream, path, shape)

    def _ruled(self, stream: BinaryIO) -> tuple[bytes, Shape]:
        head = stream.read(HEAD_BYTES)
        complete = len(head) < HEAD_BYTES
        if not complete and b"\n" not in head:
            # One line of JSON may well hold a whole page.
            head += stream.readline(self._line_limit_bytes - len(head))
        return head, shape_of(head, complete=complete)

    def _document(
        self, head: bytes, stream: BinaryIO, path: str | None, shape: Shape
    ) -> Submission:
        job = Job(id=self.new_id(), kind="file" if path else "text", path=_recorded(path))
        body = head + stream.read(max(0, self.limit_bytes + 1 - len(head)))
        if len(body) > self.limit_bytes:
            return Submission(
                job, refused=TooLarge(f"{path or 'stdin'} is above {self.limit_bytes} bytes")
            )
        return Submission(job, page=RawPage(body=body, content_type=_media_type(path, shape)))

    def _listed(self, head: bytes, stream: BinaryIO, path: str | None) -> Iterator[Found]:
        for number, raw in enumerate(_lines(head, stream, MAX_URL_BYTES), 1):
            line = (raw or b"").decode("utf-8", "replace").removeprefix("\ufeff").strip()
            if raw is not None and (not line or line.startswith("#")):
                continue
            if WEB_URL.fullmatch(line):
                yield self._url(line)
            else:
                message = f"{_place(path, number)}: no http(s) URL: {line[:80]!r}"
                yield BadSource("invalid_url", message, path=path)

    def _json_lines(self, head: bytes, stream: BinaryIO, path: str | None) -> Iterator[Found]:
        for number, line in enumerate(_lines(head, stream, self._line_limit_bytes), 1):
            if line is None:
                job = Job(id=self.new_id(), kind="text")
                message = f"{_place(path, number)} is above {self._line_limit_bytes} bytes"
                yield Submission(job, refused=TooLarge(message))
            elif line.strip(_UNIMPORTANT):
                yield self._json_line(line, path, number)

    def _json_line(self, line: bytes, path: str | None, number: int) -> Found:
        place = _place(path, number)
        own_id = None
        try:
            fields = _object(line)
            own_id = _own_id(fields)
            submission = self._submission(fields, path)
        except _BadLine as bad:
            return BadSource(bad.code, f"{place}: {bad.why}", own_id=own_id, path=path)
        if submission.refused is None:
            return submission
        refused = type(submission.refused)(f"{place}: {submission.refused.message}")
        job = submission.job.model_copy(update={"own_id": own_id})
        return Submission(job, refused=refused)

    def _submission(self, fields: dict[str, object], lines_path: str | None) -> Submission:
        path = fields.get("html_path")
        if isinstance(path, str) and all(fields.get(name) is None for name in _CONTENTS):
            body = _html(beside(lines_path, path), self.limit_bytes)
            fields = {**fields, "html_base64": base64.b64encode(body).decode("ascii")}
        else:
            path = None
        return submission_from(fields, job_id=self.new_id(), max_bytes=self.limit_bytes, path=path)

    def _url(self, url: str) -> Submission:
        return Submission(Job(id=self.new_id(), kind="url", url=_recorded(url)))

    @property
    def _line_limit_bytes(self) -> int:
        return JSON_GROWTH * self.limit_bytes + HEAD_BYTES


# ---------------------------------------------------------------- the one rule


def shape_of(head: bytes, *, complete: bool) -> Shape:
    """Tell what a text is.

    Args:
        head: its beginning.
        complete: whether that is all of it; otherwise the last line is not looked at, unless
            it is the only one.
    """
    lines = [line.strip(_UNIMPORTANT) for line in head.split(b"\n")]
    if not complete and len(lines) > 1:
        del lines[-1]
    lines = [line for line in lines if line]
    listed = [line for line in lines if not line.startswith(b"#")]
    if listed and all(WEB_URL.fullmatch(line.decode("utf-8", "replace")) for line in listed):
        return "list"
    if lines and all(line.startswith(b"{") and _is_object(line) for line in lines):
        return "jsonl"
    return "html" if lines and lines[0].startswith(b"<") else "text"


def _is_object(line: bytes) -> bool:
    try:
        _object(line)
    except _BadLine:
        return False
    return True


def _object(line: bytes) -> dict[str, object]:
    try:
        fields = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise _BadLine("undecodable", "the line is not UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise _BadLine("invalid_json", f"invalid JSON: {error}") from error
    if not isinstance(fields, dict):
        raise _BadLine("invalid_json", "the line is no JSON object")
    return fields


def _unreadable(error: OSError) -> BadSource:
    path = str(error.filename)
    return BadSource("unreadable", f"{path}: {reason(error)}", path=path)


def _own_id(fields: dict[str, object]) -> str | None:
    own_id = fields.get("id")
    is_name = isinstance(own_id, str | int | float) and not isinstance(own_id, bool)
    return str(own_id) if is_name else None


def _html(path: str, limit_bytes: int) -> bytes:
    try:
        with opened(path, regular=True) as stream:
            return stream.read(limit_bytes + 1)
    except (*UNREADABLE, ValueError) as error:
        raise _BadLine("unreadable", f"html_path {path}: {reason(error)}") from error


@overload
def _recorded(argument: str) -> str: ...
@overload
def _recorded(argument: str | None) -> str | None: ...
def _recorded(argument: str | None) -> str | None:
    """Give an argument as a record can hold it: bytes that are not UTF-8 become U+FFFD."""
    return argument and os.fsencode(argument).decode("utf-8", "replace")


def _media_type(path: str | None, shape: Shape) -> str:
    ending = ending_of(path or "")
    if shape == "text" and ending not in ENDINGS:
        return mimetypes.guess_type(f"x{ending}")[0] or _MEDIA_TYPES[shape]
    return _MEDIA_TYPES[shape]


# ---------------------------------------------------------------- lines


def _lines(head: bytes, stream: BinaryIO, limit_bytes: int) -> Iterator[bytes | None]:
    """Give the lines of a stream whose head has been read; None for one above the limit."""
    start = io.BytesIO(head)
    while line := _line(start, stream, limit_bytes):
        if len(line) < limit_bytes or line.endswith(b"\n"):
            yield line
            continue
        while (rest := _line(start, stream, HEAD_BYTES)) and not rest.endswith(b"\n"):
            pass
        yield None


def _line(start: BinaryIO, stream: BinaryIO, limit_bytes: int) -> bytes:
    line = start.readline(limit_bytes)
    if line.endswith(b"\n"):
        return line
    return line + stream.readline(limit_bytes - len(line))


def _place(path: str | None, number: int) -> str:
    return f"{path or 'stdin'}, line {number}"
