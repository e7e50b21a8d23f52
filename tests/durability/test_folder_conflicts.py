"""No lost update: what somebody else wrote since a folder was read is never overwritten."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from folder_state import fill, state, tables
from output_commands import run, write_graph

import sociogram
from sociogram.graph.errors import ConflictError, OverwriteError, StoreError
from sociogram.loaders import load as loading
from sociogram.loaders.folder import data_folder, files, lock
from sociogram.loaders.folder.lock import locked
from sociogram.loaders.load import LoadOptions, load
from support.patience import PATIENCE


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_graph(tmp_path / "data")


def other_process(data: Path) -> None:
    sheet = fill(data.parent / "sheets", {"theirs.csv": "id,name\ntheirs,Theirs\n"}) / "theirs.csv"
    load([sheet], data)


def editor(data: Path) -> None:
    path = data / "entities.csv"
    path.write_text(path.read_text() + "theirs,Theirs,\n")


def editor_that_renames(data: Path) -> None:
    (data / "entities.csv~").write_text((data / "entities.csv").read_text() + "theirs,Theirs,\n")
    (data / "entities.csv~").replace(data / "entities.csv")


def same_size_and_time(data: Path) -> None:
    path = data / "entities.csv"
    before = path.stat()
    path.write_text(path.read_text().replace("ada,Ada", "ada,Eve"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def new_table(data: Path) -> None:
    (data / "sources.csv").write_text("id,title\ntheirs,Theirs\n")


def deleted_table(data: Path) -> None:
    (data / "relations.csv").unlink()


OTHERS: dict[str, Callable[[Path], None]] = {
    one.__name__: one
    for one in (
        other_process,
        editor,
        editor_that_renames,
        same_size_and_time,
        new_table,
        deleted_table,
    )
}


@pytest.mark.parametrize("cache", [True, False])
@pytest.mark.parametrize("other", OTHERS)
def test_a_save_refuses_to_overwrite_what_somebody_else_wrote(data, monkeypatch, other, cache):
    monkeypatch.setattr("sociogram.loaders.cache.LEAST_BYTES", 1)
    graph = sociogram.open(data, cache=cache)
    graph.run("CREATE (:Person {id: 'mine'})", write=True)
    OTHERS[other](data)
    before = state(data)
    with pytest.raises(ConflictError, match="somebody else changed the files since they were read"):
        graph.save()
    with pytest.raises(ConflictError):
        graph.save(data.parent / "sheets" / ".." / "data")
    assert state(data) == before


@pytest.mark.parametrize("other", OTHERS)
def test_a_load_into_an_open_graph_refuses_before_it_begins(data, tmp_path, other):
    graph = sociogram.open(data)
    OTHERS[other](data)
    before = state(data)
    sheet = fill(tmp_path / "mine", {"mine.csv": "id,name\nmine,Mine\n"}) / "mine.csv"
    with pytest.raises(ConflictError):
        graph.load(sheet)
    assert state(data) == before
    assert not list(graph.run("MATCH (n {id: 'mine'}) RETURN n"))


@pytest.mark.parametrize("settled", [files.SETTLED, 0], ids=["fresh", "settled"])
@pytest.mark.parametrize("other", OTHERS)
def test_a_file_changed_right_before_the_commit_is_seen(data, monkeypatch, other, settled):
    """An editor takes no lock: its save may come while ours is being written."""
    monkeypatch.setattr(files, "SETTLED", settled)
    graph = sociogram.open(data)
    graph.run("CREATE (:Person {id: 'mine'})", write=True)
    replace, after = data_folder.replace_files, []

    def replace_late(folder: Path, files: dict[str, bytes], **options: object) -> None:
        if other != "other_process":  # that one waits for our lock
            OTHERS[other](data)
            after.append(tables(data))
        replace(folder, files, **options)

    monkeypatch.setattr(data_folder, "replace_files", replace_late)
    if other == "other_process":
        graph.save()
        return
    with pytest.raises(ConflictError):
        graph.save()
    assert tables(data) == after[0]


@pytest.mark.parametrize("edits", [1, 2, 9])
def test_a_load_merges_anew_where_an_editor_came_between(data, tmp_path, monkeypatch, edits):
    merge, done = loading.merged_with, []

    def merge_late(*arguments: object) -> object:
        merged = merge(*arguments)
        if len(done) < edits:
            done.append(1)
            path = data / "entities.csv"
            path.write_text(path.read_text() + f"theirs{len(done)},Theirs,\n")
        return merged

    monkeypatch.setattr(loading, "merged_with", merge_late)
    sheet = fill(tmp_path / "mine", {"mine.csv": "id,name\nmine,Mine\n"}) / "mine.csv"
    result = run("load", sheet, "--to", data)
    ids = [line.partition(",")[0] for line in (data / "entities.csv").read_text().splitlines()[1:]]
    theirs = [f"theirs{number + 1}" for number in range(len(done))]
    if edits < 9:
        assert (result.code, ids) == (0, ["ada", "babbage", *theirs, "mine"])
    else:
        assert (result.code, ids) == (1, ["ada", "babbage", *theirs])
        assert "somebody else changed the files" in result.err


def test_standard_input_is_not_read_twice(data, monkeypatch):
    merge = loading.merged_with
    monkeypatch.setattr(loading, "merged_with", lambda *arguments: (merge(*arguments), editor(data))[0])
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"id,name\nmine,Mine\n")))
    with pytest.raises(ConflictError):
        load(["-"], data)
    assert "mine" not in (data / "entities.csv").read_text()


@pytest.mark.parametrize(
    ("settled", "times"), [(files.SETTLED, 2), (0, 1)], ids=["fresh files", "settled files"]
)
def test_a_save_reads_files_again_only_where_their_times_may_not_show_a_change(
    data, monkeypatch, settled, times
):
    monkeypatch.setattr(files, "SETTLED", settled)
    graph = sociogram.open(data)
    open_file, names = Path.open, []

    def noting(path, mode="r", *arguments, **options):
        if path.parent == data and mode == "rb":
            names.append(path.name)
        return open_file(path, mode, *arguments, **options)

    monkeypatch.setattr(Path, "open", noting)
    graph.save()
    assert Counter(names) == dict.fromkeys(["entities.csv", "relations.csv"], times)


def test_one_graph_saves_again_and_again(data):
    graph = sociogram.open(data)
    for number in range(3):
        graph.run("CREATE (:Person {id: $id})", id=f"new{number}", write=True)
        graph.save()
    assert len(sociogram.open(data).networkx) == 5


def test_a_query_that_writes_beside_a_writer(data, monkeypatch):
    """The whole command: the folder is changed after it was opened, before it is saved."""
    opened = sociogram.api.graph.read_store

    def open_and_lose(path: Path, *arguments: object, **options: object) -> object:
        read = opened(path, *arguments, **options)
        editor(data)
        return read

    monkeypatch.setattr("sociogram.api.graph.read_store", open_and_lose)
    done = run("query", "-g", data, "--write", "-c", "CREATE (:Person {id: 'mine'})")
    assert done.code == 1
    assert "somebody else changed the files since they were read. Nothing was written." in done.err
    assert "theirs" in (data / "entities.csv").read_text()


def test_six_loads_at_once_lose_nothing(tmp_path):
    data = tmp_path / "data"
    sheets = fill(tmp_path / "sheets", {f"{n}.csv": f"id,name\nactor{n},Actor {n}\n" for n in range(6)})
    program = (
        "import sys; from sociogram.loaders.load import LoadOptions, load\n"
        f"load([sys.argv[1]], sys.argv[2], LoadOptions(wait={PATIENCE}))"
    )
    loads = [
        subprocess.Popen([sys.executable, "-c", program, sheets / f"{n}.csv", data], stderr=subprocess.PIPE)
        for n in range(6)
    ]
    assert [one.communicate(timeout=PATIENCE)[1] for one in loads] == [b""] * 6
    ids = [line.partition(",")[0] for line in (data / "entities.csv").read_text().splitlines()[1:]]
    assert sorted(ids) == [f"actor{n}" for n in range(6)]


# Waiting


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds that only pass while somebody sleeps."""
    now = [0.0]
    monkeypatch.setattr(lock.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(lock.time, "sleep", lambda seconds: now.__setitem__(0, now[0] + seconds))
    return now


@pytest.mark.parametrize(("given", "seconds"), [([], 10), (["--wait", 3], 3), (["--wait", 0], 0)])
@pytest.mark.parametrize("command", ["load", "query"])
def test_a_command_waits_and_says_for_whom(data, tmp_path, clock, command, given, seconds):
    sheet = fill(tmp_path / "mine", {"mine.csv": "id,name\nmine,Mine\n"}) / "mine.csv"
    before = state(data)
    words = {
        "load": ["load", sheet, "--to", data],
        "query": ["query", "-g", data, "--write", "-c", "CREATE (:Person {id: 'mine'})"],
    }
    with locked(data):
        done = run(*words[command], *given)
    assert done.code == 1
    assert clock[0] == pytest.approx(seconds, abs=0.1)
    assert f"{data}: another load is writing here: " in done.err
    assert "--wait SECONDS" in done.err
    assert (f"Waiting up to {seconds} s for " in done.err) == (seconds > 0)
    if sys.platform == "linux":
        assert f"process {os.getpid()} (" in done.err
    assert state(data) == before


def test_a_writer_goes_on_when_the_other_has_ended(data, clock, monkeypatch):
    holder = locked(data)
    holder.__enter__()
    monkeypatch.setattr(lock.time, "sleep", lambda _: holder.__exit__(None, None, None))
    said: list[str] = []
    graph = sociogram.open(data)
    graph.run("CREATE (:Person {id: 'mine'})", write=True)
    graph.save(notify=said.append)
    assert len(said) == 1
    assert "mine" in (data / "entities.csv").read_text()


@pytest.mark.parametrize("wait", [float("nan"), -1.0, 0.0])
def test_no_patience_is_no_endless_wait(data, tmp_path, clock, wait):
    sheet = fill(tmp_path / "mine", {"mine.csv": "id,name\nmine,Mine\n"}) / "mine.csv"
    with locked(data), pytest.raises(StoreError, match="another load is writing"):
        load([sheet], data, LoadOptions(wait=wait))


# Another folder


def test_a_save_to_another_folder_replaces_no_graph_unasked(data, tmp_path):
    other = write_graph(tmp_path / "other", entities="id\nprecious\n", relations="source,target,type\n")
    before = state(other)
    (tmp_path / "link").symlink_to(other)
    graph = sociogram.open(data)
    for path in (other, str(other), tmp_path / "data" / ".." / "other", tmp_path / "link"):
        with pytest.raises(OverwriteError, match=r"already holds a graph.*overwrite=True"):
            graph.save(path)
    assert state(other) == before
    graph.save(other, overwrite=True)
    assert "precious" not in (other / "entities.csv").read_text()


def test_a_copy_is_saved_to_again_while_it_is_the_same(tmp_path):
    graph = sociogram.open()
    with pytest.raises(StoreError, match="no folder to save to"):
        graph.save()
    graph.save(tmp_path / "a" / "copy")
    graph.save(tmp_path / "a" / "copy")
    editor(tmp_path / "a" / "copy")
    with pytest.raises(ConflictError):
        graph.save(tmp_path / "a" / "copy")


def test_tables_that_make_no_graph_yet_are_kept(tmp_path):
    data = fill(tmp_path / "data", {"sources.csv": "id,title\ns,Title\n"})
    with pytest.raises(OverwriteError):
        sociogram.open().save(data)
    sheet = fill(tmp_path / "mine", {"mine.csv": "id,name\nmine,Mine\n"}) / "mine.csv"
    load([sheet], data)
    assert "s,Title" in (data / "sources.csv").read_text()


def test_a_graph_keeps_its_folder_when_the_process_goes_elsewhere(data, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    graph = sociogram.open("data")
    graph.run("CREATE (:Person {id: 'mine'})", write=True)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    graph.save()
    assert "mine" in (data / "entities.csv").read_text()
    assert not any((tmp_path / "elsewhere").iterdir())
