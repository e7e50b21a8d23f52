"""Each command on the article, in memory and on a Neo4j server: the same words, the same files."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest

from support.neo4j.fixtures import ServerAddress
from support.patience import PATIENCE

DATA = Path(__file__).parents[2] / "data"


def sociogram(
    *arguments: str, cwd: Path, stdin: str | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sociogram", *arguments],
        cwd=cwd,
        env={**os.environ, "SOCIOGRAM_GRAPH": "", **environment},
        input=stdin,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


def succeeded(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 0, done.stderr
    return done.stdout


ANSWERS = [
    ["stats"],
    ["stats", "--format", "json"],
    ["path", "Kenna", "Fujimori"],
    ["path", "Kenna", "China", "--without", "Peru", "--max", "3"],
    ["path", "Boluarte", "Castillo", "--as-of", "2023-01"],
    ["query", "connections-of", "-p", "actor=marin", "--format", "csv"],
    ["query", "-c", "MATCH (p:Person) RETURN p.name, p.aliases ORDER BY p.name", "--format", "jsonl"],
    ["query", "-c", "RETURN $x + 1 AS y, $name AS name", "-p", "x=2", "-p", "name=007"],
    ["query", "-c", "UNWIND range(1, 9) AS x RETURN x", "--limit", "2"],
    ["check"],
    ["queries", "check"],
]


@pytest.mark.neo4j
def test_a_server_answers_as_the_graph_in_memory_does(
    neo4j_server: ServerAddress, neo4j_article: object, tmp_path: Path
) -> None:
    server = {
        "NEO4J_URI": neo4j_server.uri,
        "NEO4J_USERNAME": neo4j_server.user,
        "NEO4J_PASSWORD": neo4j_server.password,
    }
    for arguments in ANSWERS:
        here = succeeded(sociogram(*arguments, cwd=tmp_path))
        where = [] if arguments[0] == "check" else ["-g"]
        there = succeeded(sociogram(*arguments, *where, "neo4j", cwd=tmp_path, **server))
        assert there == here, arguments
    for name, options in {
        "all.graphml": [],
        "castillo.gexf": ["--around", "Castillo"],
        "path.json": ["--between", "Kenna", "Fujimori"],
        "ties.cypher": ["--query", "disputed-ties"],
    }.items():
        here: object = exported(name, options, tmp_path / "here", {})
        there: object = exported(name, [*options, "-g", "neo4j"], tmp_path / "there", server)
        if name == "all.graphml":  # a server knows no order of rows and columns
            here, there = graphml(tmp_path / "here" / name), graphml(tmp_path / "there" / name)
        assert here == there, name
    for options in (["--around", "Castillo", "--title", "T"], ["--query", "disputed-ties"]):
        pages = [
            page([*options, *where], tmp_path / f"{place}.html", environment)
            for place, where, environment in (("here", [], {}), ("there", ["-g", "neo4j"], server))
        ]
        assert pages[0] == pages[1], options


def exported(name: str, options: list[str], folder: Path, environment: dict[str, str]) -> str:
    folder.mkdir(exist_ok=True)
    succeeded(sociogram("export", name, *options, cwd=folder, **environment))
    return (folder / name).read_text(encoding="utf-8")


def graphml(file: Path) -> object:
    """Return what a file of GraphML says, whatever the order of rows and properties."""
    graph = nx.read_graphml(file, force_multigraph=True)
    tables = json.loads(graph.graph["sociogram"])
    for table in ("sources", "relation_types"):
        tables[table].sort(key=lambda row: row.get("id") or row["type"])
    nodes = dict(graph.nodes(data=True))
    edges = {key: (start, end, data) for start, end, key, data in graph.edges(data=True, keys=True)}
    return tables, nodes, edges


def page(options: list[str], target: Path, environment: dict[str, str]) -> str:
    done = succeeded(sociogram("page", *options, "-o", target.name, cwd=target.parent, **environment))
    assert done == f"{target.name}\n"
    return target.read_text(encoding="utf-8")


def test_demo_ends_with_a_page_and_what_to_try(tmp_path: Path) -> None:
    told = succeeded(sociogram("demo", cwd=tmp_path))
    assert re.search(r"91 actors and states \d+ ties of \d+ types, in 238 claims", told)
    assert "Gustavo Bobbio Rosas" in told
    assert (tmp_path / "sociogram.html").stat().st_size > 100_000


@pytest.mark.parametrize("command", [["page"], ["export", "part.json"]], ids=" ".join)
@pytest.mark.parametrize(
    "options",
    [
        ["--between", "Kenna", "Fujimori", "--around", "Castillo"],
        ["--around", "Castillo", "--between", "Kenna", "Fujimori"],
        ["--query", "disputed-ties", "--around", "Castillo"],
    ],
    ids=" ".join,
)
def test_a_part_is_selected_in_one_way(tmp_path: Path, command: list[str], options: list[str]) -> None:
    done = sociogram(*command, *options, cwd=tmp_path)
    assert done.returncode == 2
    assert "Give one of --query, --around and --between." in done.stderr
    assert not list(tmp_path.iterdir())


PATHS = [
    # arguments of path, the summary on stderr
    (["Kenna", "China"], "3 shortest paths, 2 ties each"),
    (["Kenna", "China", "--max", "2"], "2 of 3 shortest paths, 2 ties each; --max shows more"),
    (["Kenna", "China", "--max", "5"], "3 shortest paths, 2 ties each"),
    (["Trump", "Pompeo"], "1 shortest path, 1 tie"),
    (["Trump", "Kenna"], "1 shortest path, 2 ties"),
]


@pytest.mark.parametrize(("arguments", "summary"), PATHS)
def test_path_counts_the_paths(arguments: list[str], summary: str, tmp_path: Path) -> None:
    done = sociogram("path", *arguments, cwd=tmp_path)
    assert (done.returncode, done.stderr.strip()) == (0, summary)


def test_query_reads_a_file_and_standard_input(tmp_path: Path) -> None:
    (tmp_path / "q.cypher").write_text("// A title\nRETURN 1 AS one;\n", encoding="utf-8")
    assert succeeded(sociogram("query", "-f", "q.cypher", cwd=tmp_path)) == "one\n1\n"
    assert succeeded(sociogram("query", "-f", "-", cwd=tmp_path, stdin="RETURN 2 AS two")) == "two\n2\n"


def test_query_writes_to_a_file(tmp_path: Path) -> None:
    done = sociogram("query", "-c", "RETURN 'é' AS t", "-o", "out.json", "--format", "json", cwd=tmp_path)
    assert (succeeded(done), json.loads((tmp_path / "out.json").read_text("utf-8"))) == ("", [{"t": "é"}])


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.csv", "x,y\n1,2\n"), ("a.jsonl", '{"x": 1, "y": 2}\n'), ("a.txt", "x\ty\n1\t2\n")],
)
def test_the_suffix_of_the_output_decides_the_format(name: str, text: str, tmp_path: Path) -> None:
    succeeded(sociogram("query", "RETURN 1 AS x, 2 AS y", "-o", name, cwd=tmp_path))
    assert (tmp_path / name).read_text(encoding="utf-8") == text


def test_no_text_is_written_into_a_file_of_another_format(tmp_path: Path) -> None:
    done = sociogram("query", "RETURN 1 AS x", "-o", "a.xlsx", cwd=tmp_path)
    assert (done.returncode, list(tmp_path.iterdir())) == (2, [])
    assert "not written as .xlsx" in done.stderr


@pytest.mark.parametrize(
    "values",
    [
        ["Castillo", "Kenna"],
        ["from=Castillo", "to=Kenna"],
        ["Kenna", "-p", "from=Castillo"],
    ],
)
def test_values_of_a_stored_query_are_read_in_order_or_by_name(values: list[str], tmp_path: Path) -> None:
    named = ["-p", "from=Castillo", "-p", "to=Kenna"]
    found = succeeded(sociogram("query", "evidence-for-tie", *values, cwd=tmp_path))
    assert found == succeeded(sociogram("query", "evidence-for-tie", *named, cwd=tmp_path))
    assert len(found.splitlines()) > 1


def test_query_explains_and_profiles(tmp_path: Path) -> None:
    text = "MATCH (p:Person) RETURN count(*)"
    assert "estimated" in succeeded(sociogram("query", "-c", text, "--explain", cwd=tmp_path))
    assert "ms" in succeeded(sociogram("query", "-c", text, "--profile", cwd=tmp_path))


def test_query_gives_up_after_its_timeout(tmp_path: Path) -> None:
    text = "UNWIND range(1, 3000) AS a UNWIND range(1, 3000) AS b UNWIND range(1, 300) AS c RETURN sum(a + b)"
    done = sociogram("query", "-c", text, "--timeout", "0.5", cwd=tmp_path)
    assert done.returncode == 1
    assert "0.5" in done.stderr


@pytest.mark.parametrize(
    "command",
    [
        "path Kenna Castillo",
        "stats",
        "page -o page.html",
        "page -o page.html --query supporters-and-trainers",
    ],
)
def test_commands_give_up_after_their_timeout(command: str, tmp_path: Path) -> None:
    done = sociogram(*command.split(), "--timeout", "1e-9", cwd=tmp_path)
    assert (done.returncode, done.stdout, list(tmp_path.iterdir())) == (1, "", [])
    assert "longer than 1e-09 s" in done.stderr
    succeeded(sociogram(*command.split(), "--timeout", "600", cwd=tmp_path))


def test_a_written_graph_is_kept_in_its_folder(tmp_path: Path) -> None:
    succeeded(sociogram("export", "--format", "csv", "mine", cwd=tmp_path))
    text = "MATCH (e:Entity {id: 'peru'}) SET e.summary = 'A country.'"
    succeeded(sociogram("query", "-g", "mine", "--write", "-c", text, cwd=tmp_path))
    read = ["query", "-g", "mine", "-c", "MATCH (e {id: 'peru'}) RETURN e.summary AS s"]
    assert succeeded(sociogram(*read, cwd=tmp_path)) == "s\nA country.\n"


def test_load_tells_rows_and_leaves_with_1_where_some_were_rejected(tmp_path: Path) -> None:
    rows = "from,to,relation,start_date,paragraph\nAda,Ben,met,2023,1\nAda,Ben,met,2024,iv\n"
    (tmp_path / "ties.csv").write_text(rows, encoding="utf-8")
    done = sociogram("load", "ties.csv", "--to", "mine", "--rejects", "bad.csv", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "2 rows read = 1 loaded + 1 rejected" in done.stderr
    assert "ties.csv:3:paragraph" in done.stderr
    mended = (tmp_path / "bad.csv").read_text("utf-8").replace("2024,iv", "2024,2")
    (tmp_path / "bad.csv").write_text(mended, encoding="utf-8")
    report = json.loads(
        succeeded(sociogram("load", "bad.csv", "--to", "mine", "--format", "json", cwd=tmp_path))
    )
    assert (report["read"], report["loaded"], report["rejected"]) == (1, 1, 0)


def test_rejected_rows_come_with_the_options_that_read_them(tmp_path: Path) -> None:
    rows = "Wie,Mit wem,Was,Seite\nAda,Ben,met,1\nAda,Ben,hired,iv\n"
    (tmp_path / "ties.csv").write_text(rows, encoding="utf-8")
    options = [
        "--map",
        "Wie=source",
        "--map",
        "Mit wem=target",
        "--map",
        "Was=type",
        "--map",
        "Seite=paragraph",
    ]
    given = [*options, "--cite", "ledger", "--require-source", "--rejects", "bad.csv"]
    done = sociogram("load", "ties.csv", "--to", "mine", *given, cwd=tmp_path)
    advice, command = done.stderr.splitlines()[-2:]
    assert advice == "Correct the rows in bad.csv, then load that file with the same options:"
    command = command.removeprefix("  sociogram ")
    assert shlex.split(command) == [
        *("load", "bad.csv", "--to", "mine", *options, "--cite", "ledger", "--require-source")
    ]
    (tmp_path / "bad.csv").write_text((tmp_path / "bad.csv").read_text("utf-8").replace(",iv", ",4"), "utf-8")
    assert "1 new tie" in sociogram(*shlex.split(command), cwd=tmp_path).stderr


def test_load_reads_standard_input_and_writes_nothing_when_dry(tmp_path: Path) -> None:
    done = sociogram(
        "load", "-", "--to", "mine", "--dry-run", cwd=tmp_path, stdin="from,to,relation\nAda,Ben,met\n"
    )
    assert (done.returncode, (tmp_path / "mine").exists()) == (0, False)
    assert "Nothing was written" in done.stderr


def test_check_leaves_with_1_where_something_misleads(tmp_path: Path) -> None:
    succeeded(sociogram("export", "--format", "csv", "mine", cwd=tmp_path))
    ties = tmp_path / "mine" / "relations.csv"
    ties.write_text(ties.read_text("utf-8").replace("bill-van-auken", "bill-van-aukn", 1), encoding="utf-8")
    done = sociogram("check", "mine", cwd=tmp_path)
    assert done.returncode == 1
    assert "Did you mean 'bill-van-auken'?" in done.stdout
    as_json = sociogram("check", "mine", "--format", "json", cwd=tmp_path)
    assert [(group["column"], group["count"]) for group in json.loads(as_json.stdout)] == [("source", 1)]
    assert (as_json.returncode, as_json.stderr) == (1, done.stderr)


def test_queries_of_ones_own_come_first(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "hubs.cypher").write_text("// Mine\nRETURN 1 AS mine\n", encoding="utf-8")
    assert succeeded(sociogram("query", "hubs", "--queries", "own", cwd=tmp_path)) == "mine\n1\n"
    assert "Mine" in succeeded(sociogram("queries", "list", "--queries", "own", cwd=tmp_path))
    assert "RETURN 1" in succeeded(sociogram("queries", "show", "hubs", "--queries", "own", cwd=tmp_path))
    (tmp_path / "own" / "who paid.cypher").write_text("// Own\nRETURN 2 AS own\n", encoding="utf-8")
    assert succeeded(sociogram("query", "who paid", "--queries", "own", cwd=tmp_path)) == "own\n2\n"


def test_queries_check_names_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "bad.cypher").write_text("MATCH (p:Persn) WHERE p.nam = $x RETURN p", encoding="utf-8")
    done = sociogram("queries", "check", "bad.cypher", cwd=tmp_path)
    assert done.returncode == 1
    for words in ("'Persn'", "'Person'", "'nam'", "$x is not declared"):
        assert words in done.stdout


def test_queries_check_of_a_folder_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "mine.cypher").write_text("// Mine\nRETURN 1 AS one\n", encoding="utf-8")
    assert succeeded(sociogram("queries", "check", "--queries", "own", cwd=tmp_path)) == "ok        mine\n"


def test_a_parameter_that_the_header_does_not_declare(tmp_path: Path) -> None:
    (tmp_path / "mine.cypher").write_text("// Mine\nRETURN $least AS one\n", encoding="utf-8")
    for given in ([], ["-p", "least=1"]):
        done = sociogram("query", "mine", "--queries", ".", *given, cwd=tmp_path)
        assert done.returncode == 1
        assert "uses $least, which its header does not declare" in done.stderr
        assert "// Param: least STRING -- what it is" in done.stderr


def test_shell_reads_statements_to_their_semicolon(tmp_path: Path) -> None:
    typed = "RETURN 1\nAS one;\n:queries\nRETURN oops;\n:run voices\n:quit\n"
    done = sociogram("shell", cwd=tmp_path, stdin=typed)
    assert done.returncode == 1  # one of them failed
    assert "one" in done.stdout
    assert "connections-of" in done.stdout
    assert "oops" in done.stderr
    assert "Bill Van Auken" in done.stdout


def test_shell_runs_a_script_to_its_end(tmp_path: Path) -> None:
    (tmp_path / "entities.csv").write_text("id,name\nada,Ada\n", encoding="utf-8")
    script = "CREATE (:Person {id: 'ben'});\nCREATE (:Person {id: 'cleo'})\n"
    done = sociogram("shell", "-g", tmp_path, "--write", cwd=tmp_path, stdin=script)
    assert done.returncode == 0
    assert (tmp_path / "entities.csv").read_text(encoding="utf-8").count("\n") == 4


def test_shell_reports_a_write_that_was_not_saved(tmp_path: Path) -> None:
    (tmp_path / "entities.csv").write_text("id,name\nada,Ada\n", encoding="utf-8")
    done = sociogram(
        "shell", "-g", tmp_path, "--write", cwd=tmp_path, stdin="CREATE (:Person {id: 'ada'});\n"
    )
    assert done.returncode == 1
    assert "Error: " in done.stderr


COMPLETIONS = [
    # words typed, what is offered
    ("sociogram query conn", "connections-of"),
    ("sociogram query connections-of -p ac", "actor="),
    ("sociogram path Lis", "Lisa Kenna"),
    ("sociogram sta", "stats"),
]


@pytest.mark.parametrize(("typed", "offered"), COMPLETIONS)
def test_shell_completion(typed: str, offered: str, tmp_path: Path) -> None:
    completing = {
        "_SOCIOGRAM_COMPLETE": "bash_complete",
        "COMP_WORDS": typed,
        "COMP_CWORD": str(len(typed.split()) - 1),
    }
    assert offered in succeeded(sociogram(cwd=tmp_path, **completing))


def test_a_page_says_on_stderr_what_it_leaves_out(tmp_path: Path) -> None:
    done = sociogram("page", "--strongest", "10", "-o", "ten.html", cwd=tmp_path)
    assert succeeded(done) == "ten.html\n"
    assert "10 actors with the most ties that somebody affirms, of 91 actors" in done.stderr
    assert done.stderr.strip() in (tmp_path / "ten.html").read_text("utf-8")
    assert sociogram("page", "--whole", "-o", "all.html", cwd=tmp_path).stderr == ""


def test_a_very_large_graph_is_drawn_as_groups_unless_it_has_to_be_whole(tmp_path: Path) -> None:
    rows = (f"a{n},a{n // 2 if n % 200 else n},knows" for n in range(1, 20_500))
    (tmp_path / "many.csv").write_text("source,target,type\n" + "\n".join(rows) + "\n", encoding="utf-8")
    done = sociogram("page", "-g", "many.csv", "-o", "many.html", cwd=tmp_path)
    assert succeeded(done) == "many.html\n"
    assert "are too many for one picture: they are drawn as" in done.stderr
    assert 'id="group-0"' in (tmp_path / "many.html").read_text("utf-8")


HEADER = "source,target,type,sources,claimed_by,certainty\na,b,MET,"

CHECKED = [
    # source, claimant and certainty of a tie; summary; exit code
    ("https://example.org/1,a,stated", "0 errors, 0 warnings.", 0),
    (",,stated", "0 errors, 2 warnings.", 0),
    (",x,stated", "1 error, 1 warning.", 1),
]


@pytest.mark.parametrize(("cells", "summary", "code"), CHECKED)
def test_check_counts_errors_and_warnings(cells: str, summary: str, code: int, tmp_path: Path) -> None:
    (tmp_path / "entities.csv").write_text("id,name\na,Ada\nb,Bob\n", encoding="utf-8")
    (tmp_path / "relations.csv").write_text(HEADER + cells + "\n", encoding="utf-8")
    done = sociogram("check", ".", cwd=tmp_path)
    assert (done.returncode, done.stderr.strip()) == (code, summary)


def test_export_takes_the_graph_as_an_argument(tmp_path: Path) -> None:
    (tmp_path / "ties.csv").write_text("source,target\nAnn,Bo\n", encoding="utf-8")
    succeeded(sociogram("load", "ties.csv", "--to", "mine", cwd=tmp_path))
    succeeded(sociogram("export", "given.gexf", "mine", cwd=tmp_path))
    succeeded(sociogram("export", "named.gexf", "-g", "mine", cwd=tmp_path))
    assert (tmp_path / "given.gexf").read_text() == (tmp_path / "named.gexf").read_text()
    assert 'label="Bo"' in (tmp_path / "given.gexf").read_text()
