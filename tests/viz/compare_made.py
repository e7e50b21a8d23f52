"""Two invented texts that agree, contradict each other, and plan what the other says was done."""

from __future__ import annotations

from pathlib import Path

import sociogram
from sociogram.viz.compare import ComparisonPage

ACTORS = """\
id,name,type,pronoun
quist,Ada Quist,Person,she
ek,Bertil Ek,Person,he
lund,Siv Lund,Person,she
stone,Norrland Stone,Company,it
yard,Stone Yard,Company,it
"""
TYPES = """\
type,forward,backward,directed,infinitive
LEADS,leads,is led by,true,lead
PAID,paid,was paid by,true,pay
MET,met,met,false,meet
OWNS,owns,is owned by,true,own
"""
SOURCES = """\
id,title,author,publisher,date,url,read
quarry,The quarry,Siv Lund,Hollin Post,2031-05-03,https://example.org/quarry,yes
mayor,The mayor speaks,,Echo,2031-05,javascript:alert(1),yes
ledger,A ledger,,,,,no
"""
HEADER = (
    "id,source,target,type,polarity,modality,claimed_by,certainty,sources,cites,paragraph,quote,contradicts"
)
CLAIMS = """\
k1,stone,ek,PAID,,,lund,alleged,quarry,ledger,3,was on its list,
k2,stone,ek,PAID,denies,,ek,stated,mayor,,2,,
k3,ek,stone,LEADS,,planned,lund,stated,quarry,,4,will run it,
k4,ek,stone,LEADS,,,stone,reported,mayor,,3,has taken over,
k5,quist,ek,MET,,,lund,reported,quarry,,5,met Ek,
k6,ek,quist,MET,,,ek,stated,mayor,,4,we met,
k7,quist,yard,LEADS,,planned,lund,stated,quarry,,6,,
k8,quist,stone,LEADS,denies,,quist,stated,mayor,,5,I run nothing,
k9,stone,yard,OWNS,,,lund,stated,quarry,,6,its own yard,
k10,stone,quist,PAID,denies,,quist,stated,mayor,,6,no yard of mine,k9
"""
HOSTILE = """\
k1,stone,ek,PAID,,,lund,<img src=x onerror=alert(1)>,quarry,,</script><script>,"\u202e<!-- {{ 7 }} "" on=a()",
k2,<script>alert(4)</script>,ek,PAID,,,lund,stated,mayor,,2,<img src=x onerror=alert(5)>,
"""


def write_folder(folder: Path, claims: str = CLAIMS) -> Path:
    """Write the affair, or other claims about its actors, as a data folder and return its path."""
    folder.mkdir(parents=True)
    texts = {
        "entities": ACTORS,
        "relations": f"{HEADER}\n{claims}",
        "sources": SOURCES,
        "relation_types": TYPES,
    }
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def compared_page(folder: Path, claims: str = CLAIMS) -> ComparisonPage:
    """Return the page of the two texts."""
    with sociogram.open(write_folder(folder / "graph", claims), cache=False) as graph:
        return ComparisonPage(graph.compare("quarry", "mayor"), graph.inputs)
