"""Makes the places of the gazetteer out of what the packages have and what was written by hand."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from .database import Place
from .folding import key_of
from .naming import core_of, english_name, is_alias, without_article
from .sources import City, Country, Division, Point

_TOWN: Final = 20_000  # people
_KINDS: Final = ("region", "province", "state")  # what the press calls any first-order division

ByHand = Mapping[str, Mapping[str, Any]]
"""What one of the TOML files has: by code or id `name`, `known_as`, `aliases`, `at`, `people`."""


def settlements_of(
    cities: Iterable[City], capitals: frozenset[int], by_hand: ByHand
) -> list[Place]:
    """Give the places of settlements."""
    return [
        _settlement(
            city,
            "PPLC" if city.geonames_id in capitals else "PPL",
            by_hand.get(str(city.geonames_id), {}),
        )
        for city in cities
    ]


def capitals_of(countries: Iterable[Country], cities: Iterable[City]) -> frozenset[int]:
    """Give the capitals: in each country the largest settlement that has the capital's name."""
    named = {country.code: country.capital for country in countries}
    largest: dict[str, City] = {}
    for city in cities:
        if named.get(city.country) in (city.name, *city.aliases):
            known = largest.setdefault(city.country, city)
            largest[city.country] = max(known, city, key=lambda one: one.population)
    return frozenset(city.geonames_id for city in largest.values())


def _settlement(city: City, feature: str, own: Mapping[str, Any]) -> Place:
    names = (city.name, *city.aliases)
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
        aliases=(
            city.name,
            *filter(is_alias, names),
            *filter(is_alias, (without_article(name, city.country) for name in names)),
            *own.get("aliases", ()),
        ),
    )


def divisions_of(divisions: Iterable[Division], by_hand: ByHand) -> list[Place]:
    """Give the places of divisions."""
    return [_division(division, by_hand.get(division.code, {})) for division in divisions]


def _division(division: Division, own: Mapping[str, Any]) -> Place:
    name = own.get("name") or english_name(division.name, division.called, division.aliases)
    country, *parts = division.code.split(".")
    core = core_of(name)
    latitude, longitude = own.get("at", (division.latitude, division.longitude))
    others = (core, division.name, division.called, *division.aliases)
    return Place(
        division.geonames_id,
        name,
        latitude,
        longitude,
        country,
        f"{country}.{parts[0]}",
        f"ADM{len(parts)}",
        division.population,
        known_as=(
            *sorted({core, *(other for other in others if core_of(other) == core)}),
            *own.get("known_as", ()),
        ),
        aliases=(
            *filter(is_alias, others),
            *(f"{core} {kind}" for kind in _KINDS if len(parts) == 1),
            *own.get("aliases", ()),
        ),
    )


def named_apart(settlements: Iterable[Place], divisions: Iterable[Place]) -> list[Place]:
    """Give a name that both have to the settlement first: Bryansk is the city, then the oblast.

    A settlement may have it as an alias only, as Basrah has Basra; it has to be a town then. Where
    no settlement of the division has it, as with Shandong, it stays a proper name of the division.
    """
    settlements, divisions = list(settlements), list(divisions)
    towns: dict[tuple[str | None, str], int] = {}
    for number, place in enumerate(settlements):
        proper = {key_of(name) for name in (place.name, *place.known_as)}
        others = map(key_of, place.aliases) if place.population >= _TOWN else ()
        for key in proper.union(others):
            best = towns.setdefault((place.division, key), number)
            if place.population > settlements[best].population:
                towns[place.division, key] = number
    for number, division in enumerate(divisions):
        shared = {
            name: towns[division.division, key_of(name)]
            for name in division.known_as
            if (division.division, key_of(name)) in towns
        }
        for name, town in shared.items():
            place = settlements[town]
            settlements[town] = place._replace(known_as=(*place.known_as, name))
        divisions[number] = division._replace(
            known_as=tuple(name for name in division.known_as if name not in shared),
            aliases=(*division.aliases, *shared),
        )
    return [*settlements, *divisions]


def countries_of(
    countries: Iterable[Country], points: Mapping[int, Point], by_hand: ByHand
) -> Iterator[Place]:
    """Give the places of countries and territories.

    Raises:
        KeyError: one lies nowhere: it is in no package, and was not placed by hand.
    """
    for country in countries:
        own = by_hand.get(country.code, {})
        latitude, longitude = own["at"] if "at" in own else points[country.geonames_id][1:3]
        yield Place(
            country.geonames_id,
            own.get("name", country.name),
            latitude,
            longitude,
            country.code,
            None,
            "PCLI",
            country.population,
            known_as=tuple(own.get("known_as", ())),
            aliases=(country.name, *own.get("aliases", ())),
        )


def regions_of(by_hand: Mapping[str, ByHand], points: Mapping[int, Point]) -> Iterator[Place]:
    """Give the regions and waters that were written by hand, by feature code.

    Raises:
        KeyError: one is said to have a GeoNames id that the packages do not know.
    """
    for feature, named in by_hand.items():
        for name, own in named.items():
            number = own.get("id")
            point = points[number] if number else _by_hand(name, *own["at"])
            yield Place(
                number,
                name,
                point.latitude,
                point.longitude,
                own.get("in"),
                None,
                feature,
                point.population,
                known_as=tuple(own.get("known_as", ())),
                aliases=tuple(own.get("aliases", ())),
            )


def _by_hand(name: str, latitude: float, longitude: float) -> Point:
    return Point(name, latitude, longitude, population=0)


def people_of(by_hand: ByHand) -> dict[str, str]:
    """Give the countries of the words for their people; most of them have a plural in -s."""
    return {
        form: code
        for code, own in by_hand.items()
        for word in own.get("people", ())
        for form in (word, word if word.endswith(("s", "h", "ese", "men")) else f"{word}s")
    }
