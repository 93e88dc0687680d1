"""Writes places into one SQLite file, in such a way that the same places give the same file."""

import hashlib
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from .folding import key_of

SCHEMA: Final = 1
"""Rises when an older reader could not read the file, or a newer one not an older file."""

_TABLES: Final = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE place (
  id INTEGER PRIMARY KEY,
  geonames_id INTEGER,
  name TEXT NOT NULL,
  latitude REAL NOT NULL,
  longitude REAL NOT NULL,
  country TEXT,
  division TEXT,
  feature TEXT NOT NULL,
  population INTEGER NOT NULL
);
CREATE TABLE division (code TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE name (
  key TEXT NOT NULL,
  place INTEGER NOT NULL,
  is_primary INTEGER NOT NULL,
  PRIMARY KEY (key, place)
) WITHOUT ROWID;
CREATE TABLE people (key TEXT PRIMARY KEY, country TEXT NOT NULL) WITHOUT ROWID;
"""


class Place(NamedTuple):
    """One place with all its names.

    Attributes:
        division: code of the first-order division that it lies in.
        known_as: names that are as good as `name`.
    """

    geonames_id: int | None
    name: str
    latitude: float
    longitude: float
    country: str | None
    division: str | None
    feature: str
    population: int
    known_as: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


def write(
    file: Path,
    places: Iterable[Place],
    *,
    divisions: Mapping[str, str],
    people: Mapping[str, str],
    sources: str,
) -> str:
    """Write the file anew; what stood there is replaced when the new one is whole.

    Args:
        file: where.
        places: in any order.
        divisions: names of first-order divisions, by code.
        people: countries, by the words for their people.
        sources: what the places are from.

    Returns:
        The version: sources, and a hash of the content.
    """
    unfinished = file.with_name(f"{file.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    database = sqlite3.connect(unfinished)
    try:
        database.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {_TABLES}")
        _fill(database, places, divisions, people)
        version = f"{sources} sha256:{_hash(database)[:16]}"
        about = {"schema": str(SCHEMA), "version": version}
        database.executemany("INSERT INTO about VALUES (?, ?)", sorted(about.items()))
        database.commit()
        database.executescript("ANALYZE; VACUUM;")
    finally:
        database.close()
    unfinished.replace(file)
    return version


def _fill(
    database: sqlite3.Connection,
    places: Iterable[Place],
    divisions: Mapping[str, str],
    people: Mapping[str, str],
) -> None:
    names: list[tuple[str, int, bool]] = []
    rows: list[tuple[object, ...]] = []
    # In this order, the places of one name come with the most populous first.
    for number, place in enumerate(sorted(places, key=_rank), start=1):
        rows.append((number, *place[:8]))
        keys = dict.fromkeys(map(key_of, place.aliases), False)
        keys |= dict.fromkeys(map(key_of, (place.name, *place.known_as)), True)
        names += [(key, number, is_primary) for key, is_primary in keys.items() if key]
    database.executemany("INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    database.executemany("INSERT INTO name VALUES (?, ?, ?)", sorted(names))
    database.executemany("INSERT INTO division VALUES (?, ?)", sorted(divisions.items()))
    peoples = {key_of(word): country for word, country in people.items()}
    database.executemany("INSERT INTO people VALUES (?, ?)", sorted(peoples.items()))


def _rank(place: Place) -> tuple[int, int, str, str]:
    return -place.population, place.geonames_id or 0, place.feature, place.name


def _hash(database: sqlite3.Connection) -> str:
    digest = hashlib.sha256()
    for table in ("place", "name", "division", "people"):
        for row in database.execute(f"SELECT * FROM {table} ORDER BY 1, 2"):  # noqa: S608 - ours
            digest.update(repr(row).encode())
    return digest.hexdigest()
