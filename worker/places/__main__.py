"""The command that builds the file of places: `python -m places FOLDER FILE`."""

import sys
import tomllib
from pathlib import Path
from typing import Any

from . import composing, sources
from .database import write


def build(folder: Path, file: Path) -> str:
    """Build the file out of the packages that lie in the folder; give its version."""
    cities = list(sources.cities(folder))
    countries = list(sources.countries(folder))
    points = sources.points(folder)
    of_countries = _by_hand("countries")
    capitals = composing.capitals_of(countries, cities)
    places = [
        *composing.named_apart(
            composing.settlements_of(cities, capitals, _by_hand("cities")),
            composing.divisions_of(sources.divisions(folder, points), _by_hand("divisions")),
        ),
        *composing.countries_of(countries, points, of_countries),
        *composing.regions_of(_by_hand("regions"), points),
    ]
    return write(
        file, places, people=composing.people_of(of_countries), sources=sources.versions(folder)
    )


def _by_hand(name: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8"))


if __name__ == "__main__":
    version = build(Path(sys.argv[1]), Path(sys.argv[2]))
    sys.stderr.write(f"newsmill: places from {version}\n")
