"""Cypher's functions, one module per family; ``registry`` finds them."""

from sociogram.queries.cypher.functions.registry import (
    FAMILIES,
    Function,
    FunctionParameter,
    functions,
    is_aggregate,
    lookup,
    names,
)

__all__ = ["FAMILIES", "Function", "FunctionParameter", "functions", "is_aggregate", "lookup", "names"]
