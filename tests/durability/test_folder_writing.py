"""How a folder is written: permissions, links, what the system refuses, and what is forced to disk."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from folder_state import fill, state
from output_commands import file_size_limit, run, write_graph

import sociogram
from sociogram.graph.columns import column_of
from sociogram.graph.errors import DataError, StoreError
from sociogram.loaders.folder import commit, lock
from sociogram.loaders.folder.commit import DATA_FILES, TABLE_FILES
from sociogram.loaders.folder.data_folder import read_folder, write_folder
from sociogram.loaders.folder.files import digest_in, digest_of, read_files
from sociogram.loaders.folder.lock import locked
from sociogram.loaders.folder.tables.table_files import FILES

ARTICLE = Path(__file__).parents[2] / "data"
MINE = "CREATE (:Person {id: 'mine'})"
TABLES = ("entities.csv", "relations.csv", "sources.csv", "relation_types.csv")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = write_graph(tmp_path / "data")
    return fill(
        folder, {"sources.csv": "id,title\ns,Title\n", "relation_types.csv": "type,forward\nKNOWS,knows\n"}
    )


def save(folder: Path) -> None:
    graph = sociogram.open(folder)
    graph.run(MINE, write=True)
    graph.save()


def test_every_table_is_one_that_is_replaced_as_a_whole():
    assert tuple(file.name for file in FILES) == TABLE_FILES


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o664, 0o400])
@pytest.mark.parametrize("umask", [0o022, 0o077, 0o000])
def test_files_keep_their_permissions(data, mode, umask):
    for name in TABLES:
        (data / name).chmod(mode)
    before = os.umask(umask)
    try:
        save(data)
    finally:
        os.umask(before)
    assert {stat.S_IMODE((data / name).stat().st_mode) for name in TABLES} == {mode}


def test_a_new_folder_is_written_in_pieces_with_the_same_bytes(tmp_path, monkeypatch):
    write_folder(read_folder(ARTICLE), tmp_path / "whole")
    monkeypatch.setattr("sociogram.loaders.folder.tables.table_text.AT_ONCE", 3)
    monkeypatch.setattr("sociogram.loaders.folder.tables.column_format.AT_ONCE", 2)
    digest = write_folder(read_folder(ARTICLE), tmp_path / "pieces")
    files = read_files(tmp_path / "pieces")
    assert files == read_files(tmp_path / "whole")
    assert digest == digest_of(files)


def test_a_value_that_no_file_can_hold_leaves_no_folder(tmp_path):
    dataset = read_folder(ARTICLE)
    dataset.relations.columns["odd"] = column_of([object()] * len(dataset.relations))
    with pytest.raises(DataError, match="`odd` holds a value that no CSV cell can hold"):
        write_folder(dataset, tmp_path / "new")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("names", [(), ("entities.csv",), DATA_FILES], ids=len)
def test_the_digest_of_a_folder_is_that_of_its_contents(tmp_path, monkeypatch, names):
    monkeypatch.setattr("sociogram.loaders.folder.files._BLOCK", 5)
    for name in names:
        (tmp_path / name).write_text(f"id\n{name}\n", encoding="utf-8")
    assert digest_in(tmp_path) == digest_of(read_files(tmp_path))
    assert digest_in(tmp_path / "missing") == digest_of({})


@pytest.mark.parametrize("umask", [0o022, 0o077])
def test_new_files_obey_the_umask(tmp_path, umask):
    before = os.umask(umask)
    try:
        sociogram.open().save(tmp_path / "new")
    finally:
        os.umask(before)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "new").glob("*.csv")}
    assert modes == {0o666 & ~umask}


def test_files_keep_their_owner_and_group(data):
    if os.getuid() != 0:
        pytest.skip("only root may give a file to somebody else")
    os.chown(data / "entities.csv", 65534, 65533)
    save(data)
    status = (data / "entities.csv").stat()
    assert (status.st_uid, status.st_gid) == (65534, 65533)


@pytest.mark.parametrize("command", ["load", "query", "save"])
@pytest.mark.parametrize("name", TABLES)
def test_a_linked_table_is_read_and_never_replaced(data, tmp_path, name, command):
    elsewhere = fill(tmp_path / "elsewhere", {name: (data / name).read_text()})
    (data / name).unlink()
    (data / name).symlink_to(elsewhere / name)
    sheet = fill(tmp_path / "mine", {"mine.csv": "id,name\nmine,Mine\n"}) / "mine.csv"
    before = state(data), state(elsewhere)
    assert run("query", "-g", data, "-c", "MATCH (n:Entity) RETURN count(n) AS n").out == "n\n2\n"
    if command == "save":
        with pytest.raises(StoreError) as error:
            save(data)
        said = str(error.value)
    else:
        words = (
            ["load", sheet, "--to", data]
            if command == "load"
            else ["query", "-g", data, "--write", "-c", MINE]
        )
        done = run(*words)
        assert done.code == 1
        said = done.err
    assert f"{data / name} is a link to '{elsewhere / name}'" in said
    assert "replace the link with the file" in said
    assert (state(data), state(elsewhere)) == before


# What the system refuses


@pytest.mark.parametrize(
    ("history", "name"), [("", ".sociogram-history/000001.event"), ("off", "entities.csv")]
)
def test_a_file_size_limit(data, monkeypatch, history, name):
    monkeypatch.setenv("SOCIOGRAM_NO_HISTORY", history)
    before = state(data)
    with file_size_limit(64), pytest.raises(StoreError) as error:
        save(data)
    assert str(error.value).startswith(f"Cannot write '{data / name}': file too large.")
    assert str(error.value).endswith("The data is unchanged.")
    assert state(data) == before


def test_a_file_size_limit_leaves_no_new_folder(tmp_path):
    with file_size_limit(64), pytest.raises(StoreError, match="file too large"):
        sociogram.open().save(tmp_path / "a" / "b" / "c")
    assert list(tmp_path.iterdir()) == []


REFUSALS = {
    errno.ENOSPC: "Free some space",
    errno.EDQUOT: "Free some space",
    errno.EROFS: "Choose another folder",
    errno.EACCES: "allow writing there",
    errno.EIO: "Check the disk",
}


@pytest.mark.parametrize("code", REFUSALS)
@pytest.mark.parametrize("call", ["mkdir", "open", "fsync", "rename"])
def test_whatever_the_system_refuses_the_old_files_stay(data, monkeypatch, call, code):
    def refuse(*arguments: object, **_: object) -> None:
        raise OSError(
            code, os.strerror(code), *[str(one) for one in arguments[:1] if not isinstance(one, int)]
        )

    before = state(data)
    graph = sociogram.open(data)
    graph.run(MINE, write=True)
    with monkeypatch.context() as patch:
        if call in ("mkdir", "rename"):
            patch.setattr(Path, call, lambda path, *_, **options: path == data or refuse(path))
        else:
            opened = os.open
            patch.setattr(
                commit.os,
                call,
                lambda path, *rest, **options: (
                    refuse(path)
                    if call == "fsync" or "commit" in str(path)
                    else opened(path, *rest, **options)
                ),
            )
        with pytest.raises(StoreError) as error:
            graph.save()
    assert os.strerror(code).lower() in str(error.value)
    assert REFUSALS[code] in str(error.value)
    assert state(data) == before
    graph.save()  # once it can


@pytest.mark.parametrize("code", [errno.ENOLCK, errno.EOPNOTSUPP])
def test_a_disk_without_locks_is_named(data, monkeypatch, code):
    def refuse(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(lock.fcntl, "flock", refuse)
    before = state(data)
    with pytest.raises(
        StoreError, match=r"cannot be locked against other writers: .*on a disk with file locks"
    ):
        save(data)
    assert state(data) == before
    assert run("stats", "-g", data).code == 0


def test_a_full_disk(tmp_path):
    if os.getuid() != 0 or sys.platform != "linux":
        pytest.skip("only root on Linux may mount a small disk")
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip(f"no small disk here: {mounted.stderr.decode().strip()}")
    try:
        data = write_graph(disk / "data")
        fill(disk, {"filler": "x" * 40_000})
        before = state(disk)
        with pytest.raises(StoreError, match=r"no space left on device\. Free some space"):
            sociogram.open().save(data, overwrite=True)
        assert state(disk) == before
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_file_in_place_of_the_folder_is_named(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match=r"Cannot write .*file"):
        sociogram.open().save(tmp_path / "file")
    assert run("load", tmp_path / "file", "--to", tmp_path / "file").code == 1


# What is forced to disk, in which order


def test_each_file_is_on_the_disk_before_the_commit_and_the_commit_before_the_moves(data, monkeypatch):
    """A power cut is no kill: what is not forced to the disk may be there in any order, or not at all."""
    calls: list[str] = []

    def named(handle: int) -> str:
        return os.path.relpath(Path(f"/proc/self/fd/{handle}").readlink(), data)

    fsync, rename, replace, rmdir = os.fsync, Path.rename, Path.replace, Path.rmdir
    monkeypatch.setattr(
        commit.os, "fsync", lambda handle: (calls.append(f"sync {named(handle)}"), fsync(handle))[1]
    )
    for word, call in (("rename", rename), ("replace", replace), ("rmdir", rmdir)):
        monkeypatch.setattr(
            Path,
            word,
            lambda path, *target, word=word, call=call: (
                calls.append(f"{word} {path.name}"),
                call(path, *target),
            )[1],
        )
    save(data)
    assert calls == [
        "sync .sociogram-history/.gitignore",
        "sync .sociogram-history/000001.event",
        "sync .sociogram-history",
        *(f"sync .sociogram-commit.new/{name}" for name in TABLE_FILES),
        "sync .sociogram-commit.new",
        "rename .sociogram-commit.new",
        "sync .",
        *(f"replace {name}" for name in DATA_FILES),
        "sync .",
        "rmdir .sociogram-commit",
    ]


def test_a_folder_is_written_under_its_lock(data):
    with locked(data), pytest.raises(StoreError, match="another load is writing here"):
        write_folder(read_folder(data), data)
