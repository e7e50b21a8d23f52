"""The benchmark keeps running: every question on the smallest graphs, our engine and the versions by hand."""

import sys
from pathlib import Path

import pytest

from sociogram.queries.cypher.store import MemoryStore
from sociogram.queries.run import run

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
sys.path[:0] = [str(BENCHMARKS), str(BENCHMARKS / "peers")]

import by_hand  # noqa: E402
import graphs  # noqa: E402
import load  # noqa: E402
import questions  # noqa: E402
import report  # noqa: E402
import target_steps  # noqa: E402
import targets  # noqa: E402
from serve import fingerprint  # noqa: E402


@pytest.fixture(scope="module", params=graphs.SHAPES)
def graph(request):
    return graphs.make(request.param, "tiny")


@pytest.fixture(scope="module")
def store(graph):
    return MemoryStore.from_dataset(graphs.dataset_of(graph))


def answers(store, query):
    rows = []
    for text in query.texts or (query.text,):
        rows = list(run(store, text, query.parameters, write=bool(query.texts)))
    return rows


def test_every_question_has_an_answer(graph, store):
    asked = questions.queries_of(graph)
    assert len(asked) >= 40
    for query in asked:
        answers(store, query)


def test_versions_by_hand_give_the_engine_s_answers(graph, store):
    arrays = by_hand.Arrays(graph)
    asked = {query.name: query for query in questions.queries_of(graph)}
    assert len(by_hand.BY_HAND) >= 20
    assert by_hand.BY_HAND.keys() <= asked.keys()
    for name, function in by_hand.BY_HAND.items():
        query = asked[name]
        ordered = query.request("sociogram")["ordered"]
        mine = fingerprint(answers(store, query), ordered=ordered)
        assert fingerprint(function(arrays, query.parameters), ordered=ordered) == mine, name


def test_graphs_are_the_same_each_time():
    first, second = (graphs.make("skewed", "tiny") for _ in range(2))
    assert first.names == second.names
    assert (first.source == second.source).all()
    assert first.dates() == second.dates()


def test_csv_files_hold_the_graph(graph, tmp_path):
    from sociogram.loaders.folder.data_folder import read_folder

    graphs.write_csv(graph, tmp_path)
    read = MemoryStore.from_dataset(read_folder(tmp_path))
    held = MemoryStore.from_dataset(graphs.dataset_of(graph))
    for text in (
        "MATCH (a)-[r]->(b) RETURN count(r), sum(r.amount), min(r.start_date), count(r.role)",
        "MATCH (a:Person) RETURN count(a), sum(a.age), count(a.city), max(a.name)",
    ):
        assert list(run(read, text)) == list(run(held, text))


def test_report_tells_ratios_and_what_falls_short():
    times = {"wall": 2.0, "cpu": 2.0}
    fast, slow = {"wall": 1.0, "cpu": 1.0}, {"wall": 8.0, "cpu": 8.0}
    one = {
        "shape": "skewed",
        "actors": 1,
        "relations": 1,
        "families": {"a": "scans", "b": "scans", "c": "hops"},
        "peers": {
            "ladybug": {
                "load": {"version": "ladybug 1", "wall": 1.0},
                "queries": {
                    "a": {"ours": times, "theirs": fast},
                    "b": {"ours": times, "theirs": slow},
                    "c": {"ours": times, "theirs": {"error": "its process died"}},
                },
            }
        },
    }
    assert report.shortcomings(one, pinned=True) == ["a: ladybug is 2.0 times faster (2.00 ms here)"]
    assert report.faults(one) == ["ladybug: no answer in time, or dead: c"]
    head, table = report.family_rows(one, pinned=True)
    assert head == ["family", "ladybug", "best of each"]
    assert table[0] == ["scans", "1.4", "1.4"]
    assert "| scans | a | 2.00 | 1.00 | 0.5 (ladybug) |" in report.markdown(
        {"machine": report.machine(), "pinned": True, "runs": [one]}
    )


def test_ways_from_files_to_the_first_answer_agree(tmp_path, monkeypatch):
    monkeypatch.setattr(load, "HOME", tmp_path)
    ours = {title: way for title, way in load.WAYS.items() if way.peer is load.OURS}
    costs = load.compare("skewed-tiny", ours, rounds=1, core=None)
    assert costs.keys() == ours.keys()
    assert all(cost.processor > 0 and cost.memory > 10 for cost in costs.values())
    assert "data folder, index mapped" in load.show("skewed-tiny", costs)
    assert "files read" in load.parts(*load.make_files("skewed-tiny"))


@pytest.fixture(scope="module")
def steps():
    """Every step of the targets, on the smallest graph."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"ROUNDS": 1, "BUDGET": 0.0, "WRITES": 5, "STREAM": 20, "PAUSE": 0.0}.items():
            patch.setattr(target_steps, name, value)
        found = {name: step("tiny") for name, step in target_steps.STEPS.items() if name != "stored_query"}
        return found | {"stored_query": target_steps.stored_query("hubs")}


def test_every_target_has_its_lines(steps, monkeypatch):
    monkeypatch.setattr(targets, "step", lambda name, argument: steps[name])
    settings = targets.parse(["--growth", "tiny,tiny", "--rounds", "1"])
    lines = [
        line for name, measure in targets.MEASURES.items() if name != "starting" for line in measure(settings)
    ]
    assert len(lines) > 10
    assert all(line.verdict for line in lines)
    torn = next(line for line in lines if "half a transaction" in line.what)
    assert torn.verdict == "met"


def test_whole_processes_are_timed(monkeypatch, tmp_path):
    monkeypatch.setattr(targets, "HOME", tmp_path)
    monkeypatch.setattr(targets, "SETTLED", 0.0)
    monkeypatch.setattr(targets, "PROCESSES", 1)
    lines = list(targets.starting(targets.parse(["--size", "tiny", "--rounds", "1"])))
    assert len(lines) == 4
    assert all(line.measured > 0 for line in lines)


def test_a_line_says_whether_it_holds():
    good, bad = targets.Line("this", 2, 1.5, "×", "why"), targets.Line("that", 2, 2.5, "×")
    assert good.cells() == ["this", "2 ×", "1.50 ×", "met", "why"]
    assert bad.verdict == "not met"
    assert targets.Line("told only", None, 3, "s").cells()[1:4] == ["", "3.00 s", ""]
    found = {"machine": report.machine(), "lines": [targets.asdict(good)]}
    assert "| this | 2 × | 1.50 × | met | why |" in targets.markdown(found)
    assert "that" in targets.show([good, bad])
