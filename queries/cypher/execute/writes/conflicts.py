"""Whether a clause that writes also reads what it writes, so that its rows must go one by one."""

from __future__ import annotations

from typing import Any

from sociogram.queries.cypher.syntax import ast

_ASKS = (
    ast.PatternExpression,
    ast.PatternComprehension,
    ast.SubqueryExpression,
    ast.ShortestPathExpression,
    ast.HasLabels,
    ast.MapProjection,
    ast.Subscript,
)
_OF_ENTITIES = frozenset({"labels", "keys", "properties"})


def reads_what_it_writes(items: tuple[Any, ...]) -> bool:
    """Tell whether some item's value may change by what an item of another row writes."""
    written: set[str] = set()
    everything = False
    for item in items:
        match item:
            case ast.SetProperty(key=str(key)) | ast.RemoveProperty(key=str(key)):
                written.add(key)
            case ast.SetLabels() | ast.RemoveLabels():
                written.add("")
            case _:
                everything = True
    for item in items:
        for part in _values(item):
            if _reads(part, written, everything=everything):
                return True
    return False


def _values(item: Any) -> tuple[Any, ...]:
    match item:
        case ast.SetProperty(subject, key, value):
            return (subject, key, value)
        case ast.RemoveProperty(subject, key):
            return (subject, key)
        case ast.SetProperties(value=value):
            # a whole node or relationship as the value is its properties
            return (
                (value, ast.HasLabels(value, ast.LabelWildcard()))
                if isinstance(value, ast.Variable)
                else (value,)
            )
    return ()


def _reads(syntax: Any, written: set[str], *, everything: bool) -> bool:
    if isinstance(syntax, tuple):
        return any(_reads(part, written, everything=everything) for part in syntax)
    if not isinstance(syntax, ast.Syntax):
        return False
    if isinstance(syntax, _ASKS):
        return True
    if isinstance(syntax, ast.FunctionCall) and syntax.name.lower() in _OF_ENTITIES:
        return True
    if isinstance(syntax, ast.Property) and (everything or syntax.key in written):
        return True
    return any(_reads(part, written, everything=everything) for part in syntax.__dict__.values())
