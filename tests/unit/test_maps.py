"""Maps: land where it is, places on it, labels that can be read."""

from itertools import combinations, pairwise

import pytest

from tasks.record import Place, PlaceMention
from tests.html import Html
from tests.shown import record
from worker.showing.atlas import Point, countries
from worker.showing.maps import HEIGHT, WIDTH, Label, Map, maps_of
from worker.showing.page import page


def place(name: str, latitude: float, longitude: float, times: int = 1, **fields: str) -> Place:
    """Give a place that is named some times."""
    mentions = tuple(PlaceMention(start=n, end=n + 1, text="x") for n in range(times))
    return Place.model_validate(
        {"name": name, "latitude": latitude, "longitude": longitude, "mentions": mentions, **fields}
    )


def country_at(longitude: float, latitude: float) -> list[str]:
    """Give the countries that a point lies in."""
    return [
        country.name
        for country in countries()
        if sum(encloses(ring, (longitude, latitude)) for ring in country.rings) % 2
    ]


def encloses(ring: tuple[Point, ...], point: Point) -> bool:
    """Say whether a ring goes round a point."""
    x, y = point
    crossings = 0
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > y) != (y2 > y):
            crossings += x < x1 + (y - y1) / (y2 - y1) * (x2 - x1)
    return crossings % 2 == 1


def boxes(drawn: Map) -> list[tuple[float, float, float, float]]:
    """Give the room that labels take, by a narrow measure."""
    return [box(label) for label in (*drawn.countries, *(dot.label for dot in drawn.dots)) if label]


def box(label: Label) -> tuple[float, float, float, float]:
    """Give the room of a label."""
    wide = 7 * len(label.text)
    left = label.x - {"start": 0.0, "middle": wide / 2, "end": wide}[label.anchor]
    return left, label.y - 7, left + wide, label.y + 7


@pytest.mark.parametrize(
    ("longitude", "latitude", "country"),
    [
        (2.35, 48.86, "France"),
        (30.52, 50.45, "Ukraine"),
        (28.2, -29.6, "Lesotho"),
        (24.5, -29.0, "South Africa"),
        (177.5, -17.8, "Fiji"),
        (179.5, 67.5, "Russia"),
        (0.0, -85.0, "Antarctica"),
        (-100.0, 40.0, "United States of America"),
    ],
)
def test_land_is_where_it_is(longitude: float, latitude: float, country: str) -> None:
    """Countries within others, across 180 degrees and around the pole too."""
    assert country_at(longitude, latitude) == [country]


def test_outlines_are_closed_and_do_not_jump() -> None:
    """No ring goes back across the whole map, as one would that 180 degrees cut."""
    for country in countries():
        for ring in country.rings:
            assert ring[0] == ring[-1], country.name
            jumps = [abs(x2 - x1) for (x1, _), (x2, y) in pairwise(ring) if y > -90]
            assert max(jumps) < 90, country.name


def test_a_region_is_shown_by_itself_and_then_with_the_rest() -> None:
    """A story of one region names a capital far away."""
    near = [place("Kursk", 51.7, 36.2, 3), place("Bryansk", 53.2, 34.4, 2)]
    region, world = maps_of([*near, place("Washington", 38.9, -77.0, 2)])
    assert [dot.place.name for dot in region.dots] == ["Kursk", "Bryansk"]
    assert len(world.dots) == 3
    assert len(maps_of(near)) == 1


def test_a_country_does_not_say_where_a_story_plays() -> None:
    """Its dot is in the middle of it, however often it is named."""
    canada = place("Canada", 60.1, -113.6, 9, feature="PCLI")
    region, world = maps_of([canada, place("Leeds", 53.8, -1.5)])
    assert [dot.place.name for dot in region.dots] == ["Leeds"]
    assert [dot.is_broad for dot in world.dots] == [True, False]


def test_neighbours_across_180_degrees_are_near() -> None:
    """Fiji and Samoa are on one map, Samoa east of Fiji."""
    (drawn,) = maps_of([place("Suva", -18.1, 178.4), place("Apia", -13.8, -171.8)])
    suva, apia = drawn.dots
    assert 0 < suva.x < apia.x < WIDTH
    assert len(drawn.land) > 3


def test_dots_and_labels_are_on_the_map_and_labels_apart() -> None:
    """However close the places are; what finds no room has no label, and a dot all the same."""
    close = [place(f"Village {n}", 50 + n / 40, 30 + n % 7 / 20) for n in range(60)]
    (drawn,) = maps_of(close)
    assert len(drawn.dots) == 60
    for dot in drawn.dots:
        assert 0 <= dot.x <= WIDTH
        assert 0 <= dot.y <= HEIGHT
    found = boxes(drawn)
    assert 5 < len(found) < 60
    for (left, top, right, bottom), other in combinations(found, 2):
        apart = right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
        assert apart


@pytest.mark.parametrize(("latitude", "longitude"), [(90, 0), (-90, 180), (0, -180), (78, 15)])
def test_any_place_can_be_drawn(latitude: float, longitude: float) -> None:
    """The poles and the edge too."""
    (drawn,) = maps_of([place("X", latitude, longitude)])
    assert (drawn.dots[0].x, drawn.dots[0].y) == pytest.approx((WIDTH / 2, HEIGHT / 2))


def test_the_whole_earth_is_a_page_of_moderate_size() -> None:
    """Outlines that nobody could see are left out."""
    places = (place("Anchorage", 61.2, -149.9), place("Auckland", -36.8, 174.8))
    shown = page(record().model_copy(update={"places": places}))
    assert len(shown) < 400_000
    assert len(Html(shown).all("circle")) == 2


def test_a_place_without_coordinates_is_on_no_map() -> None:
    """It stands in the list alone."""
    assert (
        maps_of([Place(name="the quay", mentions=(PlaceMention(start=0, end=1, text="x"),))]) == []
    )
