import time, os, cProfile, pstats
import pytest, sociogram
from sociogram.api import Graph
@pytest.mark.neo4j
def test_it(neo4j_store):
    from sociogram.loaders import read as r
    g = Graph(neo4j_store)
    t=time.time(); g.load("/tmp/g/skew5k/entities.csv","/tmp/g/skew5k/relations.csv"); print("load",time.time()-t)
    for i in range(3):
        t=time.time(); c=time.process_time(); pr=cProfile.Profile() if i==2 else None
        if pr: pr.enable()
        p=g.page(around="a0002949",depth=2); h=p.html()
        if pr: pr.disable(); pstats.Stats(pr).sort_stats("tottime").print_stats(14)
        print("around wall",time.time()-t,"client cpu",time.process_time()-c,len(h), os.getloadavg())
