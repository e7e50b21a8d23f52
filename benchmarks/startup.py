"""How long a command takes from a cold process, in multiples of ``python -c "import numpy, click"``.

python benchmarks/startup.py [--rounds 15]
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time

BASE = [sys.executable, "-c", "import numpy, click"]
COMMANDS = {
    "sociogram query connections-of": [sys.executable, "-m", "sociogram", "query", "connections-of"],
    "sociogram --help": [sys.executable, "-m", "sociogram", "--help"],
}


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    times: dict[str, list[float]] = {"base": []} | {name: [] for name in COMMANDS}
    for _ in range(rounds):  # interleaved, so that a busy moment falls on all
        times["base"].append(seconds(BASE))
        for name, command in COMMANDS.items():
            times[name].append(seconds(command))
    base = min(times["base"])
    print(f'python -c "import numpy, click": best {base * 1000:.0f} ms of {rounds}')
    for name in COMMANDS:
        best, middle = min(times[name]), statistics.median(times[name])
        ratio, middle_ratio = best / base, middle / statistics.median(times["base"])
        print(f"{name}: best {best * 1000:.0f} ms, {ratio:.2f} times (median {middle_ratio:.2f})")


if __name__ == "__main__":
    main()
