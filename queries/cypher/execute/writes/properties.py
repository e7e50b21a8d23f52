"""What the writing operators share: labels, properties, the run and its transaction."""

from __future__ import annotations

from typing import Any

from sociogram.graph.errors import CypherTypeError, writing_is_off
from sociogram.graph.memory.transaction import Transaction
from sociogram.queries.cypher.batches.batch import Batch
from sociogram.queries.cypher.batches.column_values import values_of
from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.execute.run import Run
from sociogram.queries.cypher.execute.runner import OperatorBuilder
from sociogram.queries.cypher.expressions.access import label_names
from sociogram.queries.cypher.kernels.compiled import Compiled
from sociogram.queries.cypher.memory_limit import watch
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.values.comparison import type_name
from sociogram.queries.cypher.values.property_values import to_stored
from sociogram.queries.cypher.values.references import article, shown


def run_of(context: Context) -> Run:
    """Return the run that a context belongs to."""
    run: Run = context.statement
    return run


def transaction_of(context: Context) -> Transaction:
    """Return the transaction of this query; raise if the query only reads."""
    transaction = run_of(context).transaction
    if transaction is None:
        raise writing_is_off()
    return transaction


def stored_map(value: Any, target: str) -> dict[str, Any]:
    """Convert a map to properties; null values are left out."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise CypherTypeError(
            f"Properties must be a map, but got {shown(value)}, {article(type_name(value))}.",
            detail="InvalidArgumentType",
            hint=f"Write {target} {{name: value, …}}.",
        )
    return {property_name(key): to_stored(item, name=key) for key, item in value.items() if item is not None}


def property_name(key: Any, *, removed: bool = False) -> str:
    """Return the name of a property.

    Raises:
        CypherTypeError: it is not a string, or it is empty and the property is not to be ``removed``.
    """
    if isinstance(key, str) and (key or removed):
        return key
    raise CypherTypeError(
        f"The name of a property is a STRING that is not empty, not {shown(key)}, {article(type_name(key))}.",
        detail="InvalidArgumentType",
    )


class Labels:
    """The labels that a clause writes; dynamic ones are evaluated for each row."""

    def __init__(self, labels: tuple[ast.Label | ast.DynamicLabel, ...], builder: OperatorBuilder) -> None:
        self._parts: list[tuple[str, ...] | Compiled] = [
            (label.name,) if isinstance(label, ast.Label) else builder.compile(label.expression)
            for label in labels
        ]
        self.static = tuple(
            dict.fromkeys(name for part in self._parts if isinstance(part, tuple) for name in part)
        )
        self._all_static = all(isinstance(part, tuple) for part in self._parts)

    def for_rows(self, batch: Batch, context: Context) -> list[tuple[str, ...]]:
        """Return the labels of each row."""
        if self._all_static:
            return [self.static] * batch.length
        rows: list[list[str]] = [[] for _ in range(batch.length)]
        for part in self._parts:
            if isinstance(part, tuple):
                for names in rows:
                    names.extend(part)
                continue
            for names, value in watch.each(zip(rows, values_of(part(batch, context)), strict=True)):
                names.extend(label_names(value))
        return [tuple(dict.fromkeys(names)) for names in rows]
