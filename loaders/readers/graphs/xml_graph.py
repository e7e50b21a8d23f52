"""What GraphML and GEXF share: nodes with ids, edges with two ends."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

from sociogram.graph.errors import DataError
from sociogram.loaders.readers.graphs.xml_elements import Element, elements
from sociogram.loaders.readers.sheet import Sheet


class XMLGraph(ABC):
    """Collects the elements of a file."""

    separate: ClassVar[tuple[str, ...]]
    """The names of the elements that ``add`` receives, each without those inside it."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._nodes: list[Element] = []
        self._edges: list[Element] = []

    def read(self, data: bytes, encoding: str | None) -> list[Sheet]:
        """Return the nodes and edges of the file as sheets.

        Raises:
            DataError: it is not valid, or its nodes and edges do not fit together.
        """
        for element in elements(data, self._file, self.separate, encoding):
            self.add(element)
        return self.sheets()

    @abstractmethod
    def add(self, element: Element) -> None:
        """Collect an element."""

    @abstractmethod
    def sheets(self) -> list[Sheet]:
        """Return the collected nodes and edges as sheets."""

    def _id(self, node: Element) -> str:
        if "id" not in node.attributes:
            raise self._fault(node, "A node has no id.", "Give it one.")
        return node.attributes["id"]

    def _ends(self, edge: Element) -> tuple[str, str]:
        source, target = edge.attributes.get("source"), edge.attributes.get("target")
        if source is None or target is None:
            raise self._fault(edge, "An edge has no source or no target.", "Give it both.")
        return source, target

    def _fault(self, element: Element, message: str, cure: str) -> DataError:
        return DataError(message, file=self._file, line=element.line, cure=cure)
