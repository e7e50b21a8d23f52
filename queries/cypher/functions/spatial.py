"""Functions of points: ``point()``, distance, bounding box."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

from sociogram.graph.errors import CypherArgumentError
from sociogram.queries.cypher.functions.registry import Function, define
from sociogram.queries.cypher.values.comparison import own, type_name
from sociogram.queries.cypher.values.points import (
    CARTESIAN,
    CARTESIAN_3D,
    CRS_NAMES,
    WGS_84,
    WGS_84_3D,
    Point,
)
from sociogram.queries.cypher.values.references import article, shown

_SRIDS: Final = {name: srid for srid, name in CRS_NAMES.items()}
_EARTH_RADIUS: Final = 6378140.0
_KEYS: Final = frozenset({"x", "y", "z", "longitude", "latitude", "height", "crs", "srid"})


def _wrong(message: str, hint: str | None = None) -> CypherArgumentError:
    return CypherArgumentError(message, detail="InvalidArgumentValue", hint=hint)


def point(parts: Mapping[str, Any]) -> Point | None:
    """Create a point from a map of coordinates; null if one of them is null."""
    for key in parts:
        if key not in _KEYS:
            raise _wrong(f"point() has no key {key!r}.", hint=f"Its keys are {', '.join(sorted(_KEYS))}.")
    if any(value is None for value in parts.values()):
        return None
    geographic = "longitude" in parts or "latitude" in parts or "height" in parts
    names = ("longitude", "latitude", "height") if geographic and "x" not in parts else ("x", "y", "z")
    if names[0] not in parts or names[1] not in parts:
        raise _wrong(
            "A point needs x and y, or longitude and latitude.", hint="Write point({x: 1.0, y: 2.0})."
        )
    third = parts.get(names[2], parts.get("height", parts.get("z")))
    given = [parts[names[0]], parts[names[1]], *([] if third is None else [third])]
    coordinates = tuple(_coordinate(value) for value in given)
    srid = _system(parts, geographic=geographic, dimensions=len(coordinates))
    if srid in (WGS_84, WGS_84_3D):
        coordinates = _on_earth(coordinates)
    return Point(srid, coordinates)


def _coordinate(value: Any) -> float:
    number = own(value)
    if type(number) in (int, float):
        if not math.isfinite(number):
            raise _wrong(f"A coordinate must be a finite number, not {shown(number)}.")
        return float(number)
    raise _wrong(
        f"A coordinate must be a number, but got {shown(number)}, which is {article(type_name(number))}."
    )


def _system(parts: Mapping[str, Any], *, geographic: bool, dimensions: int) -> int:
    """Return the SRID of the map's reference system; raise if it does not fit the number of coordinates."""
    if "srid" in parts:
        srid = own(parts["srid"])
        if type(srid) is not int or srid not in CRS_NAMES:
            raise _wrong(f"Unknown reference system {shown(srid)}.", hint=f"Use one of {_systems()}.")
    elif "crs" in parts:
        name = str(parts["crs"]).lower()
        if name not in _SRIDS:
            raise _wrong(f"Unknown reference system {parts['crs']!r}.", hint=f"Use one of {_systems()}.")
        srid = _SRIDS[name]
    else:
        flat, deep = (WGS_84, WGS_84_3D) if geographic else (CARTESIAN, CARTESIAN_3D)
        srid = flat if dimensions == 2 else deep
    if geographic and srid not in (WGS_84, WGS_84_3D):
        raise _wrong("Longitude and latitude need a geographic reference system, not a Cartesian one.")
    if dimensions != (2 if srid in (CARTESIAN, WGS_84) else 3):
        raise _wrong(f"The reference system {CRS_NAMES[srid]} does not have {dimensions} coordinates.")
    return int(srid)


def _systems() -> str:
    return ", ".join(f"{name} ({srid})" for srid, name in CRS_NAMES.items())


def _on_earth(coordinates: tuple[float, ...]) -> tuple[float, ...]:
    """Normalise the longitude to the range from -180 to 180; raise for an invalid latitude."""
    longitude, latitude, *height = coordinates
    if not -90 <= latitude <= 90:
        raise _wrong(f"A latitude must be between -90 and 90, but got {latitude}.")
    if not -180 <= longitude <= 180:
        longitude = (longitude + 180) % 360 - 180
    return (longitude, latitude, *height)


def distance(one: Point, other: Point) -> float | None:
    """Return the distance between two points; null if their reference systems differ.

    The distance on Earth is in metres, by the haversine formula.
    """
    if one.srid != other.srid:
        return None
    if not one.geographic:
        return math.dist(one.coordinates, other.coordinates)
    (longitude, latitude), (other_longitude, other_latitude) = one.coordinates[:2], other.coordinates[:2]
    start, end = math.radians(latitude), math.radians(other_latitude)
    across = math.sin((end - start) / 2) ** 2 + math.cos(start) * math.cos(end) * (
        math.sin(math.radians(other_longitude - longitude) / 2) ** 2
    )
    angle = 2.0 * math.atan2(math.sqrt(across), math.sqrt(1 - across))
    if len(one.coordinates) == 2:
        return _EARTH_RADIUS * angle
    height, other_height = one.coordinates[2], other.coordinates[2]
    along = (_EARTH_RADIUS + (height + other_height) / 2) * angle
    return math.hypot(along, height - other_height)


def within_box(value: Point, lower: Point, upper: Point) -> bool | None:
    """Return whether a point lies in the box between two corners, or null for different reference systems."""
    if not value.srid == lower.srid == upper.srid:
        return None
    within = [
        low <= coordinate <= high
        for coordinate, low, high in zip(value.coordinates, lower.coordinates, upper.coordinates, strict=True)
    ]
    if value.geographic and lower.coordinates[0] > upper.coordinates[0]:
        # the box crosses the antimeridian
        longitude = value.coordinates[0]
        within[0] = longitude >= lower.coordinates[0] or longitude <= upper.coordinates[0]
    return all(within)


FUNCTIONS: tuple[Function, ...] = (
    define(
        "distance(from :: POINT, to :: POINT) :: FLOAT",
        "The distance between two points.",
        distance,
        deprecated="point.distance()",
    ),
    define("point(input :: MAP) :: POINT", "A point from a map of coordinates.", point),
    define(
        "point.distance(from :: POINT, to :: POINT) :: FLOAT",
        "The distance between two points: in metres on Earth, else in the coordinates' unit.",
        distance,
    ),
    define(
        "point.withinBBox(point :: POINT, lowerLeft :: POINT, upperRight :: POINT) :: BOOLEAN",
        "Whether a point lies in a box.",
        within_box,
    ),
)
