"""The land of the earth as rings of points, for maps that are drawn without asking anybody.

`atlas.txt` was made of the countries of Natural Earth (public domain) at 1:50 million, as they
come in the TopoJSON of world-atlas 2.0.2: arcs simplified after Douglas and Peucker to 0.04
degrees, islands below 0.01 square degrees left out unless they are a country's largest, points
rounded to hundredths of a degree. It has a line for each arc, a blank line, and a line for each
country: its name and its rings, separated by tabs. A ring is a list of arcs in their order; as
in TopoJSON `~n` is the arc `n` backwards. So neighbours share their border.

Borders are Natural Earth's: those that are in force on the ground, whoever claims what.

Source: Encoded Polyline Algorithm Format, of which arcs differ in two ways: the longitude comes
first, and the unit is a hundredth of a degree.
"""

import math
from collections.abc import Iterator
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Final, NamedTuple

Point = tuple[float, float]
"""Longitude and latitude in degrees."""

TURN: Final = 360

_UNITS_IN_A_DEGREE: Final = 100
_LOWEST_CHARACTER: Final = 63
_BITS: Final = 5
_MORE: Final = 1 << _BITS
"""The bit of a character that says that its number goes on in the next one."""


class Country(NamedTuple):
    """A country and the outlines of its parts.

    Attributes:
        rings: the first point of each is its last too; longitudes may lie beyond 180 degrees.
    """

    name: str
    rings: tuple[tuple[Point, ...], ...]


@cache
def countries() -> tuple[Country, ...]:
    """Read the atlas, once a process: 241 countries and 30,000 points in a tenth of a second."""
    text = resources.files(__package__).joinpath("atlas.txt").read_text("utf-8")
    encoded, _, named = text.partition("\n\n")
    arcs = [_points(line) for line in encoded.splitlines()]
    return tuple(_country(line, arcs) for line in named.splitlines())


def _country(line: str, arcs: list[list[Point]]) -> Country:
    name, *rings = line.split("\t")
    return Country(name, tuple(_ring(ring, arcs) for ring in rings))


def _ring(numbers: str, arcs: list[list[Point]]) -> tuple[Point, ...]:
    ring: list[Point] = []
    for number in map(int, numbers.split()):
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring += arc[1:] if ring else arc
    return tuple(_unrolled(ring))


def _unrolled(ring: list[Point]) -> list[Point]:
    """Let a ring go on beyond 180 degrees, and close along the pole one that goes round it."""
    unrolled, turns = ring[:1], 0
    for (before, _), (x, y) in pairwise(ring):
        turns += round((before - x) / TURN)
        unrolled.append((x + turns * TURN, y))
    (first, _), (last, south) = unrolled[0], unrolled[-1]
    if first == last:
        return unrolled
    pole = math.copysign(90, south)
    return [*unrolled, (last, pole), (first, pole), unrolled[0]]


def _points(encoded: str) -> list[Point]:
    points, x, y = [], 0, 0
    steps = _numbers(encoded)
    for dx, dy in zip(steps, steps, strict=True):
        x, y = x + dx, y + dy
        points.append((x / _UNITS_IN_A_DEGREE, y / _UNITS_IN_A_DEGREE))
    return points


def _numbers(encoded: str) -> Iterator[int]:
    value = shift = 0
    for character in encoded:
        bits = ord(character) - _LOWEST_CHARACTER
        value |= (bits & (_MORE - 1)) << shift
        shift += _BITS
        if not bits & _MORE:
            yield ~(value >> 1) if value & 1 else value >> 1
            value = shift = 0
