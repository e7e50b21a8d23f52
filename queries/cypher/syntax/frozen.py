"""A base class of immutable objects: what dataclasses offer, at a hundredth of their start-up cost.

``@dataclass`` generates and compiles source for each class, which takes about half a millisecond. The engine
has more than a hundred such classes, and compiling them would take longer than a query from the command line.
Here, all classes share one generic ``__init__``, ``__eq__``, ``__hash__`` and ``__repr__``. Type checkers see
frozen dataclasses (PEP 681).
"""

from __future__ import annotations

from inspect import get_annotations
from typing import Any, ClassVar, Self, dataclass_transform


def uncompared(*, default: Any, kw_only: bool) -> Any:  # noqa: ARG001 - read by type checkers
    """Declare a keyword-only field that equality, hash and repr ignore; the field has the default."""
    return _Uncompared(default)


class _Uncompared:
    def __init__(self, default: Any) -> None:
        self.default = default


@dataclass_transform(frozen_default=True, field_specifiers=(uncompared,))
class Frozen:
    """A base class whose annotated names become fields, in order, inherited ones first.

    Fields are passed by position or by name. ``class_fields`` lists the fields that equality compares, and so
    does ``__match_args__``, for ``match`` statements.
    """

    __slots__ = ("_hash",)

    class_fields: ClassVar[tuple[str, ...]] = ()
    class_defaults: ClassVar[dict[str, Any]] = {}
    class_names: ClassVar[frozenset[str]] = frozenset()
    class_size: ClassVar[int] = 0
    __match_args__: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        fields = list(cls.class_fields)
        defaults = dict(cls.class_defaults)
        names = set(cls.class_names)
        for name, annotation in get_annotations(cls).items():
            if str(annotation).startswith("ClassVar"):
                continue
            names.add(name)
            default = cls.__dict__.get(name, _MISSING)
            if isinstance(default, _Uncompared):
                defaults[name] = default.default
                setattr(cls, name, default.default)
                continue
            if name not in fields:
                fields.append(name)
            if default is not _MISSING:
                defaults[name] = default
        cls.class_fields = tuple(fields)
        cls.__match_args__ = cls.class_fields  # type: ignore[misc]  # mypy takes it for final
        cls.class_defaults = defaults
        cls.class_names = frozenset(names)
        cls.class_size = len(names)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # a query creates hundreds of these objects, so this avoids every unnecessary call
        values, fields = self.__dict__, self.class_fields
        for name, value in zip(fields, args, strict=False):
            values[name] = value
        if kwargs:
            values.update(kwargs)
        if len(values) != self.class_size:
            for name, value in self.class_defaults.items():
                values.setdefault(name, value)
        if len(values) != self.class_size or len(args) > len(fields):
            self._refuse(args, kwargs)

    def _refuse(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        given = set(self.class_fields[: len(args)]) | set(kwargs) | set(self.class_defaults)
        missing = sorted(self.class_names - given)
        unknown = sorted(set(kwargs) - self.class_names)
        raise TypeError(
            f"{type(self).__name__}: missing {missing}, unknown {unknown}, {len(args)} by position"
        )

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"{type(self).__name__} is immutable: cannot set {name}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is immutable: cannot delete {name}")

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if type(self) is not type(other):
            return NotImplemented
        mine, theirs = self.__dict__, other.__dict__
        return all(mine[name] == theirs[name] for name in self.class_fields)

    def __hash__(self) -> int:
        # Cached, because the planner hashes repeatedly; in a slot, because __dict__ has only the fields.
        found: int | None = getattr(self, "_hash", None)
        if found is None:
            values = self.__dict__
            found = hash((type(self), *[values[name] for name in self.class_fields]))
            object.__setattr__(self, "_hash", found)
        return found

    def __repr__(self) -> str:
        inner = ", ".join(f"{name}={self.__dict__[name]!r}" for name in self.class_fields)
        return f"{type(self).__name__}({inner})"

    def replace(self, **changes: Any) -> Self:
        """Return a copy with some fields replaced."""
        made = type(self).__new__(type(self))
        made.__dict__.update(self.__dict__, **changes)
        if len(made.__dict__) != self.class_size:
            self._refuse((), {**self.__dict__, **changes})
        return made


_MISSING = object()
