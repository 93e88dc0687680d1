"""Where places are, from the file that `make setup` builds once (`worker.places`).

The file is opened read only and as one that never changes, so all processes share its pages and
none takes a lock.
"""

import os
import sqlite3
import weakref
from pathlib import Path
from typing import Final

from tasks.errors import UsageError
from tasks.extraction.places.gazetteer import Location
from worker.places.database import SCHEMA
from worker.places.folding import key_of

_NAMED: Final = """
SELECT geonames_id, place.name, is_primary, latitude, longitude, country, division.name,
       place.division, feature, population
FROM name JOIN place ON place.id = name.place
LEFT JOIN division ON division.code = place.division
WHERE name.key = ? ORDER BY name.place
"""


class PlacesFile:
    """The gazetteer (`tasks.extraction.places.gazetteer.Gazetteer`) of one file.

    Threads may share it, and a process may fork with it.

    Raises:
        UsageError: the file is missing or of another kind or schema, with what to do.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        # A connection must not cross a fork: each process opens its own.
        self._connections: dict[int, sqlite3.Connection] = {}
        weakref.finalize(self, _close_own, self._connections)
        about = self._about()
        if about.get("schema") != str(SCHEMA):
            raise UsageError(
                f"{path} was built by another version of newsmill: build it again with make setup"
            )
        self._version = about["version"]

    @property
    def version(self) -> str:
        """What it was made of, for `provenance`."""
        return self._version

    def named(self, name: str) -> tuple[Location, ...]:
        """Give every place of that name or alias, the most populous first."""
        rows = self._connection.execute(_NAMED, (key_of(name),))
        return tuple([Location(row[0], row[1], row[2] == 1, *row[3:]) for row in rows])

    def country_of_people(self, word: str) -> str | None:
        """Give the country of a nationality: ISO 3166-1 alpha-2."""
        found = self._connection.execute("SELECT country FROM people WHERE key = ?", (key_of(word),))
        row = found.fetchone()
        return row[0] if row else None

    @property
    def _connection(self) -> sqlite3.Connection:
        process = os.getpid()
        if process not in self._connections:
            self._connections[process] = _opened(self._path)
        return self._connections[process]

    def _about(self) -> dict[str, str]:
        try:
            return dict(self._connection.execute("SELECT key, value FROM about").fetchall())
        except sqlite3.Error as error:
            raise UsageError(
                f"{self._path} is no file of places that can be read ({error}):"
                " build it with make setup"
            ) from error


def _opened(path: Path) -> sqlite3.Connection:
    # SQLite itself lets one thread in at a time.
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
    )


def _close_own(connections: dict[int, sqlite3.Connection]) -> None:
    if own := connections.pop(os.getpid(), None):
        own.close()
