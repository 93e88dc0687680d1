"""A gazetteer of a few places, some real and some invented, so that tests need no file."""

from typing import Final

from tasks.extraction.gazetteer import Location

_ROWS: Final = """
1|France|46|2|FR|||PCLI|67000000
2|Germany|51.5|10.5|DE|||PCLI|83000000
3|Russia|60|100|RU|||PCLI|144000000
4|United States|39.8|-98.5|US|||PCLI|327000000
5|Canada|60|-113|CA|||PCLI|38000000
6|Georgia|42|43.5|GE|||PCLI|3700000
7|Jordan|31|36|JO|||PCLI|10000000
8|United Kingdom|54.8|-2.7|GB|||PCLI|66000000
10|Paris|48.85|2.35|FR|Île-de-France|FR.11|PPLC|2100000
11|Paris|33.66|-95.56|US|Texas|US.TX|PPL|24800
12|Berlin|52.52|13.4|DE|Berlin|DE.16|PPLC|3400000
13|London|51.5|-0.13|GB|England|GB.ENG|PPLC|8900000
14|London|42.98|-81.23|CA|Ontario|CA.08|PPL|422000
15|Moscow|55.75|37.62|RU|Moscow|RU.48|PPLC|10400000
16|Kursk|51.73|36.18|RU|Kursk Oblast|RU.41|PPL|448000
17|Kursk Oblast|51.5|36|RU|Kursk Oblast|RU.41|ADM1|1100000
18|Springfield|37.2|-93.3|US|Missouri|US.MO|PPL|170000
19|Springfield|39.8|-89.6|US|Illinois|US.IL|PPL|114000
20|Illinois|40|-89|US|Illinois|US.IL|ADM1|12700000
21|Texas|31.3|-99.3|US|Texas|US.TX|ADM1|28000000
22|Georgia|32.8|-83.5|US|Georgia|US.GA|ADM1|10000000
23|Ontario|49.3|-84.5|CA|Ontario|CA.08|ADM1|12900000
24|Atlanta|33.7|-84.4|US|Georgia|US.GA|PPL|460000
25|Tbilisi|41.7|44.8|GE|Tbilisi|GE.51|PPLC|1000000
26|Velden|46.6|14.0|AT|Carinthia|AT.02|PPL|8900
27|Velden|51.4|6.2|NL|Limburg|NL.05|PPL|5000
28|Toronto|43.7|-79.4|CA|Ontario|CA.08|PPL|2700000
29|Hilton|43.3|-77.8|US|New York|US.NY|PPL|5900
|Black Sea|43.5|34|||| SEA|0
|Europe|50|15|||| CONT|0
30|Washington|38.9|-77|US|District of Columbia|US.DC|PPLC|690000
31|Mali|17|-4|ML|||PCLI|19000000
32|Bath|51.38|-2.36|GB|England|GB.ENG|PPL|94000
34|Idaho|44.5|-114.3|US|Idaho|US.ID|ADM1|1750000
35|Moscow|46.73|-117|US|Idaho|US.ID|PPL|25000
36|Jordan|44.67|-93.63|US|Minnesota|US.MN|PPL|6000
37|Minnesota|46.25|-94.25|US|Minnesota|US.MN|ADM1|5500000
33|Most|50.5|13.6|CZ|Ústí|CZ.89|PPL|63000
"""
_ALIASES: Final = {"Kursk": "Kursk Oblast", "Britain": "United Kingdom"}
_PEOPLES: Final = {"russian": "RU", "dutch": "NL", "austrian": "AT", "ukrainian": "UA"}


def _location(row: str) -> Location:
    id_, name, latitude, longitude, country, admin1, code, feature, population = row.split("|")
    return Location(
        geonames_id=int(id_) if id_ else None,
        name=name,
        is_primary=True,
        latitude=float(latitude),
        longitude=float(longitude),
        country=country or None,
        admin1=admin1 or None,
        admin1_code=code or None,
        feature=feature.strip(),
        population=int(population),
    )


class Atlas:
    """The places of `_ROWS` (`tasks.extraction.gazetteer.Gazetteer`)."""

    version = "a few places"

    def __init__(self) -> None:
        self._places = [_location(row) for row in _ROWS.strip().splitlines()]

    def named(self, name: str) -> tuple[Location, ...]:
        """Give the places of a name or alias, the most populous first."""
        same = [p for p in self._places if p.name.casefold() == name.casefold()]
        other = [
            place._replace(is_primary=False)
            for place in self._places
            if place.name == _ALIASES.get(name)
        ]
        return tuple(sorted([*same, *other], key=lambda place: -place.population))

    def country_of_people(self, word: str) -> str | None:
        """Give the country of a nationality."""
        return _PEOPLES.get(word.casefold().removesuffix("s"))
