"""A data folder with invented actors that are there twice, and the page for going through them."""

from __future__ import annotations

from pathlib import Path

import sociogram
from sociogram.viz.duplicates import DuplicatesPage

ENTITIES = """\
id,name,type,aliases,summary,country,url
ulla-brandeck,Ulla Brandeck,Person,,Harbour master of Norrvik.,Sweden,https://example.org/u
u-brandeck,U. Brandeck,Person,,,Sweden,
brandeck-ulla,"BRANDECK, Ulla",Person,,,,
ines-okvar,Inés Okvar,Person,,Runs the quarry.,Peru,
ines-okvar-2,Ines Okvar,Person,,,Peru,
okvar-terron,Inés Okvar Terrón,Person,La Jefa,,Chile,
norrvik-stone,Norrvik Stone Ltd,Company,,Quarry and harbour.,Sweden,
norrvik-stone-2,Norrvik Stone Limited,Company,,,Sweden,
norrvik-stone-ab,Norrvik Stone AB,Company,,,,
petrov,Иван Петров,Person,,,,
ivan-petrov,Ivan Petrov,Person,,,,
wgo,WGO,Organisation,,,,
world-grain,World Grain Organisation,Organisation,,,,
division-5,Division 5,Military,,,,
division-6,Division 6,Military,,,,
"""
RELATIONS = """\
source,target,type,claimed_by
ulla-brandeck,norrvik-stone,WORKS_FOR,petrov
brandeck-ulla,norrvik-stone,WORKS_FOR,petrov
brandeck-ulla,world-grain,LEADS,petrov
ines-okvar,norrvik-stone,OWNS,
ines-okvar-2,norrvik-stone-2,OWNS,
okvar-terron,norrvik-stone,OWNS,
ines-okvar,petrov,MET,
"""
DECISIONS = """\
first,second,verdict,by,date,why
norrvik-stone,norrvik-stone-ab,unsure,Bode,2031-04-02,Ask the register.
division-5,division-6,different,Bode,2031-04-02,
"""


def write_folder(folder: Path) -> Path:
    """Write the folder and return it."""
    folder.mkdir()
    for name, text in (("entities", ENTITIES), ("relations", RELATIONS), ("decisions", DECISIONS)):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def duplicates_page(folder: Path, **options: float) -> DuplicatesPage:
    """Return the page of the folder's duplicates."""
    with sociogram.open(folder) as graph:
        return graph.duplicates_page(**options)  # type: ignore[arg-type]
