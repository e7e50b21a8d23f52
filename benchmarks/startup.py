"""How long a command takes from a cold process, in multiples of ``python -c "import numpy, click"``.

python benchmarks/startup.py [--rounds 15]

The package is compiled first, as an install leaves it. Time on the clock is what people wait; time of
the processor says the same where the machine is busy with other things.
"""

from __future__ import annotations

import argparse
import compileall
import os
import subprocess
import sys
import time
from pathlib import Path

import sociogram

BASE = [sys.executable, "-c", "import numpy, click"]
COMMANDS = {
    "sociogram query connections-of": [sys.executable, "-m", "sociogram", "query", "connections-of"],
    "sociogram --help": [sys.executable, "-m", "sociogram", "--help"],
    "completing sociogram query con…": [sys.executable, "-m", "sociogram"],
}
COMPLETION = {"_SOCIOGRAM_COMPLETE": "bash_complete", "COMP_WORDS": "sociogram query con", "COMP_CWORD": "2"}


def seconds(command: list[str], extra: dict[str, str]) -> tuple[float, float]:
    """Run a command; return the time on the clock and of the processor."""
    before, start = os.times(), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, **extra})
    passed, after = time.perf_counter() - start, os.times()
    user, system = after.children_user, after.children_system
    return passed, user + system - before.children_user - before.children_system


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    root = Path(str(sociogram.__file__)).parent
    for folder in (root, *(path for path in root.iterdir() if path.is_dir())):
        compileall.compile_dir(folder, quiet=2)
    times: dict[str, list[tuple[float, float]]] = {"base": [], **{name: [] for name in COMMANDS}}
    for _ in range(rounds):  # interleaved, so that a busy moment falls on all
        times["base"].append(seconds(BASE, {}))
        for name, command in COMMANDS.items():
            times[name].append(seconds(command, COMPLETION if name.startswith("completing") else {}))
    clock, processor = (min(column) for column in zip(*times["base"], strict=True))
    print(f"best of {rounds}: {'on the clock':>34}{'of the processor':>26}")
    print(f"{'import numpy, click':35}{clock * 1000:9.0f} ms{processor * 1000:20.0f} ms")
    for name in COMMANDS:
        best, busy = (min(column) for column in zip(*times[name], strict=True))
        waited = f"{best * 1000:9.0f} ms {best / clock:6.2f} ×"
        print(f"{name:35}{waited}{busy * 1000:12.0f} ms {busy / processor:6.2f} ×")


if __name__ == "__main__":
    main()
