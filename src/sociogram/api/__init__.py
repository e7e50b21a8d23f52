"""The Python API: ``sociogram.open`` and the ``Graph`` that it returns.

``Graph`` has all its methods by inheritance, one class for each job: ``queries``, ``files``, ``corrections``,
``deduplication``, ``output``. They share the store and the folder of ``base``.
"""

from sociogram.api.graph import Graph, open  # noqa: A004 - the public name

__all__ = ["Graph", "open"]
