"""Does a test notice when the code is wrong? Changes it in a hundred places, one at a time, and looks.

    make mutants            the same hundred each time
    make mutants N=500 SEED=2
    python tests/mutation/try_mutants.py -n 20 --only loaders/values/types.py --tests tests/loaders

First all tests that need neither server nor browser run once, on a copy that records which of them reach the
statements to be changed. (Only these statements are marked: the run takes no longer than any other.) The
record is cached in ``$SOCIOGRAM_CACHE`` (``~/.cache/sociogram``) by the content of the code. Then each mutant
(``mutants.py``) is put into a copy of the tree and tried with tests that reach it and others of the same
files, quick ones first and some of each test function. A mutant is killed when a test fails, or when tests
that need 50 s of CPU time at most without it need over 100 with it. What survives is either equivalent
(``<`` for ``<=`` where both give the same), or a test that is missing.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from queue import SimpleQueue

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from mutants import Mutant, marked, mutants
from reach import CHOSEN, DURATIONS, REACHED

from support.neo4j.server import cache_folder

ROOT = Path(__file__).resolve().parents[2]
TARGETS = (
    "graph/columns/*.py",
    "graph/memory/**/*.py",
    "loaders/**/*.py",
    "queries/cypher/execute/**/*.py",
    "queries/cypher/expressions/*.py",
    "queries/cypher/kernels/*.py",
    "queries/cypher/values/arithmetic.py",
    "queries/cypher/values/predicates.py",
)
WORKERS = 2
PATIENCE = 1800
"""Seconds by the clock for the tests of one mutant: they end only where nothing runs, as in a deadlock."""
BUDGET = 50.0
"""CPU seconds of the tests that a mutant is tried with, measured without it."""
PACKAGES = ("graph", "loaders", "queries", "viz", "data", "src")


@dataclass(frozen=True)
class Reach:
    """Which tests reach a line, by ``path:line``, and the CPU seconds of each."""

    tests: dict[str, list[str]]
    seconds: dict[str, float]

    def chosen(self, mutant: Mutant) -> list[str]:
        """Return the tests for a mutant: those that reach it, then others of the same files.

        Only the first of several tests reaches a line whose outcome is cached, so the others may show it.
        """
        reaching = [
            test for test in self.tests.get(f"{mutant.path}:{mutant.line}", ()) if test in self.seconds
        ]
        files = {_file(test) for test in reaching}
        others = [test for test in self.seconds if _file(test) in files and test not in set(reaching)]
        chosen, spent = [], 0.0
        for test in (*self._in_rounds(reaching), *self._in_rounds(others)):
            spent += self.seconds[test]
            if spent > BUDGET and chosen:
                break
            chosen.append(test)
        return chosen

    def _in_rounds(self, tests: Sequence[str]) -> Iterator[str]:
        """Yield the quickest test of each test function, then the next of each, and so on."""
        by_function: dict[str, list[str]] = defaultdict(list)
        for test in sorted(tests, key=self.seconds.__getitem__):
            by_function[test.partition("[")[0]].append(test)
        for round_ in zip_longest(*by_function.values()):
            yield from sorted(filter(None, round_), key=self.seconds.__getitem__)


def _file(test: str) -> str:
    return test.partition("::")[0]


class Copy:
    """A copy of the tree, in which a mutant can be tried."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        for name in filter(None, listed.stdout.split("\0")):
            source, target = ROOT / name, folder / name
            if source.exists() or source.is_symlink():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(source, target, follow_symlinks=False)
        # Compiled by content: a mutant may be as long, and as old, as what it takes the place of.
        command = [sys.executable, "-m", "compileall", "-q", "--invalidation-mode", "checked-hash", *PACKAGES]
        subprocess.run([*command, "tests"], cwd=folder, check=True)

    @contextmanager
    def marked(self, sample: Sequence[Mutant]) -> Iterator[None]:
        """Mark the statements of the mutants in the copy, so that a test run records who reaches them."""
        lines: dict[str, set[int]] = defaultdict(set)
        for mutant in sample:
            lines[mutant.path].add(mutant.line)
        before = {path: (self.folder / path).read_text(encoding="utf-8") for path in lines}
        for path, text in before.items():
            (self.folder / path).write_text(marked(path, text, lines[path]), encoding="utf-8")
        try:
            yield
        finally:
            for path, text in before.items():
                (self.folder / path).write_text(text, encoding="utf-8")

    def pytest(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """Start tests on the copy, in a process group of their own."""
        paths = [self.folder / "src", self.folder / "tests", self.folder / "tests" / "mutation"]
        path = os.pathsep.join(map(str, paths))
        variables = {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", **environment}
        command = [sys.executable, "-m", "pytest", "-q", "-p", "reach", "-p", "no:cacheprovider", *arguments]
        return subprocess.Popen(
            command,
            cwd=self.folder,
            env=variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def killed(self, mutant: Mutant, tests: Sequence[str]) -> bool:
        """Tell whether one of the tests fails on a mutant."""
        target = self.folder / mutant.path
        before = target.read_text(encoding="utf-8")
        chosen = self.folder / "chosen.json"
        chosen.write_text(json.dumps(tests), encoding="utf-8")
        files = list(dict.fromkeys(test.partition("::")[0] for test in tests))
        target.write_text(mutant.applied(before), encoding="utf-8")
        running = self.pytest("-x", "-n0", "--hypothesis-seed=1", *files, **{CHOSEN: str(chosen)})
        try:
            running.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            return True
        finally:
            with suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGKILL)
            running.communicate()
            target.write_text(before, encoding="utf-8")
        return running.returncode != 0


def recorded(copy: Copy, tests: Sequence[str], sample: Sequence[Mutant]) -> Reach:
    """Return which tests reach which mutants, from the cache or by running them."""
    cached = cache_folder() / f"mutants-{_content(tests, sample)}.json"
    if cached.exists():
        return Reach(**json.loads(cached.read_text(encoding="utf-8")))
    print("Running the tests once, to see which of them reaches which mutant …", file=sys.stderr)
    durations, folder = copy.folder / "durations.json", copy.folder / "reached"
    folder.mkdir()
    with copy.marked(sample):
        running = copy.pytest(
            *(f"-n{WORKERS}", "-m", "not neo4j and not browser", *tests),
            **{DURATIONS: str(durations), REACHED: str(folder)},
        )
        output, _ = running.communicate()
    if not durations.exists():
        raise SystemExit(f"The tests did not run:\n{output[-3000:]}")
    reach = Reach(_reached(folder), json.loads(durations.read_text(encoding="utf-8")))
    cached.parent.mkdir(parents=True, exist_ok=True)
    cached.write_text(json.dumps({"tests": reach.tests, "seconds": reach.seconds}), encoding="utf-8")
    return reach


def _content(tests: Sequence[str], sample: Sequence[Mutant]) -> str:
    """Return a digest of the code, its tests, which of them are meant, and the mutants."""
    digest = hashlib.sha256(" ".join([*tests, *map(str, sample)]).encode())
    for folder in (*PACKAGES, "tests"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _reached(folder: Path) -> dict[str, list[str]]:
    """Return the tests that reach each line, from what the processes of a run wrote."""
    tests: dict[str, list[str]] = defaultdict(list)
    for path in sorted(folder.iterdir()):
        for test, lines in json.loads(path.read_text(encoding="utf-8")).items():
            for line in lines:
                tests[line].append(test)
    return {line: sorted(names) for line, names in tests.items()}


def sampled(count: int, seed: int, only: Sequence[str]) -> list[Mutant]:
    """Return so many of all mutants, the same ones for a seed."""
    paths = sorted({path for pattern in only for path in ROOT.glob(pattern)})
    every = [
        mutant
        for path in paths
        for mutant in mutants(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
    ]
    chance = random.Random(seed)  # noqa: S311 - a sample is no secret
    return sorted(
        chance.sample(every, min(count, len(every))), key=lambda mutant: (mutant.path, mutant.start)
    )


def tried(
    copies: Sequence[Copy], sample: Sequence[Mutant], reach: Reach
) -> Iterator[tuple[Mutant, bool, int]]:
    """Try mutants, one in each copy at a time; give whether each was killed, and how many tests tried."""
    free: SimpleQueue[Copy] = SimpleQueue()
    for copy in copies:
        free.put(copy)

    def attempt(mutant: Mutant) -> tuple[Mutant, bool, int]:
        tests = reach.chosen(mutant)
        copy = free.get()
        try:
            return mutant, bool(tests) and copy.killed(mutant, tests), len(tests)
        finally:
            free.put(copy)

    with ThreadPoolExecutor(len(copies)) as threads:
        yield from threads.map(attempt, sample)


def main(arguments: Sequence[str] | None = None) -> int:
    """Try mutants and print the score and the survivors."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("-n", type=int, default=100, help="mutants (default: 100)")
    parser.add_argument("--seed", type=int, default=1, help="which of all there are (default: 1)")
    parser.add_argument("--only", nargs="+", default=TARGETS, metavar="GLOB", help="files to change")
    parser.add_argument(
        "--tests", nargs="+", default=["tests"], metavar="PATH", help="tests to try them with"
    )
    options = parser.parse_args(arguments)
    killed = 0
    sample = sampled(options.n, options.seed, options.only)
    with tempfile.TemporaryDirectory(prefix="sociogram-mutants-") as folder:
        copies = [Copy(Path(folder) / str(number)) for number in range(WORKERS)]
        reach = recorded(copies[0], options.tests, sample)
        for number, (mutant, is_killed, tests) in enumerate(tried(copies, sample, reach), 1):
            print(f"\r{number} of {len(sample)}", end="", file=sys.stderr, flush=True)
            killed += is_killed
            if not is_killed:
                text = (ROOT / mutant.path).read_text(encoding="utf-8")
                print(
                    f"\n{mutant.path}:{mutant.line} survived {tests} tests\n{mutant.shown(text)}", flush=True
                )
    share = killed / max(len(sample), 1)
    print(f"\n{killed} of {len(sample)} mutants killed ({share:.0%}), seed {options.seed}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
