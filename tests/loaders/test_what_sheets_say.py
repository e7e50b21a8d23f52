"""Small sheets and the graph that a careful reader sees in them.

Below each heading stand sheets and then, after ``=>``, actors (name, labels) and ties (from, type, to).
A sheet begins with ``# file``. Each graph is whole: nothing else comes out.
"""

from __future__ import annotations

import re
from textwrap import dedent

import pytest

from sociogram.graph.errors import DataError

CASES = dedent("""\
    == two ends that have an id and a name
    # people.csv
    id,name
    1,Wanda Ostrow
    2,Lev Marn
    # links.csv
    id,subject_id,subject_name,predicate,object_id,object_name
    1,2,Lev Marn,employs,1,Wanda Ostrow
    => Lev Marn; Wanda Ostrow; Lev Marn EMPLOYS Wanda Ostrow

    == the titles of the ends state their type, and a pair of words how they are connected
    # transfers.csv
    id,originator_bank_id,beneficiary_bank_id,amount
    1,K1,K2,500
    => K1 (Bank); K2 (Bank); K1 PAYS K2

    == an id with a name goes before the row's number
    # group.csv
    id,parent_id,parent_name,share,child_id,child_name
    7,C1,Tarn Holding,60,C2,Tarn Paper
    => Tarn Holding; Tarn Paper; Tarn Holding PARENT_OF Tarn Paper

    == the key of the persons
    # persons.csv
    person_id,name,town
    P1,Ida Holt,Ghent
    P2,Per Lunde,Lille
    # relationships.csv
    relationship_id,type,person_id_1,person_id_2
    R1,parent of,P1,P2
    => Ida Holt (Person); Per Lunde (Person); Ida Holt PARENT_OF Per Lunde

    == an id and a name of somebody else, beside a name
    # staff.csv
    name,company id,company name
    Ida Holt,C1,Dune BV
    => Ida Holt; Dune BV (Company); Ida Holt CONNECTED_TO Dune BV

    == an employer's id is not the person's
    # staff.csv
    person,employer id,employer
    Ida Holt,C1,Dune BV
    => Ida Holt (Person); Dune BV; Ida Holt WORKS_FOR Dune BV

    == nor is it where the employer's name is not given
    # staff.csv
    name,employer id
    Ida Holt,C1
    Per Lunde,C2
    => Ida Holt; C1; Per Lunde; C2; Ida Holt WORKS_FOR C1; Per Lunde WORKS_FOR C2

    == before the name it is the row's own
    # employers.csv
    employer id,name
    C1,Dune BV
    C2,Keel BV
    => Dune BV; Keel BV

    == keys of two kinds of actor
    # people.csv
    person_id,person_name
    11,Ida Holt
    # companies.csv
    company_id,company_name
    91,Dune BV
    # roles.csv
    person_id,company_id,position
    11,91,director
    => Ida Holt (Person); Dune BV (Company); Ida Holt CONNECTED_TO Dune BV

    == from and to at the end of the titles
    # members.csv
    Member ID,Name
    m-1,Ida Holt
    m-2,Per Lunde
    # ties.csv
    Member ID From,Relation,Member ID To
    m-1,sponsors,m-2
    => Ida Holt; Per Lunde; Ida Holt SPONSORS Per Lunde

    == two lines of an address are no tie
    # list.csv
    name,address 1,address 2
    Ida Holt,1 Mill Lane,Flat 2
    Per Lunde,3 Quay Road,
    => Ida Holt; Per Lunde

    == two e-mail addresses are no tie
    # contacts.csv
    Name,Email 1,Email 2
    Ida Holt,ida@example.org,i.holt@example.net
    => Ida Holt

    == years under start and end are when somebody served
    # ministers.csv
    name,role,start,end
    Ida Holt,minister,2001,2005
    => Ida Holt

    == names under start and end are ends
    # trips.csv
    start,end,type
    Ida Holt,Per Lunde,visits
    => Ida Holt; Per Lunde; Ida Holt VISITS Per Lunde

    == numbered roles belong to the actor of the row
    # firms.csv
    company,director 1,director 2,director 3
    Keel Ltd,Ida Holt,Per Lunde,
    => Keel Ltd (Company); Ida Holt; Per Lunde; Ida Holt DIRECTOR Keel Ltd; Per Lunde DIRECTOR Keel Ltd

    == a person and a company
    # sheet.csv
    Person,Company,Role
    Ida Holt,Keel Ltd,chair
    => Ida Holt (Person); Keel Ltd (Company); Ida Holt CONNECTED_TO Keel Ltd

    == a company before a person, and how between them: read from left to right
    # sheet.csv
    Company,Relation,Person
    Keel Ltd,employs,Ida Holt
    => Keel Ltd (Company); Ida Holt (Person); Keel Ltd EMPLOYS Ida Holt

    == a company before a person, and how behind them: the person has the role
    # sheet.csv
    Company,Person,Connection
    Keel Ltd,Ida Holt,trustee
    => Ida Holt (Person); Keel Ltd (Company); Ida Holt TRUSTEE Keel Ltd

    == a role and an organisation
    # sheet.csv
    director,organization,appointed
    Ida Holt,Keel Ltd,2016
    => Ida Holt; Keel Ltd (Organization); Ida Holt DIRECTOR Keel Ltd

    == things with labels beside their ids
    # sheet.csv
    item,itemLabel,prop,propLabel,value,valueLabel
    Q901,Ida Holt,P108,employer,Q902,Keel Institute
    => Ida Holt; Keel Institute; Ida Holt EMPLOYER Keel Institute

    == what network programs call the type
    # sheet.csv
    source,interaction,target,shared name
    Keel Co,supplies,Dune Co,Keel Co (supplies) Dune Co
    => Keel Co; Dune Co; Keel Co SUPPLIES Dune Co

    == legal entities
    # sheet.csv
    Relationship.StartNode.NodeID,Relationship.EndNode.NodeID,Relationship.RelationshipType,Relationship.StartNode.NodeIDType
    5493A1,5493B2,IS_DIRECTLY_CONSOLIDATED_BY,LEI
    => 5493A1; 5493B2; 5493A1 IS_DIRECTLY_CONSOLIDATED_BY 5493B2

    == Dutch
    # sheet.csv
    Persoon,Relatie,Organisatie,Sinds
    Ida Holt,werkt voor,Keel BV,2014
    => Ida Holt (Person); Keel BV (Organization); Ida Holt WERKT_VOOR Keel BV

    == German
    # sheet.csv
    Von;Beziehung;Nach;Seit;Quelle
    Ida Holt;leitet;Keel GmbH;2009;https://example.org/1
    => Ida Holt; Keel GmbH; Ida Holt LEITET Keel GmbH

    == how many employees there are is nobody
    # firms.csv
    Firma;Umsatz;Mitarbeiter
    Keel AG;1.200;12
    Dune AG;2.400;20
    => Keel AG (Company); Dune AG (Company)

    == French
    # sheet.csv
    Personne;Lien;Entreprise;Depuis
    Ida Holt;dirige;Keel SA;2009
    => Ida Holt (Person); Keel SA (Company); Ida Holt DIRIGE Keel SA

    == Spanish
    # sheet.csv
    Remitente;Destinatario;Fecha
    Ida Holt;Keel SA;2009
    => Ida Holt; Keel SA; Ida Holt WRITES_TO Keel SA

    == keys of two lists that number alike
    # people.csv
    person_id,name
    1,Ida Holt
    # companies.csv
    company_id,name
    1,Keel Ltd
    # jobs.csv
    person_id,company_id,role
    1,1,chair
    => Ida Holt (Person); Keel Ltd (Company); Ida Holt CONNECTED_TO Keel Ltd

    == keys that titles call by words nobody knows
    # quarries.csv
    quarry_id,quarry_name
    V1,Sea Rose
    # skippers.csv
    skipper_id,skipper_name
    S1,Ida Holt
    # crews.csv
    skipper_id,quarry_id,since
    S1,V1,2001
    => Sea Rose; Ida Holt; Ida Holt CONNECTED_TO Sea Rose

    == columns whose cells are actors of another sheet
    # crew.csv
    id,name
    1,Ida Holt
    2,Per Lunde
    # watch.csv
    watcher,watched
    Ida Holt,2
    => Ida Holt; Per Lunde; Ida Holt CONNECTED_TO Per Lunde

    == roles beside a name of which no title says what it is
    # cases.csv
    case,witness 1,witness 2
    Harbour case,Ida Holt,Per Lunde
    => Harbour case; Ida Holt; Per Lunde; Ida Holt WITNESS Harbour case; Per Lunde WITNESS Harbour case

    == other names of a name are no tie
    # list.csv
    name,alternative name 1,alternative name 2
    Ida Holt,Ida H.,I. Holt
    => Ida Holt

    == numbered columns of anything are no tie of actors without a word for them
    # list.csv
    team,score 1,score 2
    Reds,3,4
    => Reds

    == whether a tie has a direction, in a column of that title
    # e.csv
    From,To,Type,Direction
    Ida Holt,Per Lunde,knows,mutual
    => Ida Holt; Per Lunde; Ida Holt KNOWS Per Lunde

    == remarks above the titles
    # e.csv
    #Ties of the harbour
    ## by hand, May 2020
    source,target,type
    Ida Holt,Keel Ltd,owns
    => Ida Holt; Keel Ltd; Ida Holt OWNS Keel Ltd

    == a heading above the titles
    # n.csv
    Board members 2020,,
    ,,
    name,type,role
    Ida Holt,person,chair
    => Ida Holt (Person)

    == groups of columns above the titles
    # e.csv
    Person,Person,Tie
    source,target,type
    Ida Holt,Per Lunde,knows
    => Ida Holt; Per Lunde; Ida Holt KNOWS Per Lunde

    == there and back without a direction is one tie
    # e.csv
    Source,Target,Type
    Ida Holt,Per Lunde,Undirected
    Per Lunde,Ida Holt,Undirected
    => Ida Holt; Per Lunde; Ida Holt CONNECTED_TO Per Lunde

    == a meeting is mutual, payments are two
    # e.csv
    source,target,type,directed
    Ida Holt,Per Lunde,meets,no
    Per Lunde,Ida Holt,meets,no
    Ida Holt,Per Lunde,pays,yes
    Per Lunde,Ida Holt,pays,yes
    => Ida Holt; Per Lunde; Ida Holt MEETS Per Lunde; Ida Holt PAYS Per Lunde; Per Lunde PAYS Ida Holt

    == heirs, numbered, belong to who leaves them something
    # wills.csv
    testator,year,heir 1,heir 2,heir 3
    Jan Orme,1702,Ann Orme,Tom Orme,
    Eva Bask,1710,Liv Bask,,
    => Jan Orme; Eva Bask; Ann Orme; Tom Orme; Liv Bask; Ann Orme HEIR Jan Orme; Tom Orme HEIR Jan Orme;
       Liv Bask HEIR Eva Bask

    == numbered actors of a film, some films with one
    # films.csv
    film,director,actor_1,actor_2
    The Long Quay,Uma Stig,Veda Lin,Oskar Bly
    Salt Road,Per Dove,Veda Lin,
    => The Long Quay (Film); Salt Road (Film); Uma Stig; Per Dove; Veda Lin; Oskar Bly;
       Uma Stig DIRECTOR The Long Quay; Per Dove DIRECTOR Salt Road; Veda Lin CONNECTED_TO The Long Quay;
       Veda Lin CONNECTED_TO Salt Road; Oskar Bly CONNECTED_TO The Long Quay

    == two roles beside a ship
    # fleet.csv
    Vessel,Owner,Operator,Flag
    Sea Rose,Keel Ltd,Dune Ltd,PA
    => Sea Rose (Vessel); Keel Ltd; Dune Ltd; Keel Ltd OWNS Sea Rose; Dune Ltd OPERATOR Sea Rose

    == the number of a contract is no end of it
    # suppliers.csv
    supplier_id,supplier_name
    501,Tolle Bouw
    502,Marx Wegen
    # awards.csv
    award_id,supplier_id,authority,amount
    9,501,Stad Gent,1000
    10,502,Stad Luik,2000
    => Tolle Bouw; Marx Wegen; Stad Gent; Stad Luik; Stad Gent AWARDS_TO Tolle Bouw;
       Stad Luik AWARDS_TO Marx Wegen

    == the members of a band in one cell
    # bands.csv
    band,members,founded
    The Quays,"Ole Varg, Ib Lund",1980
    Salt Road,"Uma Stig, Ib Lund",1991
    => The Quays; Salt Road; Ole Varg; Ib Lund; Uma Stig; Ole Varg MEMBER The Quays;
       Ib Lund MEMBER The Quays; Uma Stig MEMBER Salt Road; Ib Lund MEMBER Salt Road

    == parcels have a code for a name
    # parcels.csv
    parcel,owner,case no
    12E4,Jan Orme,2019.10
    13E5,Eva Bask,2019.1
    => 12E4; 13E5; Jan Orme; Eva Bask; Jan Orme OWNS 12E4; Eva Bask OWNS 13E5

    == what is let is no type of tie
    # leases.csv
    lessor,lessee,property,commenced
    Jan Orme,Eva Bask,Mill Lane 3,2011-05-01
    Tom Orme,Liv Bask,Quay Road 1,2012-06-01
    => Jan Orme; Eva Bask; Tom Orme; Liv Bask; Jan Orme LETS_TO Eva Bask; Tom Orme LETS_TO Liv Bask

    == who buys and who wins the contract, and what for
    # marches.csv
    Acheteur;Titulaire;Montant;Date de notification;Objet
    Ville de Lys;Roy BTP;120000;12/05/2019;voirie
    Ville de Lys;Fay Ponts;80000;23/06/2019;pont
    => Ville de Lys; Roy BTP; Fay Ponts; Ville de Lys AWARDS_TO Roy BTP; Ville de Lys AWARDS_TO Fay Ponts

    == a winner is no event
    # bouts.csv
    Winner,Loser,Round,Event
    Ole Varg,Ib Lund,3,Kelp Open
    Bo Rask,Ole Varg,2,Kelp Open
    => Ole Varg; Ib Lund; Bo Rask; Ole Varg DEFEATS Ib Lund; Bo Rask DEFEATS Ole Varg

    == a godparent is no child
    # baptisms.csv
    entry,child_id,child_name,godparent_id,godparent_name
    1,P7,Aud Brae,P9,Nils Hoy
    2,P8,Eli Brae,P9,Nils Hoy
    => Aud Brae; Eli Brae; Nils Hoy; Nils Hoy GODPARENT_OF Aud Brae; Nils Hoy GODPARENT_OF Eli Brae

    == an employer whom a spreadsheet lost costs no row
    # staff.csv
    name,employer,born
    Ann Bee,#REF!,1950
    Carl Dee,Keel Ltd,#VALUE!
    Eve Eff,n/a,1960
    => Ann Bee; Carl Dee; Eve Eff; Keel Ltd; Carl Dee WORKS_FOR Keel Ltd

    == a company merged over the rows of its directors
    # x.csv
    Company,Director,Since
    Keel Ltd,Ann Bee,2010
    ,Carl Dee,2011
    ,Eve Eff,2012
    Dune BV,Gus Gee,2013
    => Keel Ltd (Company); Dune BV (Company); Ann Bee; Carl Dee; Eve Eff; Gus Gee;
       Ann Bee DIRECTOR Keel Ltd; Carl Dee DIRECTOR Keel Ltd; Eve Eff DIRECTOR Keel Ltd;
       Gus Gee DIRECTOR Dune BV

    == headings above the members of a board and of a council
    # people.csv
    Name,Role
    Board,
    Ann Bee,chair
    Carl Dee,clerk
    Council,
    Eve Eff,mayor
    => Ann Bee; Carl Dee; Eve Eff

    == headings with a colon, below empty lines
    # club.csv
    Name;Phone
    Trainers:;
    Ole Varg;012

    Players:;
    Bo Rask;014
    Uma Stig;015
    => Ole Varg; Bo Rask; Uma Stig

    == years above the gifts of each year
    # gifts.csv
    Donor,Recipient,Amount
    2019,,
    Keel Ltd,Harbour Fund,500
    Dune BV,Harbour Fund,300
    2020,,
    Rook AG,Quay Fund,200
    => Keel Ltd; Dune BV; Rook AG; Harbour Fund; Quay Fund; Keel Ltd DONATES_TO Harbour Fund;
       Dune BV DONATES_TO Harbour Fund; Rook AG DONATES_TO Quay Fund

    == a name alone is no heading
    # club.csv
    Name,Born
    Ann Bee,
    Carl Dee,1950
    Eve Eff,
    Gus Gee,1960
    => Ann Bee; Carl Dee; Eve Eff; Gus Gee

    == who was at which event
    # events.csv
    ,Tea at Mill Lane,Quay Gala
    Ann Bee,x,
    Carl Dee,x,x
    => Ann Bee; Carl Dee; Tea at Mill Lane; Quay Gala; Ann Bee CONNECTED_TO Tea at Mill Lane;
       Carl Dee CONNECTED_TO Tea at Mill Lane; Carl Dee CONNECTED_TO Quay Gala

    == who sits on which board, as 1 and 0
    # boards.csv
    Name,Rook Bank,Fenn Trust,Gull Club
    Ann Bee,1,0,1
    Carl Dee,0,1,0
    => Ann Bee; Carl Dee; Rook Bank; Fenn Trust; Gull Club; Ann Bee CONNECTED_TO Rook Bank;
       Ann Bee CONNECTED_TO Gull Club; Carl Dee CONNECTED_TO Fenn Trust

    == what somebody is or has is no event
    # p.csv
    Name,Smoker,Diabetic,Board Member
    Ann Bee,x,,x
    Carl Dee,,x,
    => Ann Bee; Carl Dee
    """)
SECTIONS = dict(re.findall(r"^== (.*)\n((?:(?!== ).*\n)*)", CASES, re.MULTILINE))


def graph_of(dataset):
    actors = {row["id"]: row for row in dataset.entities.rows()}
    names = {actor: row.get("name", actor) for actor, row in actors.items()}
    said = [f"{names[actor]}{label_words(row.get('type'))}" for actor, row in actors.items()]
    return sorted(
        said
        + [f"{names[row['source']]} {row['type']} {names[row['target']]}" for row in dataset.relations.rows()]
    )


def label_words(labels):
    return f" ({', '.join(labels)})" if labels else ""


@pytest.mark.parametrize("heading", SECTIONS)
def test_sheets(read_sheets, heading):
    sheets, _, expected = SECTIONS[heading].partition("=> ")
    loaded = read_sheets(dict(re.findall(r"^# (.*\.csv)\n((?:(?!# ).*\n)*)", sheets, re.MULTILINE)))
    assert loaded.report.rejected == 0
    assert graph_of(loaded.dataset) == sorted(" ".join(expected.split()).split("; "))


def test_rejected_ties_of_rows_without_an_id_keep_their_columns(read_sheets):
    rows = "1,Ann Lee,\n2,Ann Lee,\n,Moss Ltd,Ann Lee\n"
    [rejected] = read_sheets({"x.csv": f"id,name,owner\n{rows}"}).rejects
    assert (rejected.header, rejected.cells) == (("id", "name", "owner"), ("", "Moss Ltd", "Ann Lee"))


def test_heads_by_number_in_a_list_that_is_longer_than_a_sample(read_sheets):
    rows = "".join(f"{n},Ann {chr(65 + n % 26)}ode,{n // 3 or ''}\n" for n in range(1, 400))
    relations = read_sheets({"x.csv": f"Emp No,Emp Name,Head Emp No\n{rows}"}).dataset.relations
    assert {row["type"] for row in relations.rows()} == {"LEADS"}
    assert len(relations) == 397


def test_the_likeliest_ways_to_read_an_unknown_sheet_are_shown(read_sheets):
    with pytest.raises(DataError) as error:
        read_sheets({"x.csv": "whistler,handler,when heard\nIda Holt,Per Lunde,2001\n"})
    assert str(error.value).endswith(
        "Say what the rows are, for example ties: --map 'whistler=source' --map 'handler=target'; "
        "or actors: --map 'whistler=name'; or actors: --map 'handler=name'."
    )


def test_a_second_likely_reading_is_told(read_sheets):
    loaded = read_sheets({"x.csv": "Person,Company,born\nIda Holt,Keel Ltd,1950\n"})
    assert loaded.report.files[0].kind == "relations"
    assert "It could also be read as actors, one a row: --map 'Person=name'." in loaded.report.to_text()


def test_the_flag_of_the_second_reading_chooses_it(read_sheets):
    loaded = read_sheets(
        {"x.csv": "Person,Company,born\nIda Holt,Keel Ltd,1950\n"}, mapping={"Person": "name"}
    )
    assert [row["name"] for row in loaded.dataset.entities.rows()] == ["Ida Holt"]
    assert not len(loaded.dataset.relations)


def test_a_mapping_undoes_headings_among_the_rows(read_sheets):
    sheets = {"x.csv": "Name,Function\nBoard,\nOna Berg,chair\nTim Holt,clerk\nCouncil,\nEve Lund,mayor\n"}
    with_headings = read_sheets(sheets)
    assert len(with_headings.dataset.entities) == 3
    assert "If they are rows: --map section=ignored." in with_headings.report.to_text()
    assert len(read_sheets(sheets, mapping={"section": "ignored"}).dataset.entities) == 5


@pytest.mark.parametrize(
    ("titles", "ids"), [("cover,covercode", False), ("zaak,zaaknr", False), ("lid,lidnr", True)]
)
def test_a_number_beside_its_word_is_an_id_unless_several_actors_share_it(read_sheets, titles, ids):
    loaded = read_sheets({"x.csv": f"{titles}\nIda Holt,12\nPer Lunde,13\n"})
    assert ([row["id"] for row in loaded.dataset.entities.rows()] == ["12", "13"]) is ids


def test_a_guess_that_a_column_says_how_two_are_connected_is_told(read_sheets):
    sheets = {"x.csv": "from,zz,to\nIda Holt,pays,Keel Ltd\n"}
    loaded = read_sheets(sheets)
    assert [row["type"] for row in loaded.dataset.relations.rows()] == ["PAYS"]
    assert "`zz` seems to say how the two are connected. To keep it as a property: --map 'zz=zz'." in (
        loaded.report.to_text()
    )
    relations = read_sheets(sheets, mapping={"zz": "zz"}).dataset.relations.rows()
    assert [(row["type"], row["zz"]) for row in relations] == [("CONNECTED_TO", "pays")]


def test_a_mapping_undoes_headings_beside_a_column_called_section(read_sheets):
    text = "Name,section\nBoard,\nOna Berg,a\nTim Holt,b\nCouncil,\nEve Lund,c\n"
    report = read_sheets({"x.csv": text}).report.to_text()
    assert "If they are rows: --map 'section 2=ignored'." in report
    rows = list(read_sheets({"x.csv": text}, mapping={"section 2": "ignored"}).dataset.entities.rows())
    assert [row.get("section") for row in rows] == [None, "a", "b", None, "c"]


@pytest.mark.parametrize("title", ["Name", ""])
def test_a_mapping_of_its_titles_undoes_the_reading_as_a_matrix(read_sheets, title):
    sheets = {"x.csv": f"{title},Quay Gala,Harbour Dinner\nOna Berg,x,\nTim Holt,x,x\n"}
    as_matrix = read_sheets(sheets)
    assert len(as_matrix.dataset.relations) == 3
    assert "To read these as columns of a list: --map 'Quay Gala=Quay Gala'." in as_matrix.report.to_text()
    as_list = read_sheets(sheets, mapping={"Quay Gala": "Quay Gala"}).dataset
    assert [row.get("Quay Gala") for row in as_list.entities.rows()] == [True, True]
    assert [row["name"] for row in as_list.entities.rows()] == ["Ona Berg", "Tim Holt"]
    assert not len(as_list.relations)


def test_a_sheet_of_numbered_rows_without_a_name_is_no_list_of_actors(read_sheets):
    with pytest.raises(DataError, match="No title says what the rows are"):
        read_sheets({"x.csv": "id,amount,currency\n1,20,EUR\n"})


def test_what_stands_above_the_titles_is_told_and_lines_keep_their_numbers(read_sheets):
    loaded = read_sheets({"x.csv": "# by hand\nsource,target\nIda Holt,\n"})
    assert "Lines above the titles left out: `# by hand`." in loaded.report.files[0].readings
    assert loaded.rejects[0].remark.line == 3


def test_ties_of_two_directions_that_say_the_same_both_ways_are_told(read_sheets):
    loaded = read_sheets({"x.csv": "source,target,type\nIda,Per,sibling of\nPer,Ida,sibling of\n"})
    assert len(loaded.dataset.relations) == 2
    assert "tied in both directions" in loaded.report.to_text()


def test_what_was_looked_at_is_explained_on_request(read_sheets):
    sheets = {"x.csv": "Person,Company,born\nIda Holt,Keel Ltd,1950\n"}
    explained = read_sheets(sheets, explain=True).report.files[0].explanation
    amounts = {"x.csv": "Payer,Payee,Amount\nA,B,1\nA,B,2\nA,B,about 3\n"}
    mixed = read_sheets(amounts, explain=True).report.files[0].explanation
    assert "`Amount`: mostly numbers, 3 of 3 filled, such as `1`, `2`, `about 3`." in mixed
    assert "`born`: dates, 1 of 1 filled, such as `1950`." in explained
    assert any(line.startswith("As ties (`Person` as source") for line in explained)
    assert not any(line.startswith("As ") for line in read_sheets(sheets).report.files[0].explanation)
