"""Compile the body of ``reduce()`` to a Python function, so that folding needs no batch for each item.

The function is generated as Python text from the fixed pieces in this module. Whatever comes from the query
(constants, keys, functions) is bound to a generated name: no text of a query or of data becomes code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, NamedTuple, TypeAlias

from sociogram.queries.cypher.context import Context
from sociogram.queries.cypher.expressions.boolean import reads_case_subject
from sociogram.queries.cypher.expressions.calls import checked
from sociogram.queries.cypher.expressions.operators import all_true
from sociogram.queries.cypher.functions.registry import lookup
from sociogram.queries.cypher.kernels.access import get_property, slice_list, subscript
from sociogram.queries.cypher.syntax import ast
from sociogram.queries.cypher.syntax.variables import reads
from sociogram.queries.cypher.values import arithmetic, predicates
from sociogram.queries.cypher.values.comparison import equals, truth

Fold: TypeAlias = Callable[[Any, Iterable[Any], Context], Any]
"""Accumulator, items, context → accumulator. An item is the tuple of its parts, or the part if it has one."""

DEEPEST: Final = 40
"""The maximum nesting of a body that is compiled: Python parses at most 200 nested brackets."""

_HARMLESS: Final = (ast.Literal, ast.Parameter, ast.Variable)
"""Expressions that raise no error, so that they may be evaluated for items that do not need them."""


class FoldFunction(NamedTuple):
    """A compiled body.

    Attributes:
        fold: folds items into an accumulator.
        parts: the expressions that do not read the accumulator; they are evaluated for all items in advance.
        grows: whether ``fold`` adds many items at once and changes an accumulator that is a list in place.
    """

    fold: Fold
    parts: list[ast.Expression]
    grows: bool = False


def fold_function(body: ast.Expression, accumulator: str) -> FoldFunction | None:
    """Compile a body; return None if it contains an unsupported expression."""
    writer = _Writer(accumulator)
    try:
        text = writer.write(body, certain=True)
    except _UnsupportedError:
        return None
    item = ", ".join(map(_part_name, range(len(writer.parts)))) or "_"
    lines = ("def fold(total, items, context):", f"    for {item} in items:", f"        total = {text}")
    exec("\n".join([*lines, "    return total"]), writer.names)  # noqa: S102 - see the module's docstring
    return FoldFunction(writer.names["fold"], writer.parts)


class _UnsupportedError(Exception):
    """An expression can only be evaluated on batches."""


class _Writer:
    """Writes expressions as Python text.

    Attributes:
        parts: the expressions whose values are passed with each item.
        names: the values of the names in the text.
        case_subjects: the local variables with the subjects of the enclosing CASEs, innermost last.
    """

    def __init__(self, accumulator: str) -> None:
        self.parts: list[ast.Expression] = []
        self.names: dict[str, Any] = {}
        self._accumulator = accumulator
        self._depth = 0
        self._locals = 0
        self.case_subjects: list[str] = []

    def write(self, expression: ast.Expression, *, certain: bool) -> str:
        """Write an expression; ``certain`` means that it is evaluated for every item."""
        if isinstance(expression, ast.Literal):
            return self.bind(expression.value)
        is_harmless = isinstance(expression, _HARMLESS)
        if self._accumulator not in reads(expression) and (certain or is_harmless):
            if not (is_harmless and expression in self.parts):
                self.parts.append(expression)
                return _part_name(len(self.parts) - 1)
            return _part_name(self.parts.index(expression))
        write = _WRITERS.get(type(expression))
        if write is None or self._depth == DEEPEST:
            raise _UnsupportedError
        self._depth += 1
        text = write(self, expression, certain=certain)
        self._depth -= 1
        return text

    def bind(self, value: Any) -> str:
        """Bind a value to a new name and return the name."""
        name = f"value{len(self.names)}"
        self.names[name] = value
        return name

    def local(self) -> str:
        """Return the name of a new local variable."""
        self._locals += 1
        return f"local{self._locals}"

    def call(
        self, function: Callable[..., Any], arguments: Sequence[ast.Expression], *more: str, certain: bool
    ) -> str:
        """Write the call of a function; ``more`` are further arguments as Python text."""
        texts = [self.write(argument, certain=certain) for argument in arguments]
        return f"{self.bind(function)}({', '.join([*texts, *more])})"

    def truth(self, expression: ast.Expression, *, certain: bool) -> str:
        """Write an expression whose value has to be true, false or null."""
        text = self.write(expression, certain=certain)
        return text if _gives_truth(expression) else f"{self.bind(truth)}({text})"


def _part_name(position: int) -> str:
    return f"part{position}"


def _gives_truth(expression: ast.Expression) -> bool:
    """Return whether an expression always gives true, false or null."""
    match expression:
        case ast.Comparison() | ast.IsNull() | ast.Unary("NOT"):
            return True
        case ast.Binary(operator):
            return operator not in arithmetic.ARITHMETIC
    return False


def _variable(_writer: _Writer, _expression: ast.Variable, *, certain: bool) -> str:  # noqa: ARG001
    return "total"


def _binary(writer: _Writer, expression: ast.Binary, *, certain: bool) -> str:
    if expression.operator in ("AND", "OR"):
        return _logic(writer, expression, certain=certain)
    function = arithmetic.ARITHMETIC.get(expression.operator) or predicates.PREDICATES[expression.operator]
    return writer.call(function, (expression.left, expression.right), certain=certain)


def _logic(writer: _Writer, expression: ast.Binary, *, certain: bool) -> str:
    """Write AND or OR; the right side is evaluated only if the left one does not decide the result."""
    decided_by = expression.operator == "OR"
    first = writer.local()
    left = writer.truth(expression.left, certain=certain)
    right = writer.truth(expression.right, certain=False)
    combine = writer.bind(_either if decided_by else _both)
    return f"({decided_by} if ({first} := {left}) is {decided_by} else {combine}({first}, {right}))"


def _either(first: bool | None, second: bool | None) -> bool | None:
    """Return ``first OR second`` for a first operand that is not true."""
    return True if second else None if first is None else second


def _both(first: bool | None, second: bool | None) -> bool | None:
    """Return ``first AND second`` for a first operand that is not false."""
    return False if second is False else None if first is None else second


def _comparison(writer: _Writer, expression: ast.Comparison, *, certain: bool) -> str:
    """Write one comparison, or the conjunction of a chain: ``a < b <= c`` evaluates b once."""
    left, *others = [writer.write(operand, certain=certain) for operand in expression.operands]
    tests = []
    for operator, right in zip(expression.operators, others, strict=True):
        shared = writer.local()
        test = writer.bind(predicates.COMPARISONS[operator])
        tests.append(f"{test}({left}, {shared} := {right})")
        left = shared
    return tests[0] if len(tests) == 1 else f"{writer.bind(all_true)}({', '.join(tests)})"


def _is_null(writer: _Writer, expression: ast.IsNull, *, certain: bool) -> str:
    text = writer.write(expression.operand, certain=certain)
    return f"({text} {'is not' if expression.negated else 'is'} None)"


def _unary(writer: _Writer, expression: ast.Unary, *, certain: bool) -> str:
    return writer.call(_UNARY[expression.operator], (expression.operand,), certain=certain)


def _property(writer: _Writer, expression: ast.Property, *, certain: bool) -> str:
    key = writer.bind(expression.key)
    return writer.call(get_property, (expression.subject,), key, "context", certain=certain)


def _subscript(writer: _Writer, expression: ast.Subscript, *, certain: bool) -> str:
    return writer.call(subscript, (expression.subject, expression.index), "context", certain=certain)


def _slice(writer: _Writer, expression: ast.Slice, *, certain: bool) -> str:
    start = ast.Literal(0) if expression.start is None else expression.start
    end = ast.Literal(2**63 - 1) if expression.end is None else expression.end
    return writer.call(slice_list, (expression.subject, start, end), certain=certain)


def _list(writer: _Writer, expression: ast.ListLiteral, *, certain: bool) -> str:
    return f"[{', '.join([writer.write(item, certain=certain) for item in expression.items])}]"


def _map(writer: _Writer, expression: ast.MapLiteral, *, certain: bool) -> str:
    items = [f"{writer.bind(key)}: {writer.write(item, certain=certain)}" for key, item in expression.items]
    return f"{{{', '.join(items)}}}"


def _case(writer: _Writer, expression: ast.Case, *, certain: bool) -> str:
    if expression.subject is None:
        return _branches(writer, expression, certain=certain)
    subject = writer.local()
    text = writer.write(expression.subject, certain=certain)
    writer.case_subjects.append(subject)
    branches = _branches(writer, expression, certain=False)  # a WHEN may read the subject
    writer.case_subjects.pop()
    return f"({subject} := {text}, {branches})[1]"


def _branches(writer: _Writer, expression: ast.Case, *, certain: bool) -> str:
    texts = []
    for position, (when, then) in enumerate(expression.whens):
        if expression.subject is None or reads_case_subject(when):
            test = writer.truth(when, certain=certain and position == 0)
        else:
            value = writer.write(when, certain=False)
            test = f"{writer.bind(equals)}({writer.case_subjects[-1]}, {value})"
        texts.append(f"{writer.write(then, certain=False)} if {test}")
    texts.append(writer.write(expression.default or ast.Literal(None), certain=False))
    return f"({' else '.join(texts)})"


def _case_subject(writer: _Writer, _expression: ast.CaseSubject, *, certain: bool) -> str:  # noqa: ARG001
    return writer.case_subjects[-1]


def _function_call(writer: _Writer, expression: ast.FunctionCall, *, certain: bool) -> str:
    function, arguments = lookup(expression.name), expression.arguments
    if function is not None and function.name == "coalesce":
        return _coalesce(writer, arguments, certain=certain)
    if (
        function is None
        or function.name == "exists"
        or function.scalar is None
        or function.needs_context
        or not function.deterministic
        or not function.minimum <= len(arguments) <= (function.maximum or 0)
    ):
        raise _UnsupportedError
    return writer.call(checked(function), arguments, certain=certain)


def _coalesce(writer: _Writer, arguments: tuple[ast.Expression, ...], *, certain: bool) -> str:
    texts = []
    for position, argument in enumerate(arguments):
        found = writer.local()
        text = writer.write(argument, certain=certain and position == 0)
        texts.append(f"{found} if ({found} := {text}) is not None")
    return f"({' else '.join([*texts, 'None'])})"


_UNARY: Final[dict[str, Callable[[Any], Any]]] = {
    "NOT": predicates.negation,
    "-": arithmetic.negate,
    "+": arithmetic.positive,
}

_WRITERS: Final[dict[type, Callable[..., str]]] = {
    ast.Variable: _variable,
    ast.Binary: _binary,
    ast.Comparison: _comparison,
    ast.IsNull: _is_null,
    ast.Unary: _unary,
    ast.Property: _property,
    ast.Subscript: _subscript,
    ast.Slice: _slice,
    ast.ListLiteral: _list,
    ast.MapLiteral: _map,
    ast.Case: _case,
    ast.CaseSubject: _case_subject,
    ast.FunctionCall: _function_call,
}
