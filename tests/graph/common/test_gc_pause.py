"""The garbage collector waits while a graph is made, and does not go through it at once afterwards."""

from __future__ import annotations

import gc

from sociogram.graph.common.gc_pause import gc_paused


def young() -> set[int]:
    return {id(found) for generation in (0, 1) for found in gc.get_objects(generation=generation)}


def test_what_is_made_meanwhile_is_old_afterwards() -> None:
    with gc_paused():
        assert not gc.isenabled()
        made: list[list[int]] = [[] for _ in range(10_000)]
    assert gc.isenabled()
    assert young().isdisjoint(map(id, made))


def test_without_promotion_new_objects_stay_young() -> None:
    with gc_paused(promote=False):
        assert not gc.isenabled()
        made: list[list[int]] = [[] for _ in range(100)]
    assert gc.isenabled()
    assert set(map(id, made)) <= young()


def test_what_others_have_frozen_stays_so() -> None:
    gc.freeze()
    try:
        frozen = gc.get_freeze_count()
        with gc_paused():
            made: list[list[int]] = [[] for _ in range(10_000)]
        assert gc.get_freeze_count() == frozen
        assert len(made) == 10_000
    finally:
        gc.unfreeze()


def test_it_stays_off_where_it_was_off() -> None:
    gc.disable()
    try:
        with gc_paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
