"""The files around a page: records that are read, and pages that are written."""

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import BinaryIO, Final, cast

from pydantic import ValidationError
from pydantic_core import from_json

from tasks.errors import UsageError
from tasks.record import Record
from worker.showing.page import Entry, index, page
from worker.submitting.paths import UNREADABLE, opened, reason

STDIN: Final = "-"
_NO_NAME: Final = re.compile(r"[^A-Za-z0-9_-]")
_LONGEST_NAME: Final = 64


def records_of(source: str, tell: Callable[[str], None]) -> Iterator[Record]:
    """Yield the records of a file as they come.

    Args:
        source: a file that holds one record, over as many lines as it likes, or one a line, as
            `extract`, `run` and `consume` print them; or `-` for stdin.
        tell: is told of each line of `extract` that is an error and no record.

    Raises:
        UsageError: says which line is no record, or that there is none.
    """
    name = "stdin" if source == STDIN else source
    found = False
    for place, given in _objects(source, name):
        if isinstance(given, dict) and "error" in given and "schema" not in given:
            tell(f"{place}: an error and no record: {given['error']!r}")
            continue
        found = True
        yield record_of(given, place)
    if not found:
        raise UsageError(f"{name}: holds no record")


def record_of(given: object, place: str) -> Record:
    """Make a record of what JSON holds.

    Raises:
        UsageError: says what is wrong with it first.
    """
    try:
        return Record.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(map(str, first["loc"]))
        why = f"{field}: {first['msg']}" if field else first["msg"]
        raise UsageError(f"{place}: no record: {why}") from None


def _objects(source: str, name: str) -> Iterator[tuple[str, object]]:
    """Yield what each line holds, with where it stands; or what all lines hold together."""
    try:
        with nullcontext(sys.stdin.buffer) if source == STDIN else opened(source) as stream:
            lines = cast("BinaryIO", stream)
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _parsed(line, lines, f"{name}, line {number}")
    except UNREADABLE as error:
        raise UsageError(f"{name}: {reason(error)}") from error


def _parsed(line: bytes, rest: BinaryIO, place: str) -> tuple[str, object]:
    try:
        return place, from_json(line)
    except ValueError as error:
        if line.strip() != b"{":
            raise UsageError(f"{place}: no JSON: {error}") from None
    # As `jq .` writes it.
    try:
        return place, from_json(line + rest.read())
    except ValueError as error:
        raise UsageError(f"{place}: no JSON: {error}") from None


def file_name(record: Record) -> str:
    """Give the name of a record's page; an id is somebody else's word, and becomes no path."""
    return f"{_NO_NAME.sub('_', record.id)[:_LONGEST_NAME] or '_'}.html"


def write_page(record: Record, path: Path) -> Path:
    """Write the page of a record.

    Args:
        record: what to show.
        path: the file, or an existing directory for it.

    Returns:
        The file.

    Raises:
        UsageError: it cannot be written.
    """
    target = path / file_name(record) if path.is_dir() else path
    return _written(target, page(record))


def write_pages(records: Iterable[Record], folder: Path) -> Path:
    """Write a page for each record, and an index of them.

    Returns:
        The index.

    Raises:
        UsageError: the folder cannot be made or written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder}: {reason(error)}") from error
    entries = []
    for number, record in enumerate(records, 1):
        # Two versions of one document have the same id.
        target = folder / f"{number:04}-{file_name(record)}"
        entries.append(Entry.of(_written(target, page(record)).name, record))
    return _written(folder / "index.html", index(entries))


def _written(path: Path, html: str) -> Path:
    try:
        path.write_text(html, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path}: {reason(error)}") from error
    return path
