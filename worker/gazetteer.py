"""Where places are, from the file that `make setup` builds once (`worker.places`).

The file is opened read only and as one that never changes, so all processes share its pages and
none takes a lock.
"""

import os
import sqlite3
import sys
import weakref
from functools import lru_cache
from pathlib import Path
from typing import Final

import structlog

from config.settings import variable
from tasks.errors import UsageError
from tasks.extraction.gazetteer import Location
from worker.places.database import SCHEMA
from worker.places.folding import key_of

log = structlog.get_logger(__name__)

INSTALLED: Final = Path(sys.prefix, "share", "newsmill", "places.sqlite")
"""Where `make setup` and the image have it."""

_REMEMBERED = 8_192
"""Names whose places a process remembers: news keeps naming the same ones. Some ten megabytes."""

_NAMED: Final = """
SELECT geonames_id, place.name, is_primary, latitude, longitude, country, division.name,
       place.division, feature, population
FROM name JOIN place ON place.id = name.place
LEFT JOIN division ON division.code = place.division
WHERE name.key = ? ORDER BY name.place
"""


def found_gazetteer(path: Path | None) -> "PlacesFile | None":
    """Open the gazetteer that is set, or else the installed one.

    Returns:
        None where none is set and none is installed: places are then not resolved.

    Raises:
        UsageError: there is a file, or should be one, and it cannot be used.
    """
    if path is None and not INSTALLED.exists():
        log.warning("gazetteer.missing", path=str(INSTALLED), mend="make setup")
        return None
    return PlacesFile(path or INSTALLED)


class PlacesFile:
    """The gazetteer of one file (`tasks.extraction.gazetteer.Gazetteer`).

    Threads may share it, and a process may fork with it.

    Raises:
        UsageError: the file is missing, or of another kind or schema.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        # A connection must not cross a fork: each process opens its own.
        self._connections: dict[int, sqlite3.Connection] = {}
        weakref.finalize(self, _close, self._connections)
        self._version = self._checked_version()
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._looked_up)

    @property
    def version(self) -> str:
        """What it was made of, for `provenance`."""
        return self._version

    def named(self, name: str) -> tuple[Location, ...]:
        """Give every place of that name or alias, the most populous first.

        Case, accents, hyphens and kinds of apostrophe make no difference, nor does an article.
        """
        return self._remembered(name)

    def _looked_up(self, name: str) -> tuple[Location, ...]:
        rows = self._connection().execute(_NAMED, (key_of(name),))
        return tuple([Location(row[0], row[1], row[2] == 1, *row[3:]) for row in rows])

    def country_of_people(self, word: str) -> str | None:
        """Give the country of a nationality: ISO 3166-1 alpha-2."""
        rows = self._connection().execute(
            "SELECT country FROM people WHERE key = ?", (key_of(word),)
        )
        return next((country for (country,) in rows), None)

    def _connection(self) -> sqlite3.Connection:
        process = os.getpid()
        if process not in self._connections:
            self._connections[process] = _opened(self._path)
        return self._connections[process]

    def _checked_version(self) -> str:
        try:
            rows = self._connection().execute("SELECT key, value FROM about").fetchall()
        except sqlite3.Error as error:
            raise UsageError(
                f"{self._path} is no gazetteer that can be read ({error}): run make setup,"
                f" or correct {variable('places_path')}"
            ) from error
        about = dict(rows)
        if about["schema"] != str(SCHEMA):
            raise UsageError(
                f"{self._path} was built by another version of newsmill (schema {about['schema']},"
                f" not {SCHEMA}): run make setup"
            )
        return str(about["version"])


def _opened(path: Path) -> sqlite3.Connection:
    # SQLite lets one thread in at a time by itself.
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
    )


def _close(connections: dict[int, sqlite3.Connection]) -> None:
    if own := connections.pop(os.getpid(), None):
        own.close()
