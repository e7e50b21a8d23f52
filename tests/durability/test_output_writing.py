"""An output is the complete new file or the old one; a failure says which file and what to do."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from output_commands import contents, file_size_limit, run, write_graph

import sociogram
from sociogram.graph.common.files import atomic_folder, atomic_writer
from sociogram.graph.errors import StoreError
from sociogram.loaders.load import load, write_rejects
from sociogram.queries.results.writers import WRITERS
from support.patience import PATIENCE

FAULTY = "from,to,relation,paragraph\n" + "Ada,Ben,met,soon\n" * 100
MANY = "UNWIND range(1, 1000) AS x RETURN x, 'some text' AS text"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_graph(tmp_path / "g")
    (tmp_path / "sheet.csv").write_text(FAULTY, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


# the writer


@pytest.mark.parametrize(
    "fault", [KeyboardInterrupt(), SystemExit(143), MemoryError(), OSError(errno.ENOSPC, "No space left")]
)
def test_a_failure_leaves_the_old_file_and_nothing_else(folder: Path, fault: BaseException) -> None:
    (folder / "out.txt").write_text("old")
    before = contents(folder)

    def write() -> None:
        with atomic_writer("out.txt") as file:
            file.write("new" * 10_000)
            raise fault

    with pytest.raises(StoreError if isinstance(fault, OSError) else type(fault)):
        write()
    assert contents(folder) == before


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
def test_the_mode_of_a_file_is_kept(folder: Path, mode: int) -> None:
    Path("out.txt").write_text("old")
    Path("out.txt").chmod(mode)
    with atomic_writer("out.txt") as file:
        # nobody may read in the meantime what the old file did not let them read
        beside = next(path for path in folder.iterdir() if path.name.startswith(".sociogram-"))
        assert beside.stat().st_mode & 0o777 == mode
        file.write("new")
    assert (Path("out.txt").read_text(), Path("out.txt").stat().st_mode & 0o777) == ("new", mode)


def test_a_new_file_has_the_mode_that_the_user_chose(folder: Path) -> None:
    before = os.umask(0o027)
    try:
        with atomic_writer("new.txt") as file:
            file.write("new")
    finally:
        os.umask(before)
    assert Path("new.txt").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("link_to", ["there.txt", "not-there.txt", "g/../there.txt"])
def test_a_link_stays_one_and_its_file_is_replaced(folder: Path, link_to: str) -> None:
    Path("there.txt").write_text("old")
    Path("link").symlink_to(link_to)
    with atomic_writer("link") as file:
        file.write("new")
    assert Path("link").is_symlink()
    assert Path(link_to).read_text() == "new"


def test_a_long_name_needs_no_longer_one_beside(folder: Path) -> None:
    with atomic_writer("n" * 255) as file:
        file.write("new")
    assert Path("n" * 255).read_text() == "new"


def test_what_is_written_reaches_the_disk_before_it_takes_its_place(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    fsync, replace = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda handle: (done.append("fsync"), fsync(handle)))
    monkeypatch.setattr(Path, "replace", lambda path, to: (done.append("replace"), replace(path, to)))
    with atomic_writer("out.txt") as file:
        file.write("new")
    assert done == ["fsync", "replace", "fsync"]  # the file, its place, the folder that names it


PLACES = [
    # where, what the message says
    ("no/such/out.txt", "there is no folder 'no/such'"),
    ("sheet.csv/out.txt", "there is no folder 'sheet.csv'"),
    ("g", "it is a folder"),
    ("n" * 256, "shorter name"),
    ("loop", "symbolic links"),
]


@pytest.mark.parametrize(("place", "words"), PLACES, ids=[place[:20] for place, _ in PLACES])
def test_a_place_that_cannot_be_written_is_named_with_its_cure(folder: Path, place: str, words: str) -> None:
    Path("loop").symlink_to("loop")
    before = contents(folder)
    with pytest.raises(StoreError, match=words) as error, atomic_writer(place):
        pass
    assert place in str(error.value)
    assert contents(folder) == before


ERRORS = [
    (errno.ENOSPC, "Free some space"),
    (errno.EDQUOT, "Free some space"),
    (errno.EFBIG, "ulimit -f"),
    (errno.EROFS, "Choose another folder"),
    (errno.EACCES, "who may"),
    (errno.EPERM, "who may"),
]


@pytest.mark.parametrize(("number", "cure"), ERRORS, ids=[errno.errorcode[number] for number, _ in ERRORS])
def test_each_failure_has_its_cure(folder: Path, number: int, cure: str) -> None:
    with pytest.raises(StoreError, match=cure) as error, atomic_writer("out.txt"):
        raise OSError(number, os.strerror(number))
    assert "'out.txt'" in str(error.value)


@pytest.mark.parametrize("is_there", [False, True])
def test_a_folder_is_filled_as_a_whole(folder: Path, is_there: bool) -> None:
    if is_there:
        write_graph(folder / "deep")
    before = contents(folder)

    def write(fault: bool) -> None:
        with atomic_folder("deep" if is_there else "deep/er/still") as beside:
            (beside / "entities.csv").write_text("new")
            if fault:
                raise OSError(errno.ENOSPC, "No space left on device")
            (beside / "more.csv").write_text("new")

    with pytest.raises(StoreError, match="Free some space"):
        write(fault=True)
    assert contents(folder) == before
    assert (folder / "deep").exists() == is_there
    write(fault=False)
    target = folder / ("deep" if is_there else "deep/er/still")
    assert {"entities.csv": b"new", "more.csv": b"new"}.items() <= contents(target).items()
    assert not list(folder.rglob("*.tmp"))


# commands and Python


LIMITED = {
    "page": ["page", "-g", "g", "-o", "out.html"],
    "page in a new folder": ["page", "-o", "out.html"],
    "graphml": ["export", "out.graphml"],
    "gexf": ["export", "out.gexf"],
    "json": ["export", "out.json"],
    "cypher": ["export", "out.cypher"],
    "csv folder": ["export", "--format", "csv", "new/folder"],
    "safe cells": ["export", "--format", "csv", "new/folder", "--safe-cells"],
    "neo4j-admin": ["export", "--format", "neo4j-admin", "new"],
    "neo4j-admin over": ["export", "--format", "neo4j-admin", "over", "--overwrite"],
    "csv": ["query", "-c", MANY, "--format", "csv", "-o", "out.csv"],
    "jsonl": ["query", "-c", MANY, "--format", "jsonl", "-o", "out.csv"],
    "table": ["query", "-c", MANY, "--format", "table", "-o", "out.csv"],
    "rejects": ["load", "sheet.csv", "--to", "g", "--dry-run", "--rejects", "out.csv"],
}


@pytest.mark.parametrize("name", LIMITED)
def test_a_full_disk_leaves_what_was_there(folder: Path, name: str) -> None:
    for path in ("out.html", "out.csv", "out.graphml"):
        Path(path).write_text("old")
    Path("over").mkdir()
    Path("over/nodes.csv.gz").write_text("old")
    before = contents(folder)
    with file_size_limit(2_000):
        done = run(*LIMITED[name])
    assert done.code == 1
    assert "ulimit -f" in done.err
    assert contents(folder) == before
    assert not Path("new").exists()


def test_python_keeps_what_was_there_alike(folder: Path) -> None:
    graph, report = sociogram.open(), load(["sheet.csv"], folder / "h")
    Path("out.html").write_text("old")
    before = contents(folder)
    writes: list[Callable[[], Any]] = [
        lambda: graph.page().write("out.html"),
        lambda: graph.export("out.graphml"),
        lambda: graph.export("new", format="csv"),
        lambda: write_rejects(report, "rejects.csv"),
    ]
    for write in writes:
        with file_size_limit(2_000), pytest.raises(StoreError, match="ulimit -f"):
            write()
    assert contents(folder) == before


@pytest.fixture
def default_signals() -> Iterator[None]:
    """Handle signals as a program at a terminal does, also where the tests run in the background."""
    handlers = dict.fromkeys((signal.SIGTERM, signal.SIGHUP), signal.SIG_DFL)
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    before[signal.SIGINT] = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("default_signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_leaves_what_was_there(
    folder: Path, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    def half(columns: Any, rows: Any, stream: Any) -> int:
        stream.write("half")
        stream.flush()
        signal.raise_signal(number)
        raise AssertionError("the signal ends it")

    monkeypatch.setitem(WRITERS, "csv", half)  # type: ignore[arg-type]
    Path("out.csv").write_text("old")
    before = contents(folder)
    assert run("query", "-c", "RETURN 1", "--format", "csv", "-o", "out.csv").code == 128 + number
    assert contents(folder) == before
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


# pipes and devices


def sociogram_process(*arguments: str, cwd: Path, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sociogram", *arguments], cwd=cwd, text=True, timeout=PATIENCE, **options
    )


@pytest.mark.parametrize("output", ["/dev/stdout", "/dev/fd/1", "link"])
def test_standard_output_by_a_path_is_written_to(folder: Path, output: str) -> None:
    Path("link").symlink_to("/dev/stdout")
    with Path("out.txt").open("w") as file:
        file.write("before\n")
        file.flush()
        sociogram_process("query", "-c", "RETURN 1 AS one", "-o", output, cwd=folder, stdout=file, check=True)
        file.write("after\n")
    assert Path("out.txt").read_text() == "before\none\n1\nafter\n"


def test_a_fifo_and_a_device_stay_what_they_are(folder: Path) -> None:
    os.mkfifo("fifo")
    with subprocess.Popen(["cat", "fifo"], stdout=subprocess.PIPE, text=True) as reader:
        assert run("query", "-c", "RETURN 1 AS one", "-o", "fifo").code == 0
        assert reader.stdout is not None
        assert reader.stdout.read() == "one\n1\n"
    assert Path("fifo").is_fifo()
    assert run("query", "-c", "RETURN 1 AS one", "-o", os.devnull).code == 0
    assert Path(os.devnull).is_char_device()
    done = run("query", "-c", "RETURN 1 AS one", "-o", "/dev/full")
    assert (done.code, "'/dev/full'" in done.err) == (1, True)


FULL = [
    ["stats"],
    ["query", "-c", "RETURN 1"],
    ["query", "-c", MANY, "--format", "csv"],
    ["path", "Kenna", "Fujimori"],
    ["queries", "list"],
    ["check", "broken"],
    ["--help"],
]


@pytest.mark.parametrize("arguments", FULL, ids=lambda arguments: arguments[0])
def test_a_full_disk_behind_standard_output_is_said(folder: Path, arguments: list[str]) -> None:
    write_graph(folder / "broken", relations="source,target,type,sources\nada,babbage,KNOWS,nowhere\n")
    with Path("/dev/full").open("w") as full:
        done = sociogram_process(*arguments, cwd=folder, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 1
    assert "standard output: no space left on device" in done.stderr
    assert "Exception" not in done.stderr


@pytest.mark.parametrize("graph", ["g", "new"])
@pytest.mark.parametrize("format_", ["csv", "jsonl", "table"])
def test_a_reader_that_goes_loses_no_write(folder: Path, format_: str, graph: str) -> None:
    text = "UNWIND range(1, 3000) AS x CREATE (n:New {k: x}) RETURN x"
    (folder / "script.cypher").write_text(text, encoding="utf-8")
    arguments = ["query", "-g", graph, "--write", "-f", "script.cypher", "--format", format_]
    with subprocess.Popen(
        [sys.executable, "-m", "sociogram", *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()  # nobody reads a single line
        messages = process.stderr.read()
    assert messages.startswith(b"3,000 nodes created")
    assert b"Error" not in messages
    assert process.returncode == 0
    assert sociogram.open(graph).run("MATCH (n:New) RETURN count(*)").single()[0] == 3_000


@pytest.mark.parametrize("arguments", [["--profile"], ["--limit", "0"], ["-o", "no/such/file"]])
def test_a_write_is_saved_whatever_is_printed(folder: Path, arguments: list[str]) -> None:
    text = "UNWIND range(1, 20) AS x CREATE (n:New {k: x}) RETURN x"
    done = run("query", "-g", "g", "--write", "-c", text, *arguments)
    assert done.code == int("-o" in arguments)
    assert sociogram.open("g").run("MATCH (n:New) RETURN count(*)").single()[0] == 20


def test_the_shell_saves_before_it_prints(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: Any) -> int:
        raise KeyboardInterrupt

    monkeypatch.setitem(WRITERS, "table", gone)  # type: ignore[arg-type]
    assert run("shell", "-g", "g", "--write", stdin="CREATE (n:New) RETURN n;\n").code == 1  # stopped
    assert sociogram.open("g").run("MATCH (n:New) RETURN count(*)").single()[0] == 1


def test_rejects_are_written_though_nobody_reads_the_report(folder: Path) -> None:
    arguments = ["load", "sheet.csv", "--to", "new", "--rejects", "bad.csv", "--format", "json"]
    with subprocess.Popen(
        [sys.executable, "-m", "sociogram", *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
    assert Path("bad.csv").read_text().count("soon") == 200  # each cell and each reason


def test_a_load_is_reported_though_its_rejects_cannot_be_written(folder: Path) -> None:
    done = run("load", "sheet.csv", "--to", "new", "--rejects", "no/such/bad.csv")
    assert done.code == 1
    assert "100 rejected" in done.err
    assert "there is no folder 'no/such'" in done.err
