"""An invented quarrel about a ferry, as a data folder's files: denials, plans, drafts, words taken back.

Who says what can be read in ``RELATIONS``, a claim a line. The Courier and the Mail are two newspapers; the
Post is a translation of the Courier. The harbour log is cited, and nobody has read it.
"""

from __future__ import annotations

ENTITIES = """\
id,name,type
ines,Ines Roth,Person
karl,Karl Voss,Person
mara,Mara Lind,Person
nils,Nils Brand,Person
office,Ferry Office,Agency
line,Blue Line,Company
permit,the ferry permit,Agreement
"""

SOURCES = """\
id,title,author,date,read,translation_of
courier,The Courier,Ines Roth,2031-05-01,yes,
mail,The Mail,Karl Voss,2031-05-03,yes,
post,The Post,Nils Brand,2031-05-02,yes,courier
log,Harbour log,,2031-04-30,no,
"""

TYPES = """\
type,forward,backward,directed,charges
PAID,paid,was paid by,true,source
MET,met,met,false,
LEADS,leads,is led by,true,
SIGNED,signed,was signed by,true,
ACCUSES,accuses,is accused by,true,target
"""

RELATIONS = """\
id,source,target,type,role,polarity,modality,start_date,claimed_by,via,certainty,sources,cites,contradicts,supersedes,review
c1,line,office,PAID,,,,,ines,,alleged,courier,log,,,
c2,line,office,PAID,,,,,nils,,alleged,post,,,,
c3,line,office,PAID,,denies,,,office,karl,stated,mail,,,,
c4,mara,line,LEADS,,,,,ines,,stated,courier,,,,
c5,mara,line,LEADS,,,,,karl,,reported,mail,,,,
c6,mara,office,MET,,,,,ines,,stated,courier,,,,
c7,office,mara,MET,,denies,,,ines,,stated,courier,,,,
c8,line,permit,SIGNED,by June,,planned,2031-06,ines,,stated,courier,,,,
c9,line,permit,SIGNED,,denies,planned,,mara,karl,stated,mail,,,,
c10,mara,permit,SIGNED,,,planned,2031-05-02,ines,,stated,courier,,,,
c11,mara,permit,SIGNED,the draft,,,2031-05-02,karl,,stated,mail,,,,
c12,karl,line,LEADS,,,,,mara,ines,stated,courier,,,,
c13,karl,line,LEADS,,denies,,,mara,karl,stated,mail,,,c12,
c14,nils,line,LEADS,,,,,ines,,stated,courier,,,,draft
c15,karl,permit,ACCUSES,,,,,karl,,stated,mail,,,,
c16,ines,karl,LEADS,,,,,karl,,stated,mail,,,,
"""

FILES = {
    "entities.csv": ENTITIES,
    "sources.csv": SOURCES,
    "relation_types.csv": TYPES,
    "relations.csv": RELATIONS,
}
