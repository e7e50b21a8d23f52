"""The base of every page: our scripts and styles inline, data as JSON, and no network access.

The content security policy of a page allows its own scripts and styles by their hashes and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
from abc import abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sociogram.graph.common.files import atomic_writer
from sociogram.graph.errors import StoreError
from sociogram.loaders.folder.overwriting import check_output
from sociogram.viz.script import joined
from sociogram.viz.text import latin_letters
from sociogram.viz.texts import Texts, translations

TEMPLATES = Path(__file__).parent / "templates"

_UNSAFE_IN_HTML = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", ord("'"): "\\u0027"}


class OneFile:
    """A page that is one file.

    Attributes:
        inputs: the files that the graph was read from; the page does not replace them by accident.
    """

    inputs: Sequence[Path] = ()

    @abstractmethod
    def html(self) -> str:
        """Return the whole page."""

    def write(self, path: str | os.PathLike[str], *, overwrite: bool = False) -> Path:
        """Write the page as UTF-8, completely or not at all, and return its path.

        Args:
            path: the file; an existing page is replaced.
            overwrite: allow it to replace a file that the graph was read from.

        Raises:
            OverwriteError: the graph was read from that file, or it belongs to a data folder.
            StoreError: the file cannot be written.
        """
        target = Path(path)
        check_output(target, inputs=self.inputs, overwrite=overwrite)
        html = self.html()
        with atomic_writer(target) as file:
            file.write(html)
        return target

    def show(self) -> Path:
        """Write the page into a new temporary folder, open it in the browser, and return its path.

        Raises:
            StoreError: the file cannot be written, or no browser opens.

        Example:
            >>> sociogram.open().page(around="Pedro Castillo").show()  # doctest: +SKIP
        """
        import tempfile
        import webbrowser

        path = self.write(Path(tempfile.mkdtemp(prefix="sociogram-")) / "page.html")
        if not webbrowser.open(path.as_uri()):
            raise StoreError(f"No browser could be opened. The page is in {path}: open it yourself.")
        return path


def rendered(template: str, script: str, styles: Sequence[str], **values: Any) -> str:
    """Return a page: a template with our script and styles inline.

    Args:
        template: the name of the template.
        script: the script's first module, which imports the others.
        styles: the names of the styles, in their order.
        values: further variables of the template.
    """
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    text = f'(() => {{\n"use strict";\n{joined(script)}}})();\n'
    style = "".join(source_text(environment, name) for name in styles)
    return environment.get_template(template).render(
        script=inline(text),
        t=Texts(),
        texts=json_block(translations()),
        style=inline(style),
        script_hash=hash_of(text),
        style_hash=hash_of(style),
        letters=json_block(latin_letters([json.dumps(values, ensure_ascii=False, default=str)])),
        **values,
    )


def source_text(environment: Any, name: str) -> str:
    """Read a file of a page; browsers hash it with plain line feeds."""
    text: str = environment.loader.get_source(environment, name)[0]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    # browsers with open developer tools would request a source map that does not exist
    return re.sub(r"\n//# sourceMappingURL=.*", "", text)


def inline(text: str) -> Any:
    """Mark our own script or style as safe in HTML; it must not contain its own closing tag."""
    import markupsafe

    lowered = text.lower()
    if "</script" in lowered or "</style" in lowered or "<!--" in lowered:
        raise ValueError("a script or style of the page would end its own element")
    return markupsafe.Markup(text)  # noqa: S704 - our own files, checked above


def hash_of(text: str) -> str:
    """Return the hash of a script or a style for the content security policy."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def plain_json(value: Any) -> str:
    """Write JSON in ASCII, without white space."""
    return json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))


def json_block(value: Any) -> Any:
    """Write JSON that no HTML parser reads as markup: ASCII only, with ``<``, ``>``, ``&`` escaped."""
    import markupsafe

    return markupsafe.Markup(plain_json(value).translate(_UNSAFE_IN_HTML))  # noqa: S704 - escaped in the line itself
