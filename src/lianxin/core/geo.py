"""Between the three co-ordinate systems met in China: WGS-84 (satellites, GeoJSON), GCJ-02 and BD-09 (map services).

For showing places on a map only, never for measuring or for deciding whose ground something is: the shift of GCJ-02 is
published nowhere officially; what is used here is the approximation everybody uses (约 1–2 米, 待核).  Degrees,
longitude first, as in GeoJSON.  Outside China nothing is shifted.  Pure functions.
"""

import math
from typing import Final

Point = tuple[float, float]

#: Half axis and eccentricity² of the Krasovsky 1940 ellipsoid, which the approximation is built on.
_A: Final = 6378245.0
_EE: Final = 0.00669342162296594323
_BD: Final = math.pi * 3000.0 / 180.0
#: The box in which co-ordinates are shifted.
_WEST, _EAST, _SOUTH, _NORTH = 72.004, 137.8347, 0.8293, 55.8271
_ROUNDS: Final = 30
_ENOUGH: Final = 1e-10

DATUMS: Final = ("wgs84", "gcj02", "bd09")


def outside_china(point: Point) -> bool:
    """Whether a point lies outside the box in which co-ordinates are shifted."""
    return not (_WEST <= point[0] <= _EAST and _SOUTH <= point[1] <= _NORTH)


def wgs84_to_gcj02(point: Point) -> Point:
    """From the satellites' system to that of Chinese maps."""
    if outside_china(point):
        return point
    east, north = _shift(point)
    return point[0] + east, point[1] + north


def gcj02_to_wgs84(point: Point) -> Point:
    """Back again, by coming closer until the way there leads to the point given."""
    if outside_china(point):
        return point
    guess = point
    for _round in range(_ROUNDS):
        there = wgs84_to_gcj02(guess)
        gap = point[0] - there[0], point[1] - there[1]
        guess = guess[0] + gap[0], guess[1] + gap[1]
        if max(abs(gap[0]), abs(gap[1])) < _ENOUGH:
            break
    return guess


def gcj02_to_bd09(point: Point) -> Point:
    """From the system of Chinese maps to Baidu's."""
    if outside_china(point):
        return point
    east, north = point
    distance = math.hypot(east, north) + 0.00002 * math.sin(north * _BD)
    angle = math.atan2(north, east) + 0.000003 * math.cos(east * _BD)
    return distance * math.cos(angle) + 0.0065, distance * math.sin(angle) + 0.006


def bd09_to_gcj02(point: Point) -> Point:
    """Back from Baidu's, by coming closer."""
    if outside_china(point):
        return point
    guess = point[0] - 0.0065, point[1] - 0.006
    for _round in range(_ROUNDS):
        there = gcj02_to_bd09(guess)
        gap = point[0] - there[0], point[1] - there[1]
        guess = guess[0] + gap[0], guess[1] + gap[1]
        if max(abs(gap[0]), abs(gap[1])) < _ENOUGH:
            break
    return guess


def to_wgs84(point: Point, datum: str) -> Point:
    """A point of any of the three systems (:data:`DATUMS`) for GeoJSON; ``ValueError`` for another word."""
    if datum not in DATUMS:
        raise ValueError(f"{datum!r} is no co-ordinate system we know")
    if datum == "bd09":
        return gcj02_to_wgs84(bd09_to_gcj02(point))
    return gcj02_to_wgs84(point) if datum == "gcj02" else point


def _shift(point: Point) -> Point:
    """How far GCJ-02 lies from WGS-84 at a point, in degrees."""
    x, y = point[0] - 105.0, point[1] - 35.0
    latitude = point[1] / 180.0 * math.pi
    magic = 1 - _EE * math.sin(latitude) ** 2
    root = math.sqrt(magic)
    east = _waves_east(x, y) * 180.0 / (_A / root * math.cos(latitude) * math.pi)
    north = _waves_north(x, y) * 180.0 / (_A * (1 - _EE) / (magic * root) * math.pi)
    return east, north


def _sines(value: float, *parts: tuple[float, float]) -> float:
    return sum(size * math.sin(value * math.pi * rate) for size, rate in parts) * 2.0 / 3.0


def _waves_north(x: float, y: float) -> float:
    even = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    waves = _sines(x, (20.0, 6.0), (20.0, 2.0)) + _sines(y, (20.0, 1.0), (40.0, 1 / 3))
    return even + waves + _sines(y, (160.0, 1 / 12), (320.0, 1 / 30))


def _waves_east(x: float, y: float) -> float:
    even = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    waves = _sines(x, (20.0, 6.0), (20.0, 2.0)) + _sines(x, (20.0, 1.0), (40.0, 1 / 3))
    return even + waves + _sines(x, (150.0, 1 / 12), (300.0, 1 / 30))
