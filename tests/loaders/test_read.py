"""Sheets as people have them, and what becomes of each row."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sociogram.graph.errors import DataError
from sociogram.loaders.read import read
from sociogram.loaders.readers.tables import csv
from sociogram.loaders.report import OUTCOMES


def rows(table):
    return list(table.rows())


def test_entities_and_relations_with_every_kind_of_fault(read_sheets):
    loaded = read_sheets(
        {
            "people.csv": """\
                Key;Full Name;Category;aka;born
                ann;Ann Bee;person;;1970
                bob;Bob Cee;person;Bobby;
                bob;Bob Cee;politician;Rob;1980
                bob;Robert;person;;
                ;;;;1990
                ;Carl Dee;NGO;;
                """,
            "ties.csv": """\
                from,to,relation,since,until,source,certainty,paragraph
                ann,Bobby,leads,2020,2019,x,,
                Ann Bee,bob,knows,May 2020,,x | y,Stated,3
                ann,BOB  CEE,knows,2020-05,,y;x,,3
                ann,Bobb Cee,knows,,,,,
                ann,carl dee,"hates, deeply",,,,sure,
                ann,,knows,,,,,
                ann,Carl Dee,,03/05/2020,,,,
                ann,bob,knows,2020-05,,x;y,alleged,3
                """,
        }
    )
    assert loaded.report.to_text(whole=True) == (
        """\
All files: 14 rows read = 9 loaded + 2 merged + 3 rejected.
people.csv (UTF-8, semicolon-separated): actors, 6 rows read = 3 loaded + 1 merged + 2 rejected.
  Rejected:
    people.csv:5:Full Name: The id `bob` is in people.csv:3 with name `Bob Cee`, but here it is `Robert`. \
Make the two rows agree, or give each an id of its own.
    people.csv:6: The row has neither an id nor a name. Fill in one of these cells.
  Columns: `Key` as id, `Full Name` as name, `Category` as type, `aka` as aliases.
  Properties: `born`.
ties.csv: ties, 8 rows read = 6 loaded + 1 merged + 1 rejected.
  Rejected:
    ties.csv:7:to: The row does not say where the tie ends. Fill in this cell.
  Dates in `since` were written as ISO 8601 in 1 row: `May 2020` as 2020-05.
  Dates in `since` are vague in 1 row: `03/05/2020` as at some time since 2020-03-05. \
The texts are in `date_note`.
  The end date is before the start date (line 2): `2020 to 2019`. \
The rows have neither date; both are in `date_note`.
  `certainty` has other words in 1 row: `sure` as no certainty. \
The words are in `certainty_as_written`.
  `relation`: 3 wordings became 3 types; the full wording of 1 row is in `role` \
(1 with the type CONNECTED_TO).
  1 row (line 8) has no type; used CONNECTED_TO.
  Line 4 repeats line 3: read once (1 in all). Give the rows an id to keep them apart.
  Rows with the same actors, type, date and source, but another value, are claims of their own: \
1 tie (ann – bob: `certainty` `stated`, `alleged`).
  `source` says where the information comes from, not where a tie starts.
  Columns: `from` as source, `to` as target, `relation` as type, `since` as start_date, \
`until` as end_date, `source` as sources.
1 stub, for actors that no row describes:
    ties.csv:5:to: No row describes `Bobb Cee`. Did you mean `Bob Cee`?
"""
    )
    assert rows(loaded.dataset.entities) == [
        {"id": "ann", "name": "Ann Bee", "type": ["Person"], "born": 1970},
        {
            "id": "bob",
            "name": "Bob Cee",
            "type": ["Person", "Politician"],
            "aliases": ["Bobby", "Rob"],
            "born": 1980,
        },
        {"id": "carl-dee", "name": "Carl Dee", "type": ["NGO"]},
        {"id": "bobb-cee", "name": "Bobb Cee", "stub": True},
    ]
    assert rows(loaded.dataset.relations) == [
        {
            "source": "ann",
            "target": "bob",
            "type": "LEADS",
            "sources": ["x"],
            "date_note": "2020 to 2019",
        },
        {
            "source": "ann",
            "target": "bob",
            "type": "KNOWS",
            "start_date": "2020-05",
            "sources": ["x", "y"],
            "certainty": "stated",
            "paragraph": 3,
            "id": "c222b122fd7249a1",
        },
        {"source": "ann", "target": "bobb-cee", "type": "KNOWS"},
        {
            "source": "ann",
            "target": "carl-dee",
            "type": "CONNECTED_TO",
            "role": "hates, deeply",
            "certainty_as_written": "sure",
        },
        {
            "source": "ann",
            "target": "carl-dee",
            "type": "CONNECTED_TO",
            "start_date": "2020-03-05",
            "date_note": "03/05/2020",
            "date_certainty": "within",
        },
        {
            "source": "ann",
            "target": "bob",
            "type": "KNOWS",
            "start_date": "2020-05",
            "sources": ["x", "y"],
            "certainty": "alleged",
            "paragraph": 3,
        },
    ]


def test_a_relation_sheet_alone_makes_its_actors(read_sheets):
    loaded = read_sheets(
        {
            "ties.csv": """\
            Person A,Organization B,Connection
            Ann Bee,ACME Ltd.,owner
            ann\xa0bee,Acme  Ltd.,employee
            Ann Bee,ACME Ltd,owner
            """
        }
    )
    assert rows(loaded.dataset.entities) == [
        {"id": "ann-bee", "name": "Ann Bee", "type": ["Person"]},
        {"id": "acme-ltd", "name": "ACME Ltd.", "type": ["Organization"]},
        {"id": "acme-ltd-892f", "name": "ACME Ltd", "type": ["Organization"]},
    ], "spaces and case do not tell names apart, all else does"
    assert loaded.report.made == 3
    assert loaded.report.stubs == []


def test_gephi(read_sheets):
    loaded = read_sheets(
        {"edges.csv": "Source,Target,Type,Id,Label,Weight\n1,2,Directed,0,likes,1.5\n2,1,Undirected,1,,2\n"}
    )
    assert rows(loaded.dataset.relations) == [
        {"source": "1", "target": "2", "type": "LIKES", "directed": True, "edge_id": 0, "weight": 1.5},
        {
            "source": "2",
            "target": "1",
            "type": "CONNECTED_TO",
            "directed": False,
            "edge_id": 1,
            "weight": 2.0,
        },
    ]
    assert "`Type` says whether a relation is directed; the relation's type is in `Label`." in (
        loaded.report.files[0].readings
    )


def test_neo4j_import_files(read_sheets):
    loaded = read_sheets(
        {
            "people.csv": "id:ID(Person),name,born:int,tags:string[],:LABEL\n1,Ann,1970,a;b,Person;Author\n",
            "films.csv": ":ID(Film),title,:LABEL\n1,Matrix,Film\n",
            "roles.csv": ":START_ID(Person),role,:END_ID(Film),:TYPE\n1,Neo,1,ACTED_IN\n",
        }
    )
    assert rows(loaded.dataset.entities) == [
        {"id": "Person:1", "name": "Ann", "born": 1970, "tags": ["a", "b"], "type": ["Person", "Author"]},
        {"id": "Film:1", "name": "Matrix", "type": ["Film"]},
    ]
    assert rows(loaded.dataset.relations) == [
        {"source": "Person:1", "target": "Film:1", "type": "ACTED_IN", "role": "Neo"}
    ]


def test_one_sheet_of_entities_and_relations(read_sheets):
    loaded = read_sheets(
        {
            "all.csv": """\
            _id,_labels,name,born,_start,_end,_type,since
            0,:Person:Actor,Keanu,1964,,,,
            1,:Film,Matrix,,,,,
            ,,,,0,1,ACTED_IN,1999
            ,,,,0,,ACTED_IN,1999
            """
        }
    )
    assert loaded.report.to_text().startswith(
        "all.csv: actors and ties, 4 rows read = 3 loaded + 1 rejected.\n"
        "  Rejected:\n"
        "    all.csv:5:_end: The row does not say where the tie ends. Fill in this cell.\n"
        "  Rows without ends are actors (`_id` as id, `_labels` as type, `name` as name): 2. "
        "Rows with ends are ties: 2.\n"
    )
    assert rows(loaded.dataset.entities) == [
        {"id": "0", "type": ["Person", "Actor"], "name": "Keanu", "born": 1964},
        {"id": "1", "type": ["Film"], "name": "Matrix"},
    ]
    assert rows(loaded.dataset.relations) == [
        {"source": "0", "target": "1", "type": "ACTED_IN", "start_date": "1999"}
    ]


ENTITIES = "id,name\nann,Ann\nbob,Bob\n"
REFERENCES = {
    "by id": ("ann", "bob", None),
    "by name": ("Ann", "BOB", None),
    "unknown": ("ann", "Bobo", "ties.csv:2:target: There is no actor `Bobo`. Did you mean `Bob`?"),
    "unlike any": (
        "Zoë",
        "bob",
        (
            "ties.csv:2:source: There is no actor `Zoë`. Add it to a list of actors, "
            "or load with --on-unknown stub."
        ),
    ),
}


@pytest.mark.parametrize("case", REFERENCES)
def test_references_may_be_rejected(case, read_sheets):
    source, target, message = REFERENCES[case]
    loaded = read_sheets(
        {"people.csv": ENTITIES, "ties.csv": f"source,target,type\n{source},{target},knows\n"},
        on_unknown="reject",
    )
    assert [str(reject.remark) for reject in loaded.rejects] == ([] if message is None else [message])
    assert len(loaded.dataset.entities) == 2


def test_a_name_of_two_actors_is_not_guessed(read_sheets):
    loaded = read_sheets(
        {
            "people.csv": "id,name\na,Ann\nb,Ann\n",
            "ties.csv": "source,target\nAnn,b\na,b\n",
            "more.csv": "name\nann\n",
        }
    )
    assert [str(reject.remark) for reject in loaded.rejects] == [
        "ties.csv:2:source: `Ann` is the name of 2 actors: a, b. Write the id of the right one.",
        "more.csv:2:name: There are 2 actors called `ann`: a, b. Fill in the id of the right one.",
    ]


def test_a_claimant_is_an_actor_too(read_sheets):
    loaded = read_sheets(
        {
            "people.csv": ENTITIES,
            "ties.csv": "source,target,type,claimed_by\nann,bob,knows,Ann\nann,bob,knows,Zed\n",
        }
    )
    assert loaded.dataset.relations.column("claimed_by").to_list() == ["ann", "zed"]
    assert [stub.id for stub in loaded.report.stubs] == ["zed"]


def test_relations_are_not_judged_by_what_entities_of_the_sheet_hold(read_sheets):
    loaded = read_sheets({"all.csv": "id,name,source,target\nann,Ann,,\n,3,ann,bob\n"})
    assert loaded.dataset.relations.column("name").to_list() == [3]
    assert loaded.dataset.entities.column("name").to_list() == ["Ann", "bob"]


def test_cite_and_require_source(read_sheets):
    sheet = {"ties.csv": "source,target,type,sources\na,b,knows,x\na,c,knows,\n"}
    assert read_sheets(sheet, cite="wsws").dataset.relations.column("sources").to_list() == [
        ["x", "wsws"],
        ["wsws"],
    ]
    loaded = read_sheets(sheet, require_source=True)
    assert [str(reject.remark) for reject in loaded.rejects] == [
        "ties.csv:3:sources: The tie cites no source. Fill in this cell, or load with --cite SOURCE."
    ]


def test_relations_with_an_id_are_told_by_it(read_sheets):
    loaded = read_sheets(
        {
            "ties.csv": """\
            id,source,target,type,summary
            1,a,b,knows,
            1,a,b,knows,well
            1,a,c,knows,
            2,a,b,knows,well
            """
        }
    )
    assert [(row["id"], row.get("summary")) for row in loaded.dataset.relations.rows()] == [
        ("1", "well"),
        ("2", "well"),
    ]
    assert "ties.csv:4:id: The id `1` is in ties.csv:2 with target `b`, but here it is `c`." in (
        loaded.report.to_text()
    )


def test_sources_and_relation_types(read_sheets):
    loaded = read_sheets(
        {
            "s.csv": "Title,Author,Date,Link\nThe story,Bill,29 May 2023,https://x.org\n",
            "t.csv": """\
                type,forward,backward,directed
                commands,commands,is commanded by,yes
                knows,knows,knows,maybe
                """,
        }
    )
    assert rows(loaded.dataset.sources) == [
        {
            "id": "the-story",
            "title": "The story",
            "author": "Bill",
            "date": "2023-05-29",
            "url": "https://x.org",
        }
    ]
    assert rows(loaded.dataset.relation_types) == [
        {"type": "COMMANDS", "forward": "commands", "backward": "is commanded by", "directed": True}
    ]
    assert loaded.report.rejected == 1


def test_a_certainty_of_ones_own_is_a_property(read_sheets):
    loaded = read_sheets({"ties.csv": "source,target,type,confidence\na,b,knows,0.5\n"})
    assert rows(loaded.dataset.relations)[0]["confidence"] == 0.5


def test_a_typed_title_that_does_not_hold(read_sheets):
    loaded = read_sheets({"people.csv": "id,age:int\na,1\nb,old\n"})
    (reject,) = loaded.rejects
    assert str(reject.remark) == (
        "people.csv:3:age: `old` is not an integer, as the title requires. "
        "Correct the cell, or remove `:int` from the title."
    )


def test_all_rows_or_an_error(read_sheets):
    assert len(read_sheets({"people.csv": ENTITIES}).accepted().entities) == 2
    with pytest.raises(
        DataError,
        match=r"^ties.csv:2:source: The row does not say where the tie starts\. Fill in this cell\.",
    ):
        read_sheets({"ties.csv": "source,target\n,b\n"}).accepted()


WHOLE_FILES = {
    "a title that no file has": (
        {"people.csv": ENTITIES},
        {"mapping": {"nmae": "name"}},
        "No file has a column `nmae`; the titles are: id, name. Copy the title from the file",
    ),
    "an option of no meaning": (
        {},
        {"on_unknown": "guess"},
        "`on_unknown` is `guess`. Choose stub or reject.",
    ),
    "no title known": (
        {"x.csv": "a,b\n1,2\n"},
        {},
        "x.csv:1: No title says what the rows are; the titles are: `a`",
    ),
}


@pytest.mark.parametrize("case", WHOLE_FILES)
def test_what_stops_a_load(case, read_sheets):
    sheets, options, message = WHOLE_FILES[case]
    with pytest.raises(DataError) as error:
        read_sheets(sheets, **options)
    assert str(error.value).startswith(message)


@pytest.mark.parametrize(
    ("header", "mapping", "entity"),
    [
        ("id,age:int", {"age": "years"}, {"id": "a", "years": 7}),
        ("id,age:int", {"Age": "ignored"}, {"id": "a"}),
        ("id,age:int", {"age:int": "years"}, {"id": "a", "years": 7}),
        ("id,age:int", {"Age:INT": "ignored"}, {"id": "a"}),
        ("id,age:int[]", {"age:int[]": "years"}, {"id": "a", "years": [7]}),
        ("key:ID(P),age", {"key:ID(P)": "id"}, {"id": "a", "age": 7}),
        ("id,secret", {"secret": "ignored"}, {"id": "a"}),
        ("Key,Secret Word", {"key": "id", "secret_word": "hint"}, {"id": "a", "hint": 7}),
    ],
)
def test_a_mapped_title_is_known_with_or_without_its_type(header, mapping, entity, read_sheets):
    loaded = read_sheets({"people.csv": f"{header}\na,7\n"}, mapping={**mapping})
    assert rows(loaded.accepted().entities) == [entity]


@pytest.mark.parametrize("least_bytes", [0, 500_000])
def test_a_paragraph_below_one_is_rejected_in_small_and_large_files(least_bytes, read_sheets, monkeypatch):
    monkeypatch.setattr(csv, "LEAST_BYTES", least_bytes)
    loaded = read_sheets(
        {"ties.csv": "source,target,type,paragraph,n\na,b,R,2,0\na,c,R,0,1\na,d,R,,2\na,e,R,-3,-4\n"}
    )
    assert [(reject.remark.line, reject.remark.column) for reject in loaded.rejects] == [
        (3, "paragraph"),
        (5, "paragraph"),
    ]
    found = rows(loaded.dataset.relations)
    assert [(row["target"], row.get("paragraph"), row["n"]) for row in found] == [("b", 2, 0), ("d", None, 2)]


def test_a_file_that_is_not_there(in_folder):
    with pytest.raises(DataError, match=r"^nowhere.csv: The file cannot be read: No such file"):
        read(["nowhere.csv"])


TITLES = st.sampled_from(
    [
        *("id", "name", "type", "source", "target", "from", "to", "since", "until", "certainty", "paragraph"),
        *("sources", "claimed by", "label", "title", "author", "age:int", "x", "", ":LABEL", "aliases"),
        *("Person A", "Person B"),
    ]
)
CELLS = st.sampled_from(
    ["", "a", "b", "Ann", "ann ", "A\xa0nn", "2020", "May 2020", "stated", "3", "x;y", "a | b", " "]
)
CELLS |= st.text(max_size=4)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(TITLES, min_size=1, max_size=6).filter(any),  # a line without text is not one of titles
    st.lists(st.lists(CELLS, max_size=7), max_size=6),
    st.sampled_from([",", ";"]),
    st.sampled_from(["stub", "reject"]),
)
def test_no_row_is_lost(read_sheets, header, cells, delimiter, on_unknown):
    if len(header) == 1:
        delimiter = ","  # one title does not tell which it is
    quoted = [[f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row] for row in [header, *cells]]
    content = "".join(delimiter.join(row) + "\n" for row in quoted).encode("utf-8", "replace")
    try:
        loaded = read_sheets({"x.csv": content}, on_unknown=on_unknown)
    except DataError:
        return
    report = loaded.report
    if any(said.startswith("Lines above the titles") for said in report.files[0].readings):
        return  # it took the titles for a heading, and a row for the titles
    told = sum(getattr(report, outcome) for outcome in OUTCOMES)
    written = sum(any(cell.strip() for cell in row) for row in cells)
    assert report.read == told == written - report.files[0].left_out + report.files[0].added
    assert report.rejected == len(report.rejects)
    made = sum(int((origins.sheet_of >= 0).sum()) for origins in loaded.origins.values())
    # A row of a list with ties makes an actor and ties.
    assert report.loaded == made or (
        report.files[0].kind == "entities and relations" and made > report.loaded
    )
    ids = loaded.dataset.entities.column("id").to_list()
    assert len(set(ids)) == len(ids)
    for end in ("source", "target", "claimed_by"):
        assert {end for end in loaded.dataset.relations.column(end).to_list() if end is not None} <= set(ids)


WORDINGS = {
    "no type column": (
        "source,target\na,b\nb,c\n",
        [
            "  No column says how the two are connected; used CONNECTED_TO.",
            "Actors that only ties name: 3.",
        ],
    ),
    "one row without a type": (
        "source,target,type\na,b,knows\nb,c,\n",
        ["  1 row (line 3) has no type; used CONNECTED_TO."],
    ),
    "several rows without a type": (
        "source,target,type\na,b,\nb,c,\n",
        ["  2 rows (lines 2, 3) have no type; used CONNECTED_TO."],
    ),
    "no end": (
        "source,target\n,b\na,\n",
        [
            "    ties.csv:2:source: The row does not say where the tie starts. Fill in this cell.",
            "    ties.csv:3:target: The row does not say where the tie ends. Fill in this cell.",
        ],
    ),
    "one new actor": ("source,target\na,a\n", ["Actors that only ties name: 1."]),
}


@pytest.mark.parametrize("case", WORDINGS)
def test_sentences_of_the_report(case, read_sheets):
    sheet, lines = WORDINGS[case]
    report = read_sheets({"ties.csv": sheet}).report.to_text().splitlines()
    assert [line for line in lines if line not in report] == [], "\n".join(report)
