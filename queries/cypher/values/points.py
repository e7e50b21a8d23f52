"""Points: two or three coordinates in one of four reference systems.

What a query gives out is the driver's ``neo4j.spatial`` point (see ``exchange``).
"""

from __future__ import annotations

from typing import Final

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
    """A point. ``srid`` tells the reference system, see ``CRS_NAMES``."""

    __slots__ = ("coordinates", "srid")

    def __init__(self, srid: int, coordinates: tuple[float, ...]) -> None:
        self.srid = srid
        self.coordinates = coordinates

    @property
    def order(self) -> tuple[int, tuple[float, ...]]:
        """What sorts before what in ORDER BY."""
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
