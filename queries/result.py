"""What a query answers: columns, records, and what else is known of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import TYPE_CHECKING, Any, overload

from sociogram.graph.answer import Summary
from sociogram.graph.errors import SociogramError
from sociogram.graph.model import Node, Path, Relationship
from sociogram.graph.store import Answer

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

SHOWN_IN_NOTEBOOK = 100


class Record:
    """One row: by position, by name, or whole as ``data()``."""

    __slots__ = ("_columns", "_values")

    def __init__(self, columns: tuple[str, ...], values: tuple[Any, ...]) -> None:
        self._columns = columns
        self._values = values

    @overload
    def __getitem__(self, key: int | str) -> Any: ...
    @overload
    def __getitem__(self, key: slice) -> tuple[Any, ...]: ...
    def __getitem__(self, key: int | str | slice) -> Any:
        if isinstance(key, str):
            if key not in self._columns:
                raise KeyError(f"no column {key!r}; there are {', '.join(self._columns)}")
            return self._values[self._columns.index(key)]
        return self._values[key]

    def get(self, key: str, default: Any = None) -> Any:
        """Return the value in a column, or ``default`` where there is none of that name."""
        return self._values[self._columns.index(key)] if key in self._columns else default

    def keys(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return self._columns

    def values(self) -> tuple[Any, ...]:
        """Return the values, in the order of the columns."""
        return self._values

    def data(self) -> dict[str, Any]:
        """Return the row as a dict."""
        return dict(zip(self._columns, self._values, strict=True))

    def __iter__(self) -> Iterator[Any]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Record):
            return self._columns == other._columns and self._values == other._values
        return self._values == other

    def __hash__(self) -> int:
        return hash(self._values)

    def __repr__(self) -> str:
        inner = ", ".join(f"{name}={value!r}" for name, value in self.data().items())
        return f"<Record {inner}>"


class Result:
    """The answer to a query. Rows are read as they are asked for, and kept: it can be gone over again.

    Attributes:
        columns: their names, in order.
    """

    def __init__(self, answer: Answer) -> None:
        self.columns = answer.columns
        self._rows = answer.rows
        self._summary = answer.summary
        self._known: Summary | None = None
        self._read: list[Record] = []

    def __iter__(self) -> Iterator[Record]:
        place = 0
        while True:
            if place == len(self._read) and not self._read_one():
                return
            yield self._read[place]
            place += 1

    def _read_one(self) -> bool:
        row = next(self._rows, None)
        if row is None:
            return False
        self._read.append(Record(self.columns, row))
        return True

    def __len__(self) -> int:
        while self._read_one():
            pass
        return len(self._read)

    def __bool__(self) -> bool:
        return bool(self._read) or self._read_one()

    def __getitem__(self, place: int) -> Record:
        while place < 0 or place >= len(self._read):
            if not self._read_one():
                break
        return self._read[place]

    @property
    def summary(self) -> Summary:
        """What was written, the plan where it was asked for, the time, and notifications."""
        if self._known is None:
            len(self)
            self._known = self._summary()
        return self._known

    def single(self) -> Record:
        """Return the only row, or raise where there is none or more than one."""
        if len(self) != 1:
            raise SociogramError(f"The query gives {len(self)} rows, where one is expected.")
        return self._read[0]

    def value(self) -> Any:
        """Return the first value of the only row."""
        return self.single()[0]

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return all rows as dicts."""
        return [record.data() for record in self]

    def to_pandas(self) -> pd.DataFrame:
        """Return all rows as a pandas DataFrame."""
        try:
            import pandas
        except ImportError:
            raise SociogramError(
                "to_pandas() needs pandas, which is not installed. Install it: pip install pandas."
            ) from None
        return pandas.DataFrame.from_records([tuple(record) for record in self], columns=list(self.columns))

    def entities(self) -> tuple[list[Node], list[Relationship]]:
        """Return the nodes and relationships in the answer, each once, in paths, lists and maps too."""
        nodes: dict[str, Node] = {}
        relationships: dict[str, Relationship] = {}
        for record in self:
            for value in record:
                _collect(value, nodes, relationships)
        return list(nodes.values()), list(relationships.values())

    def to_networkx(self) -> nx.MultiDiGraph:
        """Return the nodes and relationships in the answer as a graph.

        A relationship whose ends are not in the answer brings them along as bare nodes.
        """
        import networkx

        nodes, relationships = self.entities()
        graph = networkx.MultiDiGraph()
        for node in nodes:
            graph.add_node(node.id, **_attributes(node.properties, "labels", node.labels))
        for step in relationships:
            attributes = _attributes(step.properties, "type", step.type)
            graph.add_edge(step.start, step.end, key=step.id, **attributes)
        return graph

    def _repr_html_(self) -> str:
        rows = []
        for place, record in enumerate(self):
            if place == SHOWN_IN_NOTEBOOK:
                break
            rows.append("<tr>" + "".join(f"<td>{escape(shown(value))}</td>" for value in record) + "</tr>")
        head = "".join(f"<th>{escape(name)}</th>" for name in self.columns)
        more = len(self) - len(rows)
        note = f"<p>… and {more:,} more rows</p>" if more > 0 else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>{note}"

    def __repr__(self) -> str:
        return f"<Result {', '.join(self.columns) or 'without columns'}>"


def shown(value: Any) -> str:
    """Return a value as people read it in a table."""
    match value:
        case None:
            return ""
        case Node():
            name = value.get("name", value.get("title", value.id))
            return f"({':'.join(value.labels)} {name})" if value.labels else f"({name})"
        case Relationship():
            return f"[:{value.type}]"
        case Path():
            return _shown_path(value)
        case list() | tuple():
            return "[" + ", ".join(map(shown, value)) + "]"
        case Mapping():
            return "{" + ", ".join(f"{key}: {shown(item)}" for key, item in value.items()) + "}"
        case bool():
            return "true" if value else "false"
    return value.iso_format() if hasattr(value, "iso_format") else str(value)


def _shown_path(path: Path) -> str:
    text = shown(path.nodes[0])
    for step, before, after in zip(path.relationships, path.nodes, path.nodes[1:], strict=False):
        arrow = f"-{shown(step)}->" if step.start == before.id else f"<-{shown(step)}-"
        text += f"{arrow}{shown(after)}"
    return text


def _collect(value: Any, nodes: dict[str, Node], relationships: dict[str, Relationship]) -> None:
    match value:
        case Node():
            nodes.setdefault(value.id, value)
        case Relationship():
            relationships.setdefault(value.id, value)
        case Path():
            _collect(value.nodes, nodes, relationships)
            _collect(value.relationships, nodes, relationships)
        case list() | tuple():
            for item in value:
                _collect(item, nodes, relationships)
        case Mapping():
            for item in value.values():
                _collect(item, nodes, relationships)


def _attributes(properties: Mapping[str, Any], word: str, value: Any) -> dict[str, Any]:
    """Return attributes with ``word`` for our own use; a property of that name moves aside."""
    attributes = dict(properties)
    if word in attributes:
        attributes[f"property:{word}"] = attributes.pop(word)
    attributes[word] = value
    return attributes
