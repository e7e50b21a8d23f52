"""A folder that somebody sent: what lies there under the names of a commit is never followed or moved."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from folder_state import fill, state
from output_commands import run, write_graph

import sociogram
from sociogram.graph.errors import SociogramWarning, StoreError
from sociogram.loaders.folder.commit import COMMITTED, PREPARED
from sociogram.loaders.folder.lock import locked
from support.patience import PATIENCE

Plant = Callable[[Path, Path], None]

STRAY: dict[str, Plant] = {
    "a link to a folder": lambda place, victim: place.symlink_to(victim),
    "a relative link": lambda place, victim: place.symlink_to(os.path.relpath(victim, place.parent)),
    "a link to a link": lambda place, victim: (
        (victim.parent / "step").symlink_to(victim),
        place.symlink_to(victim.parent / "step"),
    ),
    "a link to nothing": lambda place, _: place.symlink_to("nowhere"),
    "a link to itself": lambda place, _: place.symlink_to(place.name),
    "a link to the folder": lambda place, _: place.symlink_to("."),
    "a file": lambda place, _: place.write_text("x"),
    "a pipe": lambda place, _: os.mkfifo(place),
    "a foreign file": lambda place, _: fill(place, {".profile": "x"}),
    "a nested folder": lambda place, _: fill(place / "entities", {"entities.csv": "id\n"}),
    "a link inside": lambda place, victim: (fill(place, {}) / "sub").symlink_to(victim),
}
UNCERTAIN: dict[str, Plant] = {
    "a linked table": lambda place, victim: (fill(place, {}) / "entities.csv").symlink_to(
        victim / "entities.csv"
    ),
    "a hard-linked table": lambda place, victim: (fill(place, {}) / "entities.csv").hardlink_to(
        victim / "entities.csv"
    ),
    "a folder called as a table": lambda place, _: fill(place / "entities.csv", {"x": "y"}),
    "a foreign file beside a table": lambda place, _: fill(
        place, {"entities.csv": "id\nz\n", ".profile": "x"}
    ),
}
NAMES = (COMMITTED, PREPARED)


@pytest.fixture
def victim(tmp_path: Path) -> Path:
    return fill(tmp_path / "victim", {"entities.csv": "id\nvictim\n", ".profile": "precious", "notes": "x"})


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    return write_graph(tmp_path / "sent")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("case", STRAY)
def test_a_stray_leftover_is_named_and_the_folder_read_without_it(sent, victim, case, name):
    STRAY[case](sent / name, victim)
    before, untouched = state(sent), state(victim)
    done = run("query", "-g", sent, "-c", "MATCH (n:Entity) RETURN count(n) AS n")
    assert (done.code, done.out) == (0, "n\n2\n")
    assert f"Warning: {sent / name} " in done.err
    assert done.err.count("Warning") == 1
    assert (state(sent), state(victim)) == (before, untouched)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("case", STRAY | UNCERTAIN)
def test_no_writer_touches_a_stray_leftover(sent, victim, tmp_path, case, name):
    (STRAY | UNCERTAIN)[case](sent / name, victim)
    new = fill(tmp_path / "new", {"more.csv": "id,name\nnew,New\n"}) / "more.csv"
    before, untouched = state(sent), state(victim)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SociogramWarning)
        load = run("load", new, "--to", sent)
        query = run("query", "-g", sent, "--write", "-c", "CREATE (:Person {id: 'new'})")
    for done in (load, query):
        assert done.code == 1
        assert str(sent / name) in done.err
    assert (state(sent), state(victim)) == (before, untouched)


@pytest.mark.parametrize("case", UNCERTAIN)
def test_no_answer_is_given_where_it_is_uncertain_which_files_count(sent, victim, case):
    UNCERTAIN[case](sent / COMMITTED, victim)
    before, untouched = state(sent), state(victim)
    with pytest.raises(StoreError, match=r"\.sociogram-commit holds '.+', .*move it away or delete it"):
        sociogram.open(sent)
    assert (state(sent), state(victim)) == (before, untouched)


@pytest.mark.parametrize(
    "command", [["stats"], ["path", "Ada", "Charles Babbage"], ["export"], ["page", "-o"]]
)
def test_no_reading_command_follows_a_link(sent, victim, tmp_path, command):
    (sent / COMMITTED).symlink_to(victim)
    (sent / PREPARED).symlink_to(victim)
    before, untouched = state(sent), state(victim)
    out = {"export": [tmp_path / "out.graphml"], "page": [tmp_path / "out.html"]}.get(command[0], [])
    assert run(*command, *out, "-g", sent).code == 0
    assert (state(sent), state(victim)) == (before, untouched)


def test_a_folder_may_itself_be_a_link(sent, tmp_path):
    (tmp_path / "link").symlink_to(sent)
    assert run("query", "-g", tmp_path / "link", "--write", "-c", "CREATE (:Person {id: 'new'})").code == 0
    assert (tmp_path / "link").is_symlink()
    assert "new" in (sent / "entities.csv").read_text()


# What a killed writer leaves


@pytest.fixture
def killed(sent: Path) -> Path:
    """A folder whose writer was killed after the commit, one of two files moved."""
    fill(sent, {"entities.csv": "id,name\nnew,New\n"})
    fill(sent / COMMITTED, {"relations.csv": "source,target,type\nnew,new,KNOWS\n"})
    return sent


QUERY = "MATCH (a)-[r]->(b) RETURN a.id, b.id"


def test_a_reader_finishes_the_commit(killed):
    assert run("query", "-g", killed, "-c", QUERY).out == "a.id\tb.id\nnew\tnew\n"
    assert sorted(path.name for path in killed.iterdir()) == ["entities.csv", "relations.csv"]


def test_a_reader_beside_a_writer_reads_the_commit_where_it_is(killed):
    before = state(killed)
    with locked(killed):
        assert run("query", "-g", killed, "-c", QUERY).out == "a.id\tb.id\nnew\tnew\n"
    assert state(killed) == before


def test_a_reader_without_write_permission_reads_the_commit_where_it_is(killed, monkeypatch):
    def refuse(path: Path, target: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "replace", refuse)
    before = state(killed)
    assert run("query", "-g", killed, "-c", QUERY).out == "a.id\tb.id\nnew\tnew\n"
    assert state(killed) == before


@pytest.mark.skipif(os.name == "nt", reason="Windows has no user without rights to become")
def test_another_user_may_read_and_changes_nothing(killed):
    for folder in [killed, *killed.parents]:
        if folder.stat().st_uid == os.getuid() and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | stat.S_IROTH | stat.S_IXOTH)
    before = state(killed)
    program = (
        "import os, sys, pathlib\n"
        "from sociogram.loaders.folder.data_folder import read_folder\n"
        "if os.getuid() == 0: os.setegid(65534); os.seteuid(65534)\n"
        "else: os.chmod(sys.argv[1], 0o555); os.chmod(sys.argv[1] + '/.sociogram-commit', 0o555)\n"
        "print(read_folder(sys.argv[1]).relations.column('source').to_list())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, killed], capture_output=True, text=True, timeout=PATIENCE
    )
    assert (done.stdout, done.stderr) == ("['new']\n", "")
    assert state(killed) == before


def test_check_reads_the_files_that_count(killed):
    fill(killed / COMMITTED, {"relations.csv": "source,target,type\nnew,nobody,KNOWS\n"})
    done = run("check", killed)
    assert done.code == 1
    assert "nobody" in done.out


def test_check_reads_them_beside_a_writer_and_without_permission(killed):
    before = state(killed)
    with locked(killed):
        done = run("check", killed)
    assert f"{killed / COMMITTED / 'relations.csv'}:2:" in done.out
    assert state(killed) == before


def test_check_opens_a_folder_that_is_all_in_a_commit(tmp_path):
    write_graph(tmp_path / "sent").rename(tmp_path / COMMITTED)
    (tmp_path / "data").mkdir()
    (tmp_path / COMMITTED).rename(tmp_path / "data" / COMMITTED)
    assert run("check", tmp_path / "data").code == 0


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("case", STRAY)
def test_check_names_a_stray_leftover(sent, victim, case, name):
    STRAY[case](sent / name, victim)
    before, untouched = state(sent), state(victim)
    done = run("check", sent)
    assert done.code == 0
    assert f"Warning: {sent / name} " in done.err
    assert (state(sent), state(victim)) == (before, untouched)


def test_half_written_files_are_no_state(sent):
    fill(sent / PREPARED, {"entities.csv": "id,na"})
    before = state(sent)
    assert run("stats", "-g", sent).code == 0
    assert state(sent) == before
    assert run("query", "-g", sent, "--write", "-c", "CREATE (:Person {id: 'new'})").code == 0
    assert not (sent / PREPARED).exists()


# Tables that are no files


TABLES = {
    "a link to nothing": (lambda path: path.symlink_to("nowhere"), "is a link to a missing file"),
    "a link to itself": (lambda path: path.symlink_to(path.name), "cannot be read"),
    "a device": (lambda path: path.symlink_to("/dev/zero"), "is not a regular file"),
    "a pipe": (os.mkfifo, "is not a regular file"),
    "a folder": (lambda path: path.mkdir(), "is not a regular file"),
}


@pytest.mark.parametrize("name", ["entities.csv", "relations.csv", "sources.csv"])
@pytest.mark.parametrize("case", TABLES)
def test_a_table_that_is_no_file_is_named(sent, case, name):
    make, message = TABLES[case]
    (sent / name).unlink(missing_ok=True)
    make(sent / name)
    done = run("stats", "-g", sent)
    assert done.code == 1
    assert f"{sent / name} {message}" in done.err
