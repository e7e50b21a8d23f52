"""Points: two or three coordinates in one of four reference systems.

In query results, they are points of the driver's ``neo4j.spatial`` (see ``conversion``).
"""

from __future__ import annotations

from typing import Any, Final

from sociogram.graph.errors import CypherArgumentError

CARTESIAN: Final = 7203
CARTESIAN_3D: Final = 9157
WGS_84: Final = 4326
WGS_84_3D: Final = 4979

CRS_NAMES: Final = {
    CARTESIAN: "cartesian",
    CARTESIAN_3D: "cartesian-3d",
    WGS_84: "wgs-84",
    WGS_84_3D: "wgs-84-3d",
}


class Point:
    """A point; ``srid`` identifies the reference system, see ``CRS_NAMES``."""

    __slots__ = ("coordinates", "srid")

    def __init__(self, srid: int, coordinates: tuple[float, ...]) -> None:
        self.srid: int = srid
        self.coordinates: tuple[float, ...] = coordinates

    @property
    def order(self) -> tuple[int, tuple[float, ...]]:
        """The sort key for ORDER BY."""
        return (self.srid, self.coordinates)

    @property
    def geographic(self) -> bool:
        """Whether the coordinates are longitude and latitude."""
        return self.srid in (WGS_84, WGS_84_3D)

    def __eq__(self, other: object) -> bool:
        return type(other) is Point and self.srid == other.srid and self.coordinates == other.coordinates

    def __hash__(self) -> int:
        return hash((self.srid, self.coordinates))

    def __str__(self) -> str:
        names = "xyz"
        inner = ", ".join(f"{name}: {value}" for name, value in zip(names, self.coordinates, strict=False))
        return f"point({{{inner}, crs: '{CRS_NAMES[self.srid]}'}})"

    def __repr__(self) -> str:
        return f"Point({self.srid}, {self.coordinates})"


def component(value: Point, key: str) -> Any:
    """Return a component of a point by name; raise CypherArgumentError if it does not have it."""
    if key == "srid":
        return value.srid
    if key == "crs":
        return CRS_NAMES[value.srid]
    positions = {"x": 0, "y": 1, "z": 2}
    if value.geographic:
        positions |= {"longitude": 0, "latitude": 1, "height": 2}
    if key not in positions:
        raise _no_component(
            f"A point has no component .{key}.", f"Its components are {', '.join(positions)}, crs, srid."
        )
    position = positions[key]
    if position >= len(value.coordinates):
        raise _no_component(f"A point with two coordinates has no component .{key}.")
    return value.coordinates[position]


def _no_component(message: str, hint: str | None = None) -> CypherArgumentError:
    return CypherArgumentError(message, detail="InvalidArgumentValue", hint=hint)
