"""Wordings that say how sure a tie is or that it has ended, and wordings that only look like it."""

from __future__ import annotations

import pytest

from sociogram.loaders.values.hedged_types import without_hedges

HEDGED = """
allegedly paid | paid | certainty alleged
supposedly owns | owns | certainty alleged
reportedly met | met | certainty reported
naar verluidt betaald aan | betaald aan | certainty reported
betaalde naar verluidt aan | betaalde aan | certainty reported
angeblich bezahlt | bezahlt | certainty alleged
zahlte angeblich an | zahlte an | certainty alleged
supuestamente pagó a | pagó a | certainty alleged
a prétendument payé | a payé | certainty alleged
paid (allegedly) | paid | certainty alleged
paid, reportedly | paid | certainty reported
alleged member of | member of | certainty alleged
vermeende eigenaar van | eigenaar van | certainty alleged
mutmaßlicher Besitzer von | Besitzer von | certainty alleged
présumé associé de | associé de | certainty alleged
presunto socio de | socio de | certainty alleged
is said to have paid | paid | certainty reported
is alleged to own | owns | certainty alleged
zou betaald hebben aan | heeft betaald aan | certainty reported
soll Mitglied sein von | ist Mitglied von | certainty reported
aurait payé | a payé | certainty reported
habría pagado a | ha pagado a | certainty reported
allegedly never paid | never paid | certainty alleged
met? | met | modality possible
met (?) | met | modality possible
¿pagó a? | pagó a | modality possible
possibly met | met | modality possible
was probably director of | was director of | modality possible
possible owner of | owner of | modality possible
may have met | met | modality possible
may have taken money from | took money from | modality possible
may have a stake in | has a stake in | modality possible
might own | owns | modality possible
could be owner of | is owner of | modality possible
misschien lid van | lid van | modality possible
möglicherweise Mitglied von | Mitglied von | modality possible
könnte getroffen haben | hat getroffen | modality possible
peut-être membre de | membre de | modality possible
tal vez socio de | socio de | modality possible
podría ser socio de | es socio de | modality possible
is no longer a member of | was member of | ended
is not a member of any more | was member of | ended
no longer owns | owned | ended
no longer director of | former director of | ended
does not own shares in anymore | owned shares in | ended
is no longer the chief executive officer of | former chief executive officer of | ended
is geen lid meer van | was lid van | ended
is niet meer verbonden aan | was verbonden aan | ended
ist nicht mehr Mitglied von | war Mitglied von | ended
ist kein Mitglied mehr von | war Mitglied von | ended
n’est plus membre de | était membre de | ended
ya no es miembro de | era miembro de | ended
allegedly met? | met | modality possible, certainty alleged
is possibly no longer a member of | was member of | modality possible, ended
"""

NOT_HEDGED = """
paid; possible; maybe; allegedly; ALLEGEDLY_PAID; alleged by; suspected of; supposed to pay; likely to buy
reported crime to; who paid?; wie?; ???; ?; zo snel mogelijk; May Day organiser; not likely; could pay; owner
besitzt nicht mehr; was no longer director of
"""


@pytest.mark.parametrize("line", HEDGED.strip().splitlines())
def test_a_hedge_is_no_part_of_the_tie(line):
    text, plain, values = line.split(" | ")
    found = without_hedges(text)
    assert found[-1].plain == plain
    assert ", ".join(f"{one.field} {one.value}".strip() for one in found) == values


@pytest.mark.parametrize(
    "text", [one.strip() for one in NOT_HEDGED.replace("\n", ";").split(";") if one.strip()]
)
def test_other_wordings_hedge_nothing(text):
    assert without_hedges(text) == ()
