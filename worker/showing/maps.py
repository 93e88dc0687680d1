"""A map of the places of a record, as shapes and labels for an SVG.

Plate carrée, true to scale in the middle of the map; good enough for a region, and simple. Of a
story that plays in one region and names others, there is a map of the region and one of all.

Units: longitudes and latitudes in degrees; everything in a `Map` in pixels, from the upper left.
"""

import math
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from tasks.record import Place
from worker.showing.atlas import TURN, Point, countries

WIDTH: Final = 480
HEIGHT: Final = 340

_LEAST_DEGREES: Final = 4.0
"""The least height of a map: below it the coastlines are too coarse."""
_MARGIN: Final = 0.2
"""What is shown around the places, as a share of what they cover on each side."""
_NEAR_DEGREES: Final = 9.0
"""Places that are no farther from each other belong to one region."""
_MOST_PLACES: Final = 80
"""Dots on a map; those that are named most. Finding regions is quadratic."""
_LEAST_PIXELS: Final = 0.8
"""Points of an outline nearer than this cannot be told apart."""
_DOT: Final = 5
_LINE_HEIGHT: Final = 16
_LETTER: Final = 8.8
"""The width of a letter of a label, on average, in a font of 13 pixels that runs wide."""
_BROAD: Final = ("PCL", "CONT", "OCN", "TERR")
"""GeoNames features that are too large for a dot to say where a story plays."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

Anchor = Literal["start", "middle", "end"]
"""SVG's words for the left, the middle and the right of a line."""


class Spot(NamedTuple):
    """A place that is drawn. `x` and `y` are degrees; `x` may lie beyond 180."""

    place: Place
    x: float
    y: float

    @property
    def weight(self) -> int:
        """How often it is named."""
        return max(1, len(self.place.mentions))


class View(NamedTuple):
    """What of the earth a map shows: its west, its north, and pixels in a degree."""

    west: float
    north: float
    across: float
    down: float

    def project(self, x: float, y: float) -> Point:
        """Give the pixel of a point."""
        return (x - self.west) * self.across, (self.north - y) * self.down


class Label(NamedTuple):
    """Words on the map: at which place, and which end of their line is there."""

    text: str
    x: float
    y: float
    anchor: Anchor


class Dot(NamedTuple):
    """A place on the map; without a label where there is no room for one."""

    x: float
    y: float
    place: Place
    label: Label | None

    @property
    def is_broad(self) -> bool:
        """Whether the dot is only somewhere in the middle of the place."""
        return _is_broad(self.place)


class Map(NamedTuple):
    """A drawing.

    Attributes:
        land: outlines as SVG paths, one for each country.
        countries: names of countries that have room.
    """

    land: list[str]
    dots: list[Dot]
    countries: list[Label]


def maps_of(places: Iterable[Place]) -> list[Map]:
    """Draw the places that have coordinates; of a region and the rest of the world, two maps."""
    known = [
        (place, place.longitude, place.latitude)
        for place in places
        if place.longitude is not None and place.latitude is not None
    ]
    known.sort(key=lambda spot: -len(spot[0].mentions))
    spots = _unrolled([Spot(*spot) for spot in known[:_MOST_PLACES]])
    if not spots:
        return []
    views = dict.fromkeys(_view(group) for group in (_region(spots), spots) if group)
    return [_drawn(view, spots) for view in views]


def _unrolled(spots: Sequence[Spot]) -> list[Spot]:
    """Cut the globe where no place is: Fiji and Samoa are neighbours across 180 degrees."""
    west_first = sorted(spots, key=lambda spot: spot.x)
    gaps = [(after.x - before.x, after.x) for before, after in pairwise(west_first)]
    widest, first = max(gaps, default=(0.0, 0.0))
    if not spots or west_first[0].x + TURN - west_first[-1].x >= widest:
        return list(spots)
    return [spot._replace(x=spot.x + TURN) if spot.x < first else spot for spot in spots]


def _region(spots: Sequence[Spot]) -> list[Spot]:
    """Give the places of the region that most of the story is about; none if there is no such."""
    exact = [spot for spot in spots if not _is_broad(spot.place)]
    regions: list[list[Spot]] = []
    for spot in exact:
        near = [region for region in regions if any(_are_near(spot, other) for other in region)]
        regions = [region for region in regions if region not in near]
        regions.append([spot, *(other for region in near for other in region)])
    heaviest = max(regions, key=_weight, default=[])
    return heaviest if 2 * _weight(heaviest) > _weight(exact) else []


def _is_broad(place: Place) -> bool:
    return (place.feature or "").startswith(_BROAD)


def _weight(spots: Iterable[Spot]) -> int:
    return sum(spot.weight for spot in spots)


def _are_near(one: Spot, other: Spot) -> bool:
    across = (one.x - other.x) * math.cos(math.radians((one.y + other.y) / 2))
    return math.hypot(across, one.y - other.y) <= _NEAR_DEGREES


def _view(spots: Sequence[Spot]) -> View:
    """Fit a view around places."""
    west, east = min(spot.x for spot in spots), max(spot.x for spot in spots)
    south, north = min(spot.y for spot in spots), max(spot.y for spot in spots)
    middle = (south + north) / 2
    # A degree of longitude is that much shorter; near a pole the map would become a line.
    narrow = math.cos(math.radians(min(75.0, abs(middle))))
    share = 1 + 2 * _MARGIN
    height = max(
        _LEAST_DEGREES, (north - south) * share, (east - west) * share * narrow * HEIGHT / WIDTH
    )
    down = HEIGHT / height
    across = down * narrow
    return View((west + east) / 2 - WIDTH / across / 2, middle + height / 2, across, down)


def _drawn(view: View, spots: Sequence[Spot]) -> Map:
    land, names = [], []
    for country in countries():
        outlines = [shape for ring in country.rings for shape in _shapes(ring, view)]
        if outlines:
            land.append("".join(map(_path, outlines)))
            names.append((country.name, max(outlines, key=lambda shape: _area(_box(shape)))))
    shown = [(spot, *view.project(spot.x, spot.y)) for spot in spots]
    inside = [dot for dot in shown if 0 <= dot[1] <= WIDTH and 0 <= dot[2] <= HEIGHT]
    taken = [(x - _DOT, y - _DOT, x + _DOT, y + _DOT) for _, x, y in inside]
    dots = [Dot(x, y, spot.place, _beside(spot.place.name, x, y, taken)) for spot, x, y in inside]
    return Map(land, dots, _country_names(names, {spot.place.name for spot in spots}, taken))


# ------------------------------------------------------------------ outlines


def _shapes(ring: Sequence[Point], view: View) -> Iterator[list[Point]]:
    """Yield what of a ring lies in a view, which may be that of the next turn of the globe."""
    for turn in (-TURN, 0, TURN):
        left, top, right, bottom = _box([view.project(x + turn, y) for x, y in _corners(ring)])
        if right < 0 or left > WIDTH or bottom < 0 or top > HEIGHT:
            continue
        shape = _clipped([view.project(x + turn, y) for x, y in ring])
        thinned = _thinned(shape)
        if len(thinned) > 2:  # noqa: PLR2004 - two points enclose nothing
            yield thinned


def _corners(ring: Sequence[Point]) -> list[Point]:
    west, south, east, north = _box(ring)
    return [(west, south), (east, north)]


def _box(points: Iterable[Point]) -> Box:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _clipped(shape: list[Point]) -> list[Point]:
    """Cut a shape at the edges of the map, a little outside, so that no cut shows as a border.

    Source: Sutherland and Hodgman, Reentrant polygon clipping, 1974.
    """
    outside = 10
    for axis, limit, sign in (
        (0, -outside, 1),
        (0, WIDTH + outside, -1),
        (1, -outside, 1),
        (1, HEIGHT + outside, -1),
    ):
        kept: list[Point] = []
        for before, point in zip([*shape[-1:], *shape], shape, strict=False):
            was_in = (before[axis] - limit) * sign >= 0
            is_in = (point[axis] - limit) * sign >= 0
            if was_in != is_in:
                kept.append(_crossing(before, point, axis, limit))
            if is_in:
                kept.append(point)
        shape = kept
    return shape


def _crossing(before: Point, after: Point, axis: int, limit: float) -> Point:
    share = (limit - before[axis]) / (after[axis] - before[axis])
    return (
        before[0] + share * (after[0] - before[0]),
        before[1] + share * (after[1] - before[1]),
    )


def _thinned(shape: Iterable[Point]) -> list[Point]:
    kept: list[Point] = []
    for point in shape:
        if not kept or math.dist(point, kept[-1]) >= _LEAST_PIXELS:
            kept.append(point)
    return kept


def _path(shape: Iterable[Point]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in shape) + "Z"


# ------------------------------------------------------------------ labels


def _beside(text: str, x: float, y: float, taken: list[Box]) -> Label | None:
    """Put a label where it hides nothing, and take its room; right of the dot if it can be."""
    gap, line = _DOT + 3, _LINE_HEIGHT
    above_or_below = gap + line / 2
    choices: tuple[Label, ...] = (
        Label(text, x + gap, y, "start"),
        Label(text, x - gap, y, "end"),
        Label(text, x, y - above_or_below, "middle"),
        Label(text, x, y + above_or_below, "middle"),
        Label(text, x + gap, y - line, "start"),
        Label(text, x + gap, y + line, "start"),
        Label(text, x - gap, y - line, "end"),
        Label(text, x - gap, y + line, "end"),
    )
    return next((label for label in choices if _takes(label, taken)), None)


def _takes(label: Label, taken: list[Box]) -> bool:
    """Take the room of a label, if it is free and on the map."""
    wide = _width(label.text)
    left = label.x - {"start": 0.0, "middle": wide / 2, "end": wide}[label.anchor]
    top = label.y - _LINE_HEIGHT / 2
    right, bottom = left + wide, top + _LINE_HEIGHT
    if left < 0 or top < 0 or right > WIDTH or bottom > HEIGHT:
        return False
    if any(left < x2 and x1 < right and top < y2 and y1 < bottom for x1, y1, x2, y2 in taken):
        return False
    taken.append((left, top, right, bottom))
    return True


def _country_names(
    names: Iterable[tuple[str, list[Point]]], places: set[str], taken: list[Box]
) -> list[Label]:
    """Name the countries that are large enough, in the middle of what is seen of them."""
    seen = [(name, _on_the_map(_box(shape))) for name, shape in names if name not in places]
    seen.sort(key=lambda named: -_area(named[1]))
    labels = [
        Label(name, (left + right) / 2, (top + bottom) / 2, "middle")
        for name, (left, top, right, bottom) in seen
        if right - left >= _width(name) and bottom - top >= _LINE_HEIGHT
    ]
    return [label for label in labels if _takes(label, taken)]


def _on_the_map(box: Box) -> Box:
    left, top, right, bottom = box
    return max(left, 0), max(top, 0), min(right, WIDTH), min(bottom, HEIGHT)


def _width(text: str) -> float:
    # Ideographs are as wide as they are high.
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return _LETTER * (len(text) + 0.6 * wide)
