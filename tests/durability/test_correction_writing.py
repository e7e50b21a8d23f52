"""Whatever corrects a folder is as safe as a load: all or nothing, and nobody else's work is lost."""

from __future__ import annotations

import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from folder_state import fill, state, tables
from output_commands import file_size_limit, run, write_graph

import sociogram
from sociogram.graph.duplicates.decisions import Decision
from sociogram.graph.errors import ConflictError, StoreError
from sociogram.loaders.folder import decide
from sociogram.loaders.folder.commit import DATA_FILES
from sociogram.loaders.folder.lock import locked
from support.patience import PATIENCE

ENTITIES = "id,name,type\nada,Ada,Person\nbabbage,Charles Babbage,Person\nbab,C. Babbage,Person\n"
RELATIONS = "id,source,target,type,sources,certainty\nr1,ada,babbage,KNOWS,s1,\nr2,ada,bab,LIKES,s1,stated\n"
DECISIONS = "first,second,verdict,by,date,why\nbabbage,bab,same,ann,2024-01-01,one hand\n"
REST = {
    "sources.csv": "id,title\ns1,Letters\n",
    "relation_types.csv": "type,forward\nKNOWS,knows\n",
    "decisions.csv": DECISIONS,
}
INPUTS = {
    "more.csv": DECISIONS.replace("babbage,bab,same", "ada,babbage,different"),
    "new.csv": "id,source,target,type,sources\nr3,ada,babbage,MET,s1\n",
    "text.txt": "Ada knows Charles Babbage.\n\nAda met Charles Babbage in London.\n",
}

COMMANDS = {
    "merge": "merge babbage bab -g data",
    "rename": "rename ada Ada-Lovelace -g data",
    "rename id": "rename ada --id lovelace -g data",
    "split": "split ada --to eve --relation r1 -g data",
    "remove": "remove r1 --yes -g data",
    "set": "set r1 certainty=alleged -g data",
    "decide": "decide ada different bab -g data",
    "decide by file": "decide ada different bab -g data --decisions data/../data/decisions.csv",
    "decide from": "decide --from more.csv -g data",
    "apply": "duplicates --apply -g data",
    "replace": "load new.csv --to data --replace s1",
    "decisions": "load new.csv --to data --decisions more.csv",
    "draft": "draft text.txt --to data --language en",
    "undo": "undo -g data",
}
IN_PYTHON: dict[str, Callable[[sociogram.Graph], object]] = {
    "merge_actors": lambda graph: graph.merge_actors("babbage", "bab"),
    "rename": lambda graph: graph.rename("ada", "Ada Lovelace", id="lovelace"),
    "split": lambda graph: graph.split("ada", "eve", relations=["r1"]),
    "remove": lambda graph: graph.remove("r1"),
    "set": lambda graph: graph.set("r1", certainty="alleged"),
    "decide": lambda graph: graph.decide("ada", "different", "bab"),
    "apply_decisions": lambda graph: graph.apply_decisions(),
    "load": lambda graph: graph.load("new.csv"),
    "load, replacing": lambda graph: graph.load("new.csv", replace="s1"),
    "draft": lambda graph: graph.draft("text.txt", language="en"),
}


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    fill(tmp_path, INPUTS)
    folder = fill(write_graph(tmp_path / "data", ENTITIES, RELATIONS), REST)
    assert run("set", "r2", "certainty=alleged", "-g", "data").code == 0
    return folder


def rows(graph: sociogram.Graph) -> list[dict[str, object]]:
    query = (
        "MATCH (a) OPTIONAL MATCH (a)-[r]->(b) "
        "RETURN labels(a), properties(a), type(r), properties(r), b.id ORDER BY a.id, r.id, b.id"
    )
    return graph.run(query).to_dicts()


@pytest.mark.parametrize("mode", [0o600, 0o444])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_correction_keeps_permissions(data, command, mode):
    for name in DATA_FILES:
        (data / name).chmod(mode)
    before = tables(data)
    assert run(*COMMANDS[command].split()).code == 0
    assert tables(data) != before
    assert {stat.S_IMODE((data / name).stat().st_mode) for name in DATA_FILES} == {mode}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_correction_replaces_no_link(data, tmp_path, command):
    elsewhere = fill(tmp_path / "elsewhere", {name: (data / name).read_text() for name in DATA_FILES})
    for name in DATA_FILES:
        (data / name).unlink()
        (data / name).symlink_to(elsewhere / name)
    before = state(tmp_path)
    done = run(*COMMANDS[command].split())
    if command == "decide by file":  # the path of a file of decisions may be a link
        assert (done.code, state(data)) == (
            0,
            {**state(data), "decisions.csv": str(elsewhere / "decisions.csv")},
        )
        return
    assert done.code == 1
    assert "is a link to" in done.err
    assert state(tmp_path) == before


@pytest.mark.parametrize("command", COMMANDS)
def test_a_correction_waits_for_another_writer(data, command):
    before = state(data)
    with locked(data):
        done = run(*COMMANDS[command].split(), "--wait", "0")
    assert done.code == 1
    assert "another load is writing here" in done.err
    assert state(data) == before


@pytest.mark.parametrize("leftover", [".sociogram-commit", ".sociogram-commit.new"])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_correction_follows_no_link_to_a_left_over_commit(data, tmp_path, command, leftover):
    fill(tmp_path / "precious", {"entities.csv": "id\nprecious\n"})
    (data / leftover).symlink_to("../precious")
    before = state(tmp_path)
    assert run(*COMMANDS[command].split()).code == 1
    assert state(tmp_path) == before


@pytest.mark.parametrize("command", COMMANDS)
def test_a_correction_that_cannot_be_saved_leaves_the_folder(data, command):
    before = state(data)
    with file_size_limit(64):
        done = run(*COMMANDS[command].split())
    assert (done.code, done.out) == (1, "")
    assert "file too large" in done.err
    assert state(data) == before


@pytest.mark.parametrize("change", IN_PYTHON)
def test_what_cannot_be_saved_is_not_in_the_graph_either(data, change):
    """Else doing it again would find nothing to do, and save nothing."""
    graph = sociogram.open(data)
    before = rows(graph), state(data)
    with file_size_limit(64), pytest.raises(StoreError, match="file too large"):
        IN_PYTHON[change](graph)
    assert (rows(graph), state(data)) == before
    IN_PYTHON[change](graph)
    assert rows(sociogram.open(data)) == rows(graph)
    assert tables(data) != {name: content for name, content in before[1].items() if name in tables(data)}


def test_what_could_not_be_opened_is_refused_before_it_is_saved(data, monkeypatch):
    """A correction that breaks a rule of folders is found before its files take the place of the old ones."""
    graph = sociogram.open(data)
    merge = graph.store.merge
    twice = "CREATE (:Entity {id: 'ada'})"
    monkeypatch.setattr(
        graph.store,
        "merge",
        lambda *given, **named: (merge(*given, **named), graph.run(twice, write=True))[0],
    )
    before = state(data)
    with pytest.raises(sociogram.CypherError, match="could not be opened again"):
        graph.load("new.csv")
    assert state(data) == before


@pytest.mark.parametrize("command", ["merge", "rename", "remove", "set", "decide", "undo", "apply"])
def test_a_reader_that_goes_loses_no_correction(data, tmp_path, command):
    before = tables(data)
    with subprocess.Popen(
        [sys.executable, "-m", "sociogram", *COMMANDS[command].split()],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()
    assert process.returncode == 0
    assert tables(data) != before


# Files of decisions


@pytest.mark.parametrize("output", ["-o", "--page"])
def test_a_list_of_duplicates_replaces_no_file_of_decisions(data, output):
    Path("link.csv").symlink_to("more.csv")
    for name in ("more.csv", "./data/../more.csv", "link.csv"):
        done = run("duplicates", "-g", "data", "--decisions", "more.csv", output, name)
        assert (done.code, "--overwrite" in done.err) == (2, True)
    assert Path("more.csv").read_text() == INPUTS["more.csv"]


@pytest.mark.parametrize("options", ["--decisions more.csv", "--text s1=more.csv"])
def test_rejected_rows_replace_no_other_input(data, options):
    done = run("load", "new.csv", "--to", "data", *options.split(), "--rejects", "data/../more.csv")
    assert (done.code, "--overwrite" in done.err) == (2, True)
    assert Path("more.csv").read_text() == INPUTS["more.csv"]


def test_the_decisions_of_a_folder_are_written_as_its_own_by_whatever_path(data):
    Path("other").symlink_to("data")
    graph = sociogram.open(data)
    graph.decide("ada", "different", "bab", decisions="other/decisions.csv")
    assert [event.command for event in graph.log()][-1] == "decide ada different bab"
    graph.set("r1", certainty="alleged")  # the graph knows what its folder holds


def test_six_decisions_at_once_are_all_kept(data, tmp_path):
    program = (
        "import sys; from pathlib import Path\n"
        "from sociogram.graph.duplicates.decisions import Decision\n"
        "from sociogram.loaders.folder.decide import decide_in_file\n"
        f"decide_in_file(Path('shared.csv'), [Decision('ada', sys.argv[1], 'different')], wait={PATIENCE})"
    )
    writers = [
        subprocess.Popen([sys.executable, "-c", program, f"a{n}"], cwd=tmp_path, stderr=subprocess.PIPE)
        for n in range(6)
    ]
    assert [one.communicate(timeout=PATIENCE)[1] for one in writers] == [b""] * 6
    assert sorted(one.second for one in decide.decisions_in(Path("shared.csv"))) == [
        f"a{n}" for n in range(6)
    ]


def test_decisions_that_an_editor_saves_meanwhile_are_not_overwritten(data, monkeypatch):
    with_decisions = decide.with_decisions

    def edited_meanwhile(*given: object) -> bytes:
        after = with_decisions(*given)
        Path("more.csv").write_text(DECISIONS)
        return after

    monkeypatch.setattr(decide, "with_decisions", edited_meanwhile)
    with pytest.raises(ConflictError, match="somebody else changed the file"):
        decide.decide_in_file(Path("more.csv"), [Decision("ada", "bab", "different")])
    assert Path("more.csv").read_text() == DECISIONS
    assert not list(Path().glob(".sociogram-*"))


def test_a_file_of_decisions_in_no_folder_is_named(data):
    done = run("decide", "ada", "different", "bab", "-g", "data", "--decisions", "no/such.csv")
    assert (done.code, "there is no folder 'no'" in done.err) == (1, True)
