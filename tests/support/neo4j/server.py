"""A real Neo4j server without Docker: jars by Maven, a home in a temporary folder, sign-in on.

For tests (see ``neo4j_fixtures.py`` for the fixtures)::

    with Neo4jServer() as server:
        driver = neo4j.GraphDatabase.driver(server.uri, auth=(server.user, server.password))

For playing, until Ctrl-C (``make neo4j``)::

    python tests/support/neo4j/server.py [--version 2026.08.1] [--home FOLDER] [--port 7687]

Needs Maven, and Java 17 for the 5.26 line or a JDK of 21 and later for the 2025 line and later. The
jars are fetched once, into ``$SOCIOGRAM_CACHE`` (default ``~/.cache/sociogram``).
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import json
import os
import re
import secrets
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import Any, Self

POM = Path(__file__).resolve().parents[2] / "neo4j" / "pom.xml"
DEFAULT_VERSION = "5.26.30"
USER = "neo4j"
START_SECONDS = 600.0
"""A server that cannot start ends at once; one on a busy machine takes minutes."""
STOP_SECONDS = 60.0
JVM_FOLDERS = (Path("/usr/lib/jvm"), Path("/Library/Java/JavaVirtualMachines"), Path("/opt/java"))

ADD_OPENS = tuple(
    f"--add-opens=java.base/{package}=ALL-UNNAMED"
    for package in ("java.nio", "java.io", "sun.nio.ch", "java.lang", "java.util.concurrent")
)
ENTRY_POINT_5 = "org.neo4j.server.CommunityEntryPoint"
LAUNCHER = """
import org.neo4j.server.CommunityBootstrapper;
import org.neo4j.server.NeoBootstrapper;
public class Launch {
    public static void main(String[] args) {
        int code = NeoBootstrapper.start(new CommunityBootstrapper(), args);
        if (code != 0) System.exit(code);
    }
}
"""


class ServerUnavailableError(Exception):
    """No server can be started here; the message names what to install."""


class ServerFailedError(Exception):
    """The server did not start; the message ends with the last lines of its logs."""


def cache_folder() -> Path:
    """Return the folder for what is fetched once."""
    return Path(os.environ.get("SOCIOGRAM_CACHE") or Path.home() / ".cache" / "sociogram")


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Let one process at a time in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def jars(version: str = DEFAULT_VERSION) -> Path:
    """Return the folder with the jars of a version, fetching them where they are not there yet."""
    return fetched(f"neo4j-{version}", POM, "dependency:copy-dependencies", f"-Dneo4j.version={version}")


def fetched(name: str, pom: Path, goal: str, *options: str) -> Path:
    """Return a folder of the cache; where it is not there yet, Maven's ``goal`` puts a POM's jars into it.

    Raises:
        ServerUnavailableError: there is no Maven here.
        ServerFailedError: Maven could not fetch them.
    """
    folder = cache_folder() / name
    if folder.is_dir():
        return folder
    maven = shutil.which("mvn")
    if maven is None:
        raise ServerUnavailableError("Maven is not installed (Debian: apt-get install maven)")
    with locked(cache_folder() / f"{name}.lock"):
        if not folder.is_dir():
            _fetch([maven, "-q", "-B", "-f", str(pom), *options, goal], folder)
    return folder


def _fetch(command: Sequence[str], folder: Path) -> None:
    with tempfile.TemporaryDirectory(dir=folder.parent) as temporary:
        target = Path(temporary) / "lib"
        options = ["-DincludeScope=runtime", f"-DoutputDirectory={target}"]
        done = subprocess.run([*command, *options], capture_output=True, text=True)
        if done.returncode:
            raise ServerFailedError(f"Maven could not fetch {folder.name}:\n{done.stdout}{done.stderr}")
        target.rename(folder)


def _java_version(java: Path | str) -> int:
    done = subprocess.run([str(java), "-version"], capture_output=True, text=True)
    found = re.search(r'version "(\d+)', done.stderr)
    return int(found[1]) if found else 0


def find_java(version: str) -> str:
    """Return a ``java`` that runs this version of Neo4j."""
    if version.startswith("5."):
        fits, package = (lambda java: java in (17, 21)), "openjdk-17-jre-headless"
    else:
        fits, package = (lambda java: java >= 21), "a JDK of 21 or later"
    candidates: list[str | Path] = [path for path in (shutil.which("java"),) if path]
    if home := os.environ.get("JAVA_HOME"):
        candidates.insert(0, Path(home) / "bin" / "java")
    for folder in JVM_FOLDERS:
        candidates += sorted(folder.glob("*/bin/java")) + sorted(folder.glob("*/Contents/Home/bin/java"))
    for candidate in candidates:
        if Path(candidate).exists() and fits(_java_version(candidate)):
            return str(candidate)
    raise ServerUnavailableError(
        f"no Java for Neo4j {version} is installed (Debian: apt-get install {package})"
    )


def free_port() -> int:
    """Return a port of the loopback interface that nobody listens on."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


class Neo4jServer:
    """One server process; ``start``, ``stop``, ``kill`` and ``start`` again keep port and data.

    Args:
        version: of Neo4j; the 5.26 line and the 2025 line and later are known.
        home: the server's home; a temporary folder, removed at ``close``, where none is given.
        port: for Bolt; a free one where none is given.
        password: the password to sign in with; a random one where none is given.
        settings: more lines for ``neo4j.conf``.
        heap: of the JVM, as Java writes it.
    """

    user = USER

    def __init__(
        self,
        version: str = DEFAULT_VERSION,
        *,
        home: Path | None = None,
        port: int | None = None,
        password: str | None = None,
        settings: Mapping[str, str] | None = None,
        heap: str = "1g",
    ) -> None:
        self.version = version
        self.port = port or free_port()
        self.password = password or secrets.token_hex(8)
        self.heap = heap
        self.settings = dict(settings or {})
        self._temporary = None if home else tempfile.TemporaryDirectory(prefix="sociogram-neo4j-")
        self.home = home or Path(self._temporary.name)  # type: ignore[union-attr]
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def uri(self) -> str:
        """The address for a driver."""
        return f"bolt://127.0.0.1:{self.port}"

    @property
    def routing_uri(self) -> str:
        """The address with the scheme that asks the server for its members first."""
        return f"neo4j://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self, timeout: float = START_SECONDS) -> None:
        """Start the process and wait until Bolt answers and the password is ours."""
        command = self._command()
        self._write_configuration()
        with (self.home / "logs" / "console.log").open("ab") as console:
            self.process = subprocess.Popen(
                command, stdout=console, stderr=console, stdin=subprocess.DEVNULL, start_new_session=True
            )
        try:
            self._wait(timeout)
        except BaseException:
            self.kill()
            raise

    def stop(self) -> None:
        """End the process in an orderly way."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
        self.process = None

    def kill(self) -> None:
        """End the process as a loss of power would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def close(self) -> None:
        """Stop the process and remove a home that was ours."""
        self.stop()
        if self._temporary is not None:
            self._temporary.cleanup()

    def run_import(self, command: str, heap: str = "400m") -> str:
        """Run ``neo4j-admin database import full …`` by the classes in the jars, as the script would.

        The server must be stopped. Return what the tool says.
        """
        _, *arguments = shlex.split(command)
        self._write_configuration()
        classes = ["-cp", f"{jars(self.version)}/*", f"-Xmx{heap}", *ADD_OPENS, "org.neo4j.cli.AdminTool"]
        done = subprocess.run(
            [find_java(self.version), *classes, *arguments],
            env={**os.environ, "NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self.home / "conf")},
            cwd=self.home,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise ServerFailedError(f"The import failed.\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def log_excerpt(self, lines: int = 25) -> str:
        """Return the last lines of what the server said."""
        parts = []
        for name in ("console.log", "neo4j.log"):
            path = self.home / "logs" / name
            if path.exists() and (text := path.read_text(errors="replace").splitlines()[-lines:]):
                parts.append("\n".join([f"--- {name}", *text]))
        return "\n".join(parts)

    def _command(self) -> list[str]:
        lib = jars(self.version)
        command = [
            find_java(self.version),
            "-cp",
            f"{lib}/*",
            f"-Xmx{self.heap}",
            "-XX:+UseSerialGC",
            *ADD_OPENS,
        ]
        if self.version.startswith("5."):
            command.append(ENTRY_POINT_5)
        else:
            launcher = self.home / "Launch.java"
            self.home.mkdir(parents=True, exist_ok=True)
            launcher.write_text(LAUNCHER, encoding="utf-8")
            command.append(str(launcher))
        return [*command, f"--home-dir={self.home}", f"--config-dir={self.home / 'conf'}"]

    def _write_configuration(self) -> None:
        for name in ("conf", "data", "logs", "plugins", "import"):
            (self.home / name).mkdir(parents=True, exist_ok=True)
        settings = {
            "server.default_listen_address": "127.0.0.1",
            "server.bolt.listen_address": f"127.0.0.1:{self.port}",
            "server.bolt.advertised_address": f"127.0.0.1:{self.port}",
            "server.http.enabled": "false",
            "server.https.enabled": "false",
            "server.memory.pagecache.size": "256m",
            "dbms.usage_report.enabled": "false",
            **self.settings,
        }
        text = "".join(f"{key}={value}\n" for key, value in settings.items())
        (self.home / "conf" / "neo4j.conf").write_text(text, encoding="utf-8")

    def _wait(self, timeout: float) -> None:
        deadline = time.monotonic() + timeout
        while not self._answers():
            if self.process is None or self.process.poll() is not None:
                raise ServerFailedError(f"Neo4j {self.version} ended while starting.\n{self.log_excerpt()}")
            if time.monotonic() > deadline:
                raise ServerFailedError(
                    f"Neo4j {self.version} is not up after {timeout:.0f} s.\n{self.log_excerpt()}"
                )
            time.sleep(0.2)

    def _answers(self) -> bool:
        import neo4j
        from neo4j.exceptions import AuthError, DriverError, Neo4jError

        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False  # the driver would try for longer
        scheme = "bolt+ssc" if self.settings.get("server.bolt.tls_level") == "REQUIRED" else "bolt"
        address = f"{scheme}://127.0.0.1:{self.port}"
        try:
            with neo4j.GraphDatabase.driver(address, auth=(USER, self.password)) as driver:
                driver.verify_connectivity()
        except AuthError:
            self._set_password(address)  # and sign in with it in the next round
            return False
        except (DriverError, Neo4jError, OSError):
            return False
        return True

    def _set_password(self, address: str) -> None:
        """Change the password that a new server starts with."""
        import neo4j
        from neo4j.exceptions import DriverError, Neo4jError

        query = "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $password"
        with (
            contextlib.suppress(DriverError, Neo4jError, OSError),
            neo4j.GraphDatabase.driver(address, auth=(USER, "neo4j")) as driver,
        ):
            driver.execute_query(query, password=self.password, database_="system")


def serve(server: Neo4jServer, *, parent: int | None = None, state: Path | None = None) -> None:
    """Keep a server up until a signal, or until the process ``parent`` is gone."""
    stopping = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    with server:
        if state is None:
            print(_how_to(server), flush=True)
        else:
            _write_state(state, describe(server))
        while not stopping and server.process is not None and server.process.poll() is None:
            if parent is not None and not _alive(parent):
                break
            time.sleep(0.2)


def describe(server: Neo4jServer) -> dict[str, Any]:
    """Return what a client needs, for a state file."""
    return {
        "uri": server.uri,
        "user": server.user,
        "password": server.password,
        "version": server.version,
        "keeper": os.getpid(),
    }


def _write_state(path: Path, content: Mapping[str, Any]) -> None:
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps(content), encoding="utf-8")
    beside.rename(path)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _how_to(server: Neo4jServer) -> str:
    return f"""Neo4j {server.version} is up. In another terminal:

  export NEO4J_URI={server.routing_uri} NEO4J_USERNAME={server.user} NEO4J_PASSWORD={server.password}
  sociogram load data/*.csv --to neo4j
  sociogram stats -g neo4j
  sociogram query -g neo4j -c 'MATCH (a:Entity) RETURN a.name LIMIT 5'

Ctrl-C stops it{" and removes its data" if server._temporary else ""}."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a server in the foreground."""
    parser = argparse.ArgumentParser(description="Run a Neo4j server on the loopback interface until Ctrl-C.")
    parser.add_argument("--version", default=os.environ.get("NEO4J") or DEFAULT_VERSION)
    parser.add_argument("--home", type=Path, help="folder that keeps the data (default: a temporary one)")
    parser.add_argument("--port", type=int, help="for Bolt (default: a free one)")
    parser.add_argument("--password", help="to set and to sign in with (default: a random one)")
    parser.add_argument("--parent", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--state", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    home = options.home.resolve() if options.home else None
    try:
        server = Neo4jServer(options.version, home=home, port=options.port, password=options.password)
        serve(server, parent=options.parent, state=options.state)
    except (ServerUnavailableError, ServerFailedError) as error:
        if options.state is not None:
            kind = "unavailable" if isinstance(error, ServerUnavailableError) else "failed"
            _write_state(options.state, {kind: str(error)})
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
