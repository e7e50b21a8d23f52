"""Operators on whole columns.

The scalar functions in ``values`` define what the operators mean. A kernel returns None if it does not apply
or if a row would raise an error; the scalar function is then called for each row, and raises it. A property
test compares every kernel with its scalar function.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np

from sociogram.graph.columns import (
    AnyArray,
    BoolArray,
    BoolColumn,
    Column,
    ConstantColumn,
    FloatColumn,
    IntColumn,
    NodeColumn,
    RelationshipColumn,
    TextColumn,
)
from sociogram.queries.cypher.values.comparison import INT64_MIN, group_key
from sociogram.queries.cypher.values.references import NodeRef, RelationshipRef

# Floats represent integers up to this one exactly, so comparing the two is exact.
EXACT: Final = 2**53

_UFUNCS: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "=": np.equal,
    "<>": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}
_MIRRORED: Final = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_TYPED: Final = (IntColumn, FloatColumn, BoolColumn, TextColumn, NodeColumn, RelationshipColumn)


def either_null(left: Column, right: Column) -> BoolArray | None:
    """Return the mask of rows where either column is null; None if there are none."""
    masks = [_nulls(left), _nulls(right)]
    if masks[0] is None:
        return masks[1]
    return masks[0] if masks[1] is None else masks[0] | masks[1]


def _nulls(column: Column) -> BoolArray | None:
    if isinstance(column, IntColumn | FloatColumn | BoolColumn):
        return column.nulls
    if type(column) is ConstantColumn and column.constant is not None:
        return None
    mask = column.null_mask()
    return mask if mask.any() else None


def _number(column: Column) -> Any:
    """Return the array of a column of numbers, or the number of a constant column; None for other columns."""
    if isinstance(column, IntColumn | FloatColumn):
        return column.stored
    if type(column) is ConstantColumn and type(column.constant) in (int, float):
        return column.constant
    return None


def _is_float(number: Any) -> bool:
    return type(number) is float or (isinstance(number, np.ndarray) and bool(number.dtype.kind == "f"))


def _is_exact(number: Any) -> bool:
    """Return whether an integer, or each of an array, converts to a float without loss."""
    if isinstance(number, np.ndarray):
        return (
            number.itemsize < 8 or not len(number) or bool(number.max() <= EXACT and number.min() >= -EXACT)
        )
    return bool(-EXACT <= number <= EXACT)


def compare_columns(operator: str, left: Column, right: Column, length: int) -> Column | None:
    """Return ``=``, ``<>``, ``<`` … of two columns, or None if no kernel applies."""
    for column in (left, right):
        if type(column) is ConstantColumn and column.constant is None:
            return ConstantColumn(None, length)
    if type(left) is ConstantColumn:
        if type(right) is ConstantColumn:
            return None
        left, right, operator = right, left, _MIRRORED[operator]
    one, other = _number(left), _number(right)
    if one is not None and other is not None:
        return _compare_numbers(operator, left, right, one, other)
    if isinstance(left, TextColumn):
        if type(right) is ConstantColumn and type(right.constant) is str:
            return _compare_with_text(operator, left, right.constant)
        if isinstance(right, TextColumn):
            return _compare_texts(operator, left, right)
    if isinstance(left, NodeColumn | RelationshipColumn):
        return _compare_slots(operator, left, right, length)
    return _compare_booleans(operator, left, right)


def _compare_numbers(operator: str, left: Column, right: Column, one: Any, other: Any) -> Column | None:
    if _is_float(one) != _is_float(other):
        whole = other if _is_float(one) else one
        if not _is_exact(whole):
            return None
    return BoolColumn(_UFUNCS[operator](one, other), either_null(left, right))


def _compare_with_text(operator: str, column: TextColumn, text: str) -> Column | None:
    codes = column.codes
    absent = codes < 0
    nulls = absent if absent.any() else None
    if operator in ("=", "<>"):
        code = column.dictionary.code_of(text)
        if code < 0:
            return BoolColumn(np.full(len(codes), operator == "<>", dtype=np.bool_), nulls)
        return BoolColumn(_UFUNCS[operator](codes, code), nulls)
    if not column.dictionary.sorted:
        return None
    # value < text  ⇔  code < position of text;  value <= text  ⇔  code < the position after it
    dictionary = column.dictionary
    position = dictionary.position_of(text)
    if operator in ("<=", ">"):
        position += position < len(dictionary) and dictionary.text(position) == text
    return BoolColumn(codes < position if operator in ("<", "<=") else codes >= position, nulls)


def _compare_texts(operator: str, left: TextColumn, right: TextColumn) -> Column | None:
    nulls = either_null(left, right)
    if left.dictionary is right.dictionary:
        if operator in ("=", "<>") or left.dictionary.sorted:
            return BoolColumn(_UFUNCS[operator](left.codes, right.codes), nulls)
        return None
    if operator not in ("=", "<>"):
        return None
    if len(left.dictionary) > len(right.dictionary):
        left, right = right, left
    # One look-up per distinct string of the smaller dictionary; no column contains the code -2.
    matching_codes = [right.dictionary.code_of(text) for text in left.dictionary.values.tolist()]
    codes = np.array([-2 if code < 0 else code for code in matching_codes] or [-2], dtype=np.int64)
    return BoolColumn(_UFUNCS[operator](codes[left.codes], right.codes), nulls)


def _compare_slots(operator: str, left: Column, right: Column, length: int) -> Column | None:
    """Compare nodes with nodes or relationships with relationships; both are ordered by slot."""
    if type(right) is ConstantColumn:
        wanted = right.constant
        same_kind = type(wanted) is (NodeRef if isinstance(left, NodeColumn) else RelationshipRef)
        other: Any = wanted.slot if same_kind else None
    else:
        same_kind = type(left) is type(right)
        other = right.slots if same_kind else None  # type: ignore[attr-defined]
    if same_kind:
        return BoolColumn(_UFUNCS[operator](left.slots, other), either_null(left, right))  # type: ignore[attr-defined]
    ordered = operator not in ("=", "<>")
    return ConstantColumn(None, length) if ordered and type(right) is ConstantColumn else None


def _compare_booleans(operator: str, left: Column, right: Column) -> Column | None:
    if not isinstance(left, BoolColumn):
        return None
    if isinstance(right, BoolColumn):
        other: Any = right.values
    elif type(right) is ConstantColumn and type(right.constant) is bool:
        other = right.constant
    else:
        return None
    return BoolColumn(_UFUNCS[operator](left.values, other), either_null(left, right))


# ── Arithmetic ─────────────────────────────────────────────────────────────────────────────────


def compute_columns(operator: str, left: Column, right: Column, length: int) -> Column | None:
    """Return ``+ - * / %`` of two columns of numbers, or None if no kernel applies."""
    one, other = _number(left), _number(right)
    if one is None or other is None or operator not in _ARITHMETIC:
        return None
    if type(left) is ConstantColumn and type(right) is ConstantColumn:
        return None
    floats = _is_float(one) or _is_float(other)
    if operator == "/" and not _is_float(other) and not np.all(other):
        return None  # the scalar function raises for integer division by 0
    with np.errstate(all="ignore"):
        result: AnyArray | None
        if floats:
            result = _FLOAT_ARITHMETIC[operator](_as_floats(one), _as_floats(other))
        else:
            result = _ARITHMETIC[operator](one, other)
    if result is None:
        return None
    make = FloatColumn if floats else IntColumn
    return make(np.broadcast_to(result, (length,)), either_null(left, right))


def _as_floats(number: Any) -> Any:
    return number.astype(np.float64) if isinstance(number, np.ndarray) else np.float64(number)


def _add_integers(left: Any, right: Any) -> AnyArray | None:
    left, right = np.asarray(left, dtype=np.int64), np.asarray(right, dtype=np.int64)
    total: AnyArray = left + right
    return None if (((left ^ total) & (right ^ total)) < 0).any() else total


def _subtract_integers(left: Any, right: Any) -> AnyArray | None:
    left, right = np.asarray(left, dtype=np.int64), np.asarray(right, dtype=np.int64)
    rest: AnyArray = left - right
    return None if (((left ^ right) & (left ^ rest)) < 0).any() else rest


def _multiply_integers(left: Any, right: Any) -> AnyArray | None:
    left, right = np.asarray(left, dtype=np.int64), np.asarray(right, dtype=np.int64)
    size = np.abs(left.astype(np.float64)) * np.abs(right.astype(np.float64))
    if size.size and size.max() >= 2.0**62:
        return None
    product: AnyArray = left * right
    return product


def _divide_integers(left: Any, right: Any) -> AnyArray | None:
    left, right = np.asarray(left, dtype=np.int64), np.asarray(right, dtype=np.int64)
    if (left == INT64_MIN).any() or (right == INT64_MIN).any():
        return None
    quotient = np.abs(left) // np.abs(right)
    answer: AnyArray = np.where((left < 0) == (right < 0), quotient, -quotient)
    return answer


def _modulo_integers(left: Any, right: Any) -> AnyArray | None:
    left, right = np.asarray(left, dtype=np.int64), np.asarray(right, dtype=np.int64)
    if (right == 0).any() or (left == INT64_MIN).any():
        return None
    rest: AnyArray = np.fmod(left, right)
    return rest


_ARITHMETIC: Final[dict[str, Callable[[Any, Any], AnyArray | None]]] = {
    "+": _add_integers,
    "-": _subtract_integers,
    "*": _multiply_integers,
    "/": _divide_integers,
    "%": _modulo_integers,
}
_FLOAT_ARITHMETIC: Final[dict[str, Callable[[Any, Any], AnyArray]]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "%": np.fmod,
}


def negate_column(column: Column) -> Column | None:
    """Return ``-column`` of numbers, or None if no kernel applies."""
    if isinstance(column, FloatColumn):
        return FloatColumn(-column.values, column.nulls)
    if isinstance(column, IntColumn) and not (column.values == INT64_MIN).any():
        return IntColumn(-column.values, column.nulls)
    return None


# ── Lists ──────────────────────────────────────────────────────────────────────────────────────


class Membership:
    """``IN`` a list that is the same for all rows and is prepared once."""

    __slots__ = ("has_null", "items", "keys", "simple")

    def __init__(self, items: list[Any]) -> None:
        self.items: list[Any] = items
        self.has_null: bool = any(item is None for item in items)
        known = [item for item in items if item is not None and item == item]
        self.simple: bool = all(type(item) in _SIMPLE for item in known)
        self.keys = {group_key(item) for item in known} if self.simple else set()

    def test(self, value: Any) -> bool | None:
        """Return whether a value is in the list; only for ``simple`` lists."""
        if value is None:
            return None if self.items else False
        kind = type(value)
        found = kind in _SIMPLE and group_key(value) in self.keys and value == value
        return True if found else None if self.has_null else False

    def mask(self, column: Column) -> Column | None:
        """Return which rows of a column are in the list, or None if no kernel applies."""
        if not self.simple or not self.items:
            return None
        inside = self._inside(column)
        if inside is None:
            return None
        nulls = _nulls(column)
        if self.has_null:
            unknown = ~inside if nulls is None else ~inside | nulls
            return BoolColumn(inside, unknown)
        return BoolColumn(inside, nulls)

    def _inside(self, column: Column) -> BoolArray | None:
        if isinstance(column, TextColumn):
            codes = column.dictionary.codes_of([item for item in self.items if type(item) is str])
            wanted = np.zeros(len(column.dictionary) + 1, dtype=np.bool_)
            wanted[codes[codes >= 0]] = True
            inside: BoolArray = wanted[column.codes]
            return inside
        if isinstance(column, IntColumn):
            numbers = [item for item in self.items if type(item) in (int, float) and item == item]
            whole = [int(item) for item in numbers if -(2**63) <= item < 2**63 and item == int(item)]
            return np.isin(column.stored, np.array(whole, dtype=np.int64))
        return None


_SIMPLE: Final = frozenset({str, int, float, bool})


def in_slots(column: Column, items: Sequence[Any]) -> Column | None:
    """Return which nodes (or relationships) of a column are in a list, or None if no kernel applies."""
    if isinstance(column, NodeColumn):
        kind: type = NodeRef
    elif isinstance(column, RelationshipColumn):
        kind = RelationshipRef
    else:
        return None
    if not items or any(type(item) is not kind for item in items):
        return None
    wanted = np.fromiter((item.slot for item in items), dtype=np.int64, count=len(items))
    return BoolColumn(np.isin(column.slots, wanted), _nulls(column))
