"""An engine in a process and an environment of its own, spoken to by lines of JSON."""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import venv
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

HOME = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "sociogram" / "bench"
ADAPTERS = Path(__file__).resolve().parent / "peers"
NEWER = ("python3.13", "python3.12")
"""Engines that have packages for these only."""


@dataclass(frozen=True, slots=True)
class Peer:
    """What to compare with.

    Attributes:
        name: of its adapter, ``peers/with_NAME.py``.
        packages: what its environment needs; none means our own environment.
        server: whether the work is done in another process, so that only the wall's time counts.
        sizes: the graphs that it can bear; none means all.
        engine: whether a user could choose it instead; the by-hand versions are a measure, not a rival.
    """

    name: str
    packages: tuple[str, ...] = ()
    server: bool = False
    sizes: tuple[str, ...] = ()
    engine: bool = True


OURS = Peer("sociogram")
PEERS = {
    peer.name: peer
    for peer in (
        Peer("by_hand", engine=False),
        Peer("ladybug", ("ladybug",)),
        Peer("kglite", ("kglite", "pandas")),
        Peer("grafeo", ("grafeo", "pandas")),
        Peer("falkordblite", ("falkordblite",), server=True),
        Peer("nxcypher", ("nxcypher",), sizes=("tiny",)),
        Peer("networkx"),
        Peer("neo4j", server=True),
    )
}


def python_of(peer: Peer) -> str:
    """Return the Python that runs a peer; its environment is made on first use."""
    if not peer.packages:
        return sys.executable
    folder = HOME / peer.name
    python = folder / "bin" / "python"
    ready = folder / "ready"
    if not ready.exists():
        base = next(filter(None, map(_newer_python, NEWER)), sys.executable)
        print(f"making an environment for {peer.name} in {folder}", file=sys.stderr)
        if base == sys.executable:
            venv.create(folder, with_pip=True)
        else:
            subprocess.run([base, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *peer.packages], check=True)
        ready.touch()
    return str(python)


def _newer_python(name: str) -> str | None:
    """Find a Python by name: on the path, or among pyenv's."""
    versions = Path.home() / ".pyenv" / "versions"
    found = sorted(versions.glob(f"{name.removeprefix('python')}.*/bin/{name}"))
    if found:
        return str(found[-1])
    path = shutil.which(name)
    return path if path and "shims" not in path else None


class EngineError(Exception):
    """The engine raised an error, died, or took too long."""


class Engine:
    """One engine with one graph loaded. Where it dies, the next request starts it again."""

    def __init__(self, peer: Peer, folder: Path, *, core: int | None, patience: float) -> None:
        self.peer = peer
        self.folder = folder
        self.core = core
        self.patience = patience
        self.process: subprocess.Popen[str] | None = None
        self.loaded: dict[str, Any] = {}
        self.deaths = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start the process and load the graph."""
        script = ADAPTERS / f"with_{self.peer.name}.py"
        self.noise = tempfile.TemporaryFile("w")  # noqa: SIM115 - open as long as the process
        core = self.core

        def pin() -> None:
            if core is not None and hasattr(os, "sched_setaffinity"):
                os.sched_setaffinity(0, {core})

        self.process = subprocess.Popen(
            [python_of(self.peer), str(script)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.noise,
            text=True,
            preexec_fn=pin,  # noqa: PLW1509 - no threads here
            start_new_session=True,
        )
        self.loaded = self._ask({"do": "load", "folder": str(self.folder)}, patience=600.0)

    def stop(self) -> None:
        """End the process and whatever it started."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """Send a request and return the reply.

        Raises:
            EngineError: it raised, died or took too long.
        """
        if self.process is None:
            self.start()
        return self._ask(request, self.patience)

    def _ask(self, request: dict[str, Any], patience: float) -> dict[str, Any]:
        process = self.process
        if process is None or process.stdin is None or process.stdout is None:
            raise EngineError("not started")
        try:
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.flush()
        except BrokenPipeError:
            self._died()
            raise EngineError("its process had died") from None
        ready, _, _ = select.select([process.stdout], [], [], patience)
        line = process.stdout.readline() if ready else None
        if not line:
            self._died()
            raise EngineError("its process died" if ready else f"no answer in {patience:.0f} s")
        reply: dict[str, Any] = json.loads(line)
        if "error" in reply:
            raise EngineError(reply["error"])
        return reply

    def _died(self) -> None:
        self.deaths += 1
        self.stop()
