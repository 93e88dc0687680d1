"""The files of pages."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from tasks.errors import UsageError
from tasks.record import Record
from worker.showing.page import Entry, index, page
from worker.submitting.paths import reason

_NO_NAME: Final = re.compile(r"[^A-Za-z0-9_-]")
_LONGEST_NAME: Final = 64


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
