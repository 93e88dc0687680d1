"""Writes places into one SQLite file, in such a way that the same places give the same file."""

import hashlib
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
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
    people: Mapping[str, str],
    sources: str,
) -> str:
    """Write the file anew; what stood there is replaced when the new one is whole.

    Args:
        file: where.
        places: in any order.
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
        _fill(database, sorted(places, key=_rank), people)
        version = f"{sources} sha256:{_hash(database)[:16]}"
        about = {"schema": str(SCHEMA), "version": version}
        database.executemany("INSERT INTO about VALUES (?, ?)", sorted(about.items()))
        database.commit()
        database.executescript("ANALYZE; VACUUM;")
    finally:
        database.close()
    unfinished.replace(file)
    return version


def _fill(database: sqlite3.Connection, places: Sequence[Place], people: Mapping[str, str]) -> None:
    database.executemany(
        "INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        ((number, *place[:8]) for number, place in enumerate(places)),
    )
    database.executemany(
        "INSERT INTO name VALUES (?, ?, ?)",
        sorted(
            (key, number, is_primary)
            for number, place in enumerate(places)
            for key, is_primary in _keys(place).items()
        ),
    )
    divisions = {place.division: place.name for place in places if place.feature == "ADM1"}
    database.executemany("INSERT INTO division VALUES (?, ?)", sorted(divisions.items()))
    peoples = {key_of(word): country for word, country in people.items()}
    database.executemany("INSERT INTO people VALUES (?, ?)", sorted(peoples.items()))


def _keys(place: Place) -> dict[str, bool]:
    """Give the keys of a place, each with whether it is one of its proper names."""
    keys = dict.fromkeys(map(key_of, place.aliases), False)
    return keys | dict.fromkeys(map(key_of, (place.name, *place.known_as)), True)


def _rank(place: Place) -> tuple[int, int, str, str]:
    # Numbered in this order, the places of one name are read with the most populous first.
    return -place.population, place.geonames_id or 0, place.feature, place.name


def _hash(database: sqlite3.Connection) -> str:
    digest = hashlib.sha256()
    for table in ("place", "name", "division", "people"):
        for row in database.execute(f"SELECT * FROM {table} ORDER BY 1, 2"):  # noqa: S608 - ours
            digest.update(repr(row).encode())
    return digest.hexdigest()
