"""Small changes to source text, each of which a test should notice.

    a < b  →  a <= b          x + 1  →  x - 1         if found:  →  if not found:
    10     →  11              True   →  False         return x   →  return None
    f(a, b)  →  f(b, a)       a and b  →  a or b      not a      →  a
    index.add(slot)  →  pass  total += n  →  pass

Only what functions do is changed: what a module does when it is imported is reached by every test.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass

COMPARISONS: dict[type[ast.cmpop], tuple[str, str]] = {
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.Is: ("is", "is not"),
    ast.IsNot: ("is not", "is"),
    ast.In: ("in", "not in"),
    ast.NotIn: ("not in", "in"),
}
OPERATORS: dict[type[ast.operator], tuple[str, str]] = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "+"),
    ast.FloorDiv: ("//", "*"),
    ast.Div: ("/", "*"),
    ast.Mod: ("%", "*"),
    ast.BitAnd: ("&", "|"),
    ast.BitOr: ("|", "&"),
}


@dataclass(frozen=True)
class Mutant:
    """One change: ``text[start:end]`` of a file becomes ``instead``."""

    path: str
    line: int
    start: int
    end: int
    instead: str

    def applied(self, text: str) -> str:
        """Return the text of the file with the change in it."""
        return text[: self.start] + self.instead + text[self.end :]

    def shown(self, text: str) -> str:
        """Return the changed lines before and after."""
        before, after = text.splitlines(), self.applied(text).splitlines()
        last = text.count("\n", 0, self.end) + 1
        cut = slice(self.line - 1, last), slice(self.line - 1, last + len(after) - len(before))
        return "\n".join(
            f"{sign} {line.strip()}"
            for sign, lines in zip("-+", (before[cut[0]], after[cut[1]]), strict=True)
            for line in lines
        )


def mutants(path: str, text: str) -> list[Mutant]:
    """Return every mutant of a file, in the order of its text."""
    found = {
        mutant
        for mutant in _Finder(path, text).of_module()
        if mutant.instead != text[mutant.start : mutant.end]
    }
    return sorted(found, key=lambda mutant: (mutant.start, mutant.end, mutant.instead))


def marked(path: str, text: str, lines: Collection[int]) -> str:
    """Return a file that calls ``reach.reached("path:line")`` before the statements on these lines."""
    tree = ast.parse(text)
    _Marker(path, lines).visit(tree)
    return ast.unparse(ast.fix_missing_locations(tree))


class _Marker(ast.NodeTransformer):
    """Puts the calls before the innermost statements that hold the lines."""

    def __init__(self, path: str, lines: Collection[int]) -> None:
        self.path = path
        self.remaining = set(lines)
        self.depth = 0

    def visit(self, node: ast.AST) -> ast.AST | list[ast.AST]:
        is_function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        self.depth += is_function
        self.generic_visit(node)
        self.depth -= is_function
        if not self.depth or not isinstance(node, ast.stmt):
            return node
        assert node.end_lineno is not None
        here = sorted(line for line in self.remaining if node.lineno <= line <= node.end_lineno)
        self.remaining.difference_update(here)
        return [*(self.call(line) for line in here), node]

    def call(self, line: int) -> ast.stmt:
        call = f"__import__('reach').reached({f'{self.path}:{line}'!r})"
        return ast.parse(call).body[0]


class _Finder:
    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.lines = text.splitlines(keepends=True)
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line))

    def of_module(self) -> Iterator[Mutant]:
        for node in ast.walk(ast.parse(self.text)):
            if isinstance(node, ast.FunctionDef):
                for statement in node.body:
                    yield from self.of_statement(statement)

    def of_statement(self, statement: ast.stmt) -> Iterator[Mutant]:
        for node in self.parts(statement):
            yield from self.of_node(node)

    def parts(self, node: ast.AST) -> Iterator[ast.AST]:
        """Give a node and what is in it, but for annotations, definitions, and what only a message says."""
        if isinstance(
            node, ast.FunctionDef | ast.ClassDef | ast.Raise | ast.JoinedStr | ast.Import | ast.ImportFrom
        ):
            return
        yield node
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns"):
                continue
            if isinstance(node, ast.keyword) and node.arg == "strict":  # an assertion about the code itself
                continue
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    yield from self.parts(child)

    def of_node(self, node: ast.AST) -> Iterator[Mutant]:
        yield from self.of_operators(node)
        yield from self.of_values(node)

    def of_operators(self, node: ast.AST) -> Iterator[Mutant]:
        match node:
            case ast.Compare():
                sides = [node.left, *node.comparators]
                for place, operator in enumerate(node.ops):
                    yield from self.between(sides[place], sides[place + 1], *COMPARISONS[type(operator)])
            case ast.BinOp() if type(node.op) in OPERATORS:
                yield from self.between(node.left, node.right, *OPERATORS[type(node.op)])
            case ast.BoolOp():
                words = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
                for left, right in zip(node.values, node.values[1:], strict=False):
                    yield from self.between(left, right, *words)

    def of_values(self, node: ast.AST) -> Iterator[Mutant]:
        match node:
            case ast.UnaryOp(op=ast.Not()):
                yield self.change(node, f"({self.source(node.operand)})")
            case ast.If() | ast.While() | ast.IfExp():
                yield self.change(node.test, f"(not ({self.source(node.test)}))")
            case ast.Constant(value=bool()):
                yield self.change(node, str(not node.value))
            case ast.Constant(value=int()):
                yield self.change(node, str(node.value + 1))
            case ast.Return(value=ast.expr() as value) if self.source(value) != "None":
                yield self.change(node, "return None")
            case ast.Call(args=[first, second, *_]) if not isinstance(first, ast.Starred) and not isinstance(
                second, ast.Starred
            ):
                yield self.swapped(first, second)
            case (
                ast.Expr(value=ast.Call() | ast.Yield() | ast.YieldFrom()) | ast.AugAssign() | ast.Continue()
            ):
                yield self.change(node, "pass")

    def between(self, left: ast.expr, right: ast.expr, operator: str, instead: str) -> Iterator[Mutant]:
        """Change an operator, which stands between its sides with nothing but brackets and spaces."""
        begin, end = self.span(left)[1], self.span(right)[0]
        at = self.text.find(operator, begin, end)
        if at >= 0:
            yield self.mutant(at, at + len(operator), instead)

    def swapped(self, first: ast.expr, second: ast.expr) -> Mutant:
        (start, first_end), (second_start, end) = self.span(first), self.span(second)
        between = self.text[first_end:second_start]
        return self.mutant(start, end, self.text[second_start:end] + between + self.text[start:first_end])

    def change(self, node: ast.expr | ast.stmt, instead: str) -> Mutant:
        return self.mutant(*self.span(node), instead)

    def mutant(self, start: int, end: int, instead: str) -> Mutant:
        return Mutant(self.path, self.text.count("\n", 0, start) + 1, start, end, instead)

    def source(self, node: ast.expr) -> str:
        start, end = self.span(node)
        return self.text[start:end]

    def span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self.offset(node.lineno, node.col_offset), self.offset(node.end_lineno, node.end_col_offset)

    def offset(self, line: int, column: int) -> int:
        """Return where in the text a place of the tree is: a tree counts bytes."""
        return self.starts[line - 1] + len(self.lines[line - 1].encode()[:column].decode())
