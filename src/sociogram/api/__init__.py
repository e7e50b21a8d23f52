"""The Python API: ``sociogram.open`` and the ``Graph`` that it returns.

``Graph`` inherits its methods from one class per task, in the modules ``queries``, ``files``,
``corrections``, ``deduplication`` and ``output``. They share the store and the folder in ``base``.
"""

from sociogram.api.graph import Graph, open  # noqa: A004 - the public name

__all__ = ["Graph", "open"]
