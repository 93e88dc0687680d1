"""What a gazetteer tells of a name. `worker.gazetteer` has the real one."""

from typing import NamedTuple, Protocol


class Location(NamedTuple):
    """A place on the map that a name may stand for.

    Units: degrees, WGS 84; `population` in people, 0 where unknown.

    Attributes:
        geonames_id: None for a region, river or sea that the gazetteer has from elsewhere.
        name: what the place is called in English, whatever name it was asked by.
        is_primary: whether it was asked by that name, not by an alias.
        country: ISO 3166-1 alpha-2; None for what lies in several, or in none.
        admin1: name of the first-order division that it lies in; None for a country.
        admin1_code: the code of that division, as `RU.21`.
        feature: GeoNames feature code: `PPL…` is a settlement, `ADM1` and `ADM2` divisions,
            `PCLI` a country, `RGN` a region, `CONT` a continent, `STM` a river, `LK` a lake, `SEA`,
            `ISL`, `ISLS`, `MT`, `MTS`, `STRT`, `GULF`, `OCN`, `DSRT`.
    """

    geonames_id: int | None
    name: str
    is_primary: bool
    latitude: float
    longitude: float
    country: str | None
    admin1: str | None
    admin1_code: str | None
    feature: str
    population: int


class Gazetteer(Protocol):
    """Tells where places are; read only, the same for ever."""

    @property
    def version(self) -> str:
        """What it was made of, for `provenance`."""
        ...

    def named(self, name: str) -> tuple[Location, ...]:
        """Give every place of that name or alias, the most populous first.

        Case, accents and kinds of apostrophe make no difference. A country, region or division is
        among them.
        """
        ...

    def country_of_people(self, word: str) -> str | None:
        """Give the country of a nationality, as `Kenyan` or `Kenyans`: ISO 3166-1 alpha-2."""
        ...
