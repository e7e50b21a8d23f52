"""A browser without network, and pages opened in it that must keep quiet."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from viz_made import usual_page

from sociogram.viz.page import Page

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Debian's Chromium, started once; skipped where it is missing, unless the run must be whole."""
    if not CHROMIUM.exists():
        reason = f"{CHROMIUM} is missing; install it with: apt-get install chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Opened:
    """What a page did that it must not do."""

    wrongs: list[str] = field(default_factory=list)

    def watch(self, tab: Any, address: str) -> None:
        tab.on("console", self._console)
        tab.on("pageerror", lambda error: self.wrongs.append(f"error: {error}"))
        tab.on(
            "dialog", lambda dialog: (self.wrongs.append("a dialog: foreign script ran"), dialog.dismiss())
        )
        tab.on("request", lambda request: self._request(request, address))

    def _console(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.wrongs.append(f"console: {message.text}")

    def _request(self, request: Any, address: str) -> None:
        own = request.url.split("#")[0] == address or request.url.startswith("blob:")
        if not own:
            self.wrongs.append(f"request: {request.url}")


OpenPage = Callable[..., Any]


@pytest.fixture
def open_page(chromium: Any, tmp_path: Path) -> Iterator[OpenPage]:
    """Open a page offline; at the end no console message, no request, no dialog may have occurred."""
    opened = Opened()
    contexts = []

    def open_it(page: Page | None = None, *, width: int = 1280, height: int = 800, **options: Any) -> Any:
        target = (page or usual_page()).write(tmp_path / f"page{len(contexts)}.html")
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            offline=True,
            accept_downloads=True,
            **({"reduced_motion": "reduce"} | options),
        )
        contexts.append(context)
        tab = context.new_page()
        tab.set_default_timeout(120_000)
        opened.watch(tab, target.as_uri())
        tab.goto(target.as_uri())
        tab.wait_for_selector("html[data-ready]")
        return tab

    yield open_it
    for context in contexts:
        context.close()
    assert opened.wrongs == []
