"""The functions of Cypher, one module per family; ``registry`` looks them up."""

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
