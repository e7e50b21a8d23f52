"""Each control of the page by pointer and by keyboard, in Chromium and in Firefox, both driven by puppeteer.

Longer: SOCIOGRAM_BROWSERS=1, which ``make test-more`` sets.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from viz_made import usual_page

ROOT = Path(__file__).parents[2]
CONTROLS = Path(__file__).parent / "browsers" / "controls.js"
BROWSERS = {"chrome": "chromium", "firefox": "firefox-esr"}

pytestmark = pytest.mark.skipif(
    not os.environ.get("SOCIOGRAM_BROWSERS"), reason="longer; make test-more sets SOCIOGRAM_BROWSERS"
)


def missing(what: str, cure: str) -> None:
    """Skip a test that misses something, and name it; fail where the run must be whole."""
    reason = f"{what} is missing; {cure}"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.mark.parametrize("browser", BROWSERS)
def test_every_control_by_pointer_and_by_keyboard(browser: str, tmp_path: Path) -> None:
    command = shutil.which(BROWSERS[browser])
    if command is None:
        missing(BROWSERS[browser], f"install it with: apt-get install {BROWSERS[browser]}")
    if shutil.which("node") is None or not (ROOT / "node_modules" / "puppeteer-core").exists():
        missing("puppeteer-core", "install it with: npm ci")
    page = usual_page()
    x, y = page.scene.positions[0]
    environment = os.environ | {
        "PAGE": page.write(tmp_path / "page.html").as_uri(),
        "BROWSER": browser,
        "EXECUTABLE": str(command),
        "ACTOR_AT": f"{x},{y}",
        "HOME": str(tmp_path),
    }
    done = subprocess.run(
        ["node", "--test", str(CONTROLS)], env=environment, cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout
