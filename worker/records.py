"""Records to look at or to hand on: of a file, of stdin, or the newest of a document."""

import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import BinaryIO, Final, NoReturn, cast

from pydantic import ValidationError
from pydantic_core import from_json

from config.settings import Settings, variable
from tasks.errors import NewsmillError, UsageError
from tasks.record import Record
from worker.submitting.paths import UNREADABLE, opened, reason

STDIN: Final = "-"


def _raise(error: UsageError) -> NoReturn:
    raise error


def records_of(
    source: str,
    settings: Callable[[], Settings],
    tell: Callable[[str], None],
    refuse: Callable[[UsageError], None] = _raise,
) -> Iterator[Record]:
    """Yield the records of a file as they come, or the newest one of a document.

    Args:
        source: a file that holds one record, over as many lines as it likes, or one a line, as
            `extract`, `run` and `consume` print them; `-` for stdin; or else what names a document
            of the store (`worker.store.naming`).
        settings: asked for where the store has to be.
        tell: is told of each line of `extract` that is an error and no record.
        refuse: is given what is no record; where it returns, the rest goes on.

    Raises:
        UsageError: says which line is no record, or that there is none.
        DocumentUnknown: the store knows no such document.
        RecordGone: its newest record is no longer on the stream.
        RecordUnreadable: it is of another version of newsmill.
        NewsmillError: it was withdrawn.
    """
    if source == STDIN or _is_there(source):
        return _of_file(source, tell, refuse)
    return iter([_newest(source, settings())])


def _is_there(path: str) -> bool:
    try:
        return Path(path).exists()
    except OSError:
        # A URL may be longer than the name of any file.
        return False


def _newest(name: str, settings: Settings) -> Record:
    # The store's client, only for those who ask for it.
    from worker.resources import WorkerResources  # noqa: PLC0415
    from worker.store.naming import DocumentUnknown, document_named  # noqa: PLC0415

    if settings.servers.store_url is None:
        raise UsageError(
            f"{name} is no file, and {variable('store_url')} is not set: there is no store"
            " to look for a document in"
        )
    resources = WorkerResources(settings)
    try:
        document = document_named(resources.texts, name)
    except DocumentUnknown as error:
        raise DocumentUnknown(f"{name} is no file, and {error.message}") from None
    record = resources.streams.newest(document).record
    if record.version and record.version.change == "withdrawn":
        raise NewsmillError(f"{name} was withdrawn: nothing of it is left")
    return record


def _of_file(
    source: str, tell: Callable[[str], None], refuse: Callable[[UsageError], None]
) -> Iterator[Record]:
    name = "stdin" if source == STDIN else source
    empty = True
    for place, line, rest in _lines(source, name):
        try:
            given = _parsed(line, rest, place)
            if isinstance(given, dict) and "error" in given and "schema" not in given:
                tell(f"{place}: an error and no record: {given['error']!r}")
                continue
            yield _record(given, place)
        except UsageError as error:
            refuse(error)
        empty = False
    if empty:
        raise UsageError(f"{name}: holds no record")


def _lines(source: str, name: str) -> Iterator[tuple[str, bytes, BinaryIO]]:
    """Yield each line that is not blank, with where it stands and what follows it."""
    try:
        with nullcontext(sys.stdin.buffer) if source == STDIN else opened(source) as stream:
            lines = cast("BinaryIO", stream)
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield f"{name}, line {number}", line, lines
    except UNREADABLE as error:
        raise UsageError(f"{name}: {reason(error)}") from error


def _parsed(line: bytes, rest: BinaryIO, place: str) -> object:
    try:
        # One that begins with a brace alone is spread over the lines, as `jq .` writes it.
        return from_json(line + rest.read() if line.strip() == b"{" else line)
    except ValueError as error:
        raise UsageError(f"{place}: no JSON: {error}") from None


def _record(given: object, place: str) -> Record:
    try:
        return Record.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(map(str, first["loc"]))
        why = f"{field}: {first['msg']}" if field else first["msg"]
        raise UsageError(f"{place}: no record: {why}") from None
