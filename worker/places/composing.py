"""Makes the places of the gazetteer out of what the sources have and what was written by hand."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from . import sources
from .database import Place
from .folding import key_of
from .naming import core_of, english_name, is_alias

_HERE = Path(__file__).parent


def curated(name: str) -> dict[str, Any]:
    """Give one of the files written by hand, beside this module."""
    return tomllib.loads((_HERE / f"{name}.toml").read_text(encoding="utf-8"))


def capitals(
    countries: Iterable[sources.Country], cities: Iterable[sources.City]
) -> frozenset[int]:
    """Give the capitals: in each country the largest settlement that has the capital's name."""
    named = {country.code: country.capital.strip() for country in countries}
    largest: dict[str, sources.City] = {}
    for city in cities:
        if named.get(city.country) in (city.name, *city.aliases):
            other = largest.setdefault(city.country, city)
            largest[city.country] = max(other, city, key=lambda one: one.population)
    return frozenset(city.geonames_id for city in largest.values())


def settlement(city: sources.City, feature: str, own: Mapping[str, Any]) -> Place:
    """Give the place of a settlement; `own` is what was written of it by hand."""
    return Place(
        city.geonames_id,
        own.get("name", city.name),
        city.latitude,
        city.longitude,
        city.country,
        f"{city.country}.{city.admin1}" if city.admin1 else None,
        feature,
        city.population,
        known_as=tuple(own.get("known_as", ())),
        aliases=(city.name, *filter(is_alias, city.aliases), *own.get("aliases", ())),
    )


def division(
    found: sources.Division, own: Mapping[str, Any], settled: frozenset[tuple[str, str]]
) -> Place:
    """Give the place of a division; `settled` has country and key of each settlement.

    `Shandong` is as good a name as Shandong Province, but `Bryansk` is the city before the oblast.
    """
    name = own.get("name") or english_name(found.name, found.aliases)
    country = found.code.partition(".")[0]
    core = core_of(name)
    is_settlement = (country, key_of(core)) in settled
    order = found.code.count(".")
    return Place(
        found.geonames_id,
        name,
        found.latitude,
        found.longitude,
        country,
        ".".join(found.code.split(".")[:2]),
        f"ADM{order}",
        found.population,
        known_as=(*own.get("known_as", ()), *(() if is_settlement else (core,))),
        aliases=tuple(
            filter(is_alias, (core, found.name, *found.aliases, *own.get("aliases", ())))
        ),
    )


def country(found: sources.Country, points: Mapping[int, sources.Point], own: Mapping[str, Any]) -> Place:
    """Give the place of a country or territory."""
    known = points.get(found.geonames_id)
    latitude, longitude = own["at"] if "at" in own else known[1:3]
    return Place(
        found.geonames_id,
        own.get("name", found.name),
        latitude,
        longitude,
        found.code,
        None,
        "PCLI",
        found.population,
        known_as=tuple(own.get("known_as", ())),
        aliases=(found.name, *filter(is_alias, found.aliases), *own.get("aliases", ())),
    )


def regions(by_hand: Mapping[str, Mapping[str, Any]]) -> Iterator[Place]:
    """Give the regions, rivers, seas and so on, that were all written by hand."""
    for feature, named in by_hand.items():
        for name, own in named.items():
            latitude, longitude = own["at"]
            yield Place(
                None, name, latitude, longitude, own.get("in"), None, feature, 0,
                aliases=tuple(own.get("aliases", ())),
            )
