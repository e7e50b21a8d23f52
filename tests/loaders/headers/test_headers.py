from __future__ import annotations

import pytest

from sociogram.graph.errors import DataError
from sociogram.loaders.headers.recognise import plan_sheet
from sociogram.loaders.headers.titles import title_key
from sociogram.loaders.headers.vocabulary.aliases import ALIASES, ENTITIES, RELATIONS, SOURCES
from sociogram.loaders.headers.vocabulary.end_words import END_WORDS

ALL_ALIASES = [
    (kind, name, alias)
    for kind, fields in ALIASES.items()
    for name, aliases in fields.items()
    for alias in aliases
]


@pytest.mark.parametrize(("kind", "name", "alias"), ALL_ALIASES, ids=str)
def test_each_alias_alone_is_its_field(kind, name, alias):
    header = [alias, *(["source", "target"] if kind == RELATIONS else [])]
    if kind == RELATIONS and alias in ("source", "target"):
        header = [alias, "from", "to"]
    if kind == ENTITIES and name not in ("id", "name"):
        header.append("x:ID")
    if kind == SOURCES and name not in ("id", "title", "url"):
        header.append("title" if alias != "title" else "id")
    if kind == "relation_types" and name != "type":
        header.append("type")
    plan = plan_sheet(header, "x.csv", kind=kind)
    column = plan.field(name)
    assert column is not None
    assert column.number == 0


@pytest.mark.parametrize(("start", "end", "_"), END_WORDS)
def test_each_pair_of_ends_makes_a_relation(start, end, _):
    plan = plan_sheet(["how", start, end], "x.csv")
    assert plan.kind == RELATIONS
    assert (plan.field("source").number, plan.field("target").number) == (1, 2)


@pytest.mark.parametrize(
    "title",
    [
        "Start Date",
        "START_DATE",
        "start-date",
        "startDate",
        "\ufeffStart\xa0Date ",
        "stàrt dâte",
        "ｓｔａｒｔ date",
    ],
)
def test_titles_are_compared_without_case_spaces_and_accents(title):
    assert title_key(title) == "startdate"


PLANS = {
    # header: kind, {title: field}, a property is marked with *
    "id,name,type,aliases,summary,country,url": ("entities", "id name type aliases summary country url"),
    "source,target,type,role,start_date,end_date,sources,paragraph,claimed_by,certainty,summary": (
        "relations",
        "source target type role start_date end_date sources paragraph claimed_by certainty summary",
    ),
    "id,title,author,publisher,date,url,language": ("sources", "id title author publisher date url language"),
    "type,forward,backward,directed,description": (
        "relation_types",
        "type forward backward directed description",
    ),
    # BuzzFeed's TrumpWorld
    "Entity A Type,Entity A,Entity B Type,Entity B,Connection,Source(s)": (
        "relations",
        "source_type source target_type target type sources",
    ),
    "Home A,Node B,Connection": ("relations", "source target type"),
    "Person A,Person B,Connection,Source(s)": ("relations", "source target type sources"),
    "id,type,forward,backward,claimed_by": ("relation_types", "id* type forward backward claimed_by*"),
    "Organization A,Person B,Connection": ("relations", "source target type"),
    # Gephi
    "Id,Label,Category": ("entities", "id name type"),
    "Source,Target,Type,Id,Label,Weight": ("relations", "source target type id Label* weight"),
    # Neo4j's import tool
    "personId:ID(Person),name,born:int,tags:string[],:LABEL": (
        "entities",
        "id name born*:int tags*:string[] type",
    ),
    ":START_ID(Person),since:int,:END_ID(Film),:TYPE": ("relations", "source start_date:int target type"),
    "id:ID(Person){label:Person},name:string,:IGNORE": ("entities", "id name:string"),
    # ICIJ's offshore leaks
    "node_id,name,countries,sourceID,note": ("entities", "id name country sources note*"),
    "node_id_start,node_id_end,rel_type,link,start_date": (
        "relations",
        "source target type sources start_date",
    ),
    # LittleSis
    "id,name,blurb,primary_ext,start_date": ("entities", "id name summary type start_date*"),
    "entity1_id,entity2_id,category_id,description1,is_current,amount": (
        "relations",
        "source target category_id* description1* is_current weight",
    ),
    # FollowTheMoney
    "id,schema,caption,sourceUrl": ("entities", "id type name sources"),
    # Dutch, Spanish
    "van,naar,relatie,bron": ("relations", "source target type sources"),
    "origen,destino,relación,fuente": ("relations", "source target type sources"),
    "naam,soort,land": ("entities", "name type country"),
    # `source` starts a relation where its other end has a column, else it is where the claim comes from
    "source,target,link": ("relations", "source target sources"),
    "from,to,source": ("relations", "source target sources"),
    "name,source": ("entities", "name sources"),
    # `start` and `end` are ends, or dates where the ends are elsewhere
    "start,end,type": ("relations", "source target type"),
    "source,target,start,end": ("relations", "source target start_date end_date"),
    # one of several candidates; the others stay properties
    "source,target,sources,url,publisher": ("relations", "source target sources url* publisher*"),
    "from,from_name,to,to_name": ("relations", "source source_name target target_name"),
    # unnamed columns, doubled titles
    ",id,name": ("entities", "id name"),
    "id,name,,x,x": ("entities", "id name column_3* x* x_2*"),
    "name,x,x,x,x": ("entities", "name x* x_2* x_3* x_4*"),
    "name,x,x_2,x,x": ("entities", "name x* x_2* x_3* x_4*"),
    "_file,_line,_column,_reason,id,name": ("entities", "id name"),
    "_line,name": ("entities", "_line* name"),
}


@pytest.mark.parametrize("header", PLANS)
def test_plan(header):
    kind, expected = PLANS[header]
    plan = plan_sheet(header.split(","), "x.csv")
    told = [
        f"{column.name}{'' if column.is_field else '*'}{':' + column.typed if column.typed else ''}"
        for column in plan.columns
    ]
    assert (plan.kind, " ".join(told)) == (kind, expected)


FILE_NAMES = {
    ("id,title,url", "sources.csv"): "sources",
    ("id,title,url", "pages.csv"): "entities",
    ("type,description,name", "relation_types.csv"): "relation_types",
    ("type,description,name", "people.csv"): "entities",
}


@pytest.mark.parametrize("case", FILE_NAMES, ids=" ".join)
def test_the_file_name_decides_where_titles_leave_it_open(case):
    header, file = case
    assert plan_sheet(header.split(","), file).kind == FILE_NAMES[case]


def test_mapping_comes_before_the_table():
    plan = plan_sheet(
        ["Boss", "Staff", "type", "secret", "Age"],
        "x.csv",
        {"boss": "source", "Staff": "target", "secret": "ignored", "Age": "years"},
    )
    assert plan.kind == RELATIONS
    assert [(column.title, column.name, column.is_field) for column in plan.columns] == [
        ("Boss", "source", True),
        ("Staff", "target", True),
        ("type", "type", True),
        ("Age", "years", False),
    ]
    assert "Column `Boss` is mapped to `source`." in plan.readings


@pytest.mark.parametrize(
    ("header", "labels"),
    [
        ("Person A,Organization B", ("Person", "Organization")),
        ("person_1,company_2", ("Person", "Company")),
        ("Entity A,Entity B", (None, None)),
        ("Vitamin A,Vitamin B", ("Vitamin", "Vitamin")),
    ],
)
def test_titles_state_the_types_of_the_ends(header, labels):
    assert plan_sheet(header.split(","), "x.csv").end_labels == labels


def test_an_unknown_header_is_listed():
    with pytest.raises(DataError) as error:
        plan_sheet(["foo", "bar"], "x.csv")
    assert str(error.value) == (
        "x.csv:1: No title says what the rows are; the titles are: `foo`, `bar`. "
        "An actor needs `id` or `name`, a tie `source` and `target`. "
        "Rename a column, or say which it is: --map 'COLUMN=FIELD'."
    )
