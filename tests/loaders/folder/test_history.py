"""A folder's history: what is recorded, what comes back, and what is never followed or lost."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sociogram.graph.errors import SociogramWarning, StoreError
from sociogram.loaders.folder import undo as undo_module
from sociogram.loaders.folder.commit import replace_files
from sociogram.loaders.folder.files import read_files
from sociogram.loaders.folder.history import History, Step, changed_rows
from sociogram.loaders.folder.history.delta import reverse_delta
from sociogram.loaders.folder.history.events import FOLDER
from sociogram.loaders.folder.history.wording import change_lines, names_of
from sociogram.loaders.folder.undo import redo, undo

ENTITIES = "id,name,country\nann,Ann Bee,NL\nbob,Bob Cee,\n"


def write(folder: Path, text: str, command: str = "save") -> None:
    """Replace entities.csv as a command does."""
    now, after = read_files(folder), {"entities.csv": text.encode()}
    with History(folder, now).recording(after, Step(command)):
        replace_files(folder, after)


def text_of(folder: Path) -> str:
    return (folder / "entities.csv").read_text(encoding="utf-8")


def commands(folder: Path) -> list[str]:
    return [event.command for event in History(folder, read_files(folder)).events]


@given(old=st.binary(max_size=60), new=st.binary(max_size=60))
def test_a_delta_turns_the_new_version_into_the_old_one(old: bytes, new: bytes) -> None:
    delta = reverse_delta(old, new)
    assert delta.apply(new) == old
    assert sum(len(hunk.old) for hunk in delta.hunks) <= len(old)


@settings(max_examples=40)
@given(steps=st.lists(st.sampled_from(["a", "b", "c", "undo", "redo"]), max_size=12))
def test_undo_and_redo_are_those_of_an_editor(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("data")
    past, future = ["start"], list[str]()
    (folder / "entities.csv").write_text("start", encoding="utf-8")
    for number, step in enumerate(steps):
        if step == "undo" and len(past) > 1:
            undo(folder)
            future.append(past.pop())
        elif step == "redo" and future:
            redo(folder)
            past.append(future.pop())
        elif step in ("a", "b", "c"):
            past.append(f"{step}{number}")
            future.clear()
            write(folder, past[-1])
        else:
            with pytest.raises(StoreError, match=f"no changes can be {step[:-2]}"):
                getattr(undo_module, step)(folder)
        assert text_of(folder) == past[-1]


def test_several_changes_are_taken_back_at_once_and_done_again_one_by_one(tmp_path: Path) -> None:
    for text in ("id\na\n", "id\na\nb\n", "id\na\nb\nc\n"):
        write(tmp_path, text)
    restored = undo(tmp_path, 2)
    assert [event.number for event in restored.events] == [3, 2]
    assert [(change.key, change.kind) for change in restored.changes] == [("b", "removed"), ("c", "removed")]
    assert text_of(tmp_path) == "id\na\n"
    redo(tmp_path)
    assert text_of(tmp_path) == "id\na\nb\n"
    assert commands(tmp_path) == ["save", "save", "save", "undo 3, 2", "redo 2"]
    with pytest.raises(StoreError, match="only 2 changes can be undone"):
        undo(tmp_path, 5)


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    write(tmp_path, "id\na\n")
    write(tmp_path, "id\nb\n")
    before = sorted(path.name for path in tmp_path.rglob("*"))
    assert [change.key for change in undo(tmp_path, dry_run=True).changes] == ["b", "a"]
    assert text_of(tmp_path) == "id\nb\n"
    assert sorted(path.name for path in tmp_path.rglob("*")) == before


def test_every_version_comes_back(tmp_path: Path) -> None:
    texts = [f"id,n\n{'x' * number},{number}\n" for number in range(6)]
    for text in texts:
        write(tmp_path, text)
    history = History(tmp_path, read_files(tmp_path))
    assert history.version(0) == {}
    assert [history.version(number + 1)["entities.csv"].decode() for number in range(6)] == texts
    with pytest.raises(StoreError, match="there is no version 7"):
        history.version(7)


def test_an_edit_by_another_program_is_named_and_never_undone(tmp_path: Path) -> None:
    write(tmp_path, "id\na\n")
    write(tmp_path, "id\nb\n", "load b.csv")
    (tmp_path / "entities.csv").write_text("id\nb\nedited\n", encoding="utf-8")
    with pytest.raises(StoreError, match=r"another program changed the files after version 2 \(load b.csv\)"):
        undo(tmp_path)
    write(tmp_path, "id\nb\nedited\nc\n")
    history = History(tmp_path, read_files(tmp_path))
    assert history.edited_after() == {2}
    undo(tmp_path)
    assert text_of(tmp_path) == "id\nb\nedited\n"
    with pytest.raises(StoreError, match="after version 2"):
        undo(tmp_path)


def test_a_change_that_fails_is_not_recorded(tmp_path: Path) -> None:
    write(tmp_path, "id\na\n")
    (tmp_path / "sources.csv").symlink_to(tmp_path / "elsewhere")
    now = {"entities.csv": b"id\na\n"}
    after = {"entities.csv": b"id\nb\n", "sources.csv": b"id\n"}
    with pytest.raises(StoreError, match="is a link"), History(tmp_path, now).recording(after, Step("save")):
        replace_files(tmp_path, after)
    (tmp_path / "sources.csv").unlink()
    assert commands(tmp_path) == ["save"]


def test_a_change_is_recorded_though_its_files_cannot_be_moved_into_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "entities.csv").write_text("first", encoding="utf-8")

    def refuse(path: Path, target: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(target))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", refuse)
        with pytest.raises(StoreError, match="The data is saved in"):
            write(tmp_path, "second")
    history = History(tmp_path, read_files(tmp_path))
    assert (commands(tmp_path), history.was_edited) == (["save"], False)
    write(tmp_path, "third", "later")  # moves the files first
    assert (commands(tmp_path), text_of(tmp_path)) == (["save", "later"], "third")
    undo(tmp_path, 2)
    assert text_of(tmp_path) == "first"


def test_an_event_whose_process_died_before_the_change_never_happened(tmp_path: Path) -> None:
    write(tmp_path, "id\na\n")
    with History(tmp_path, read_files(tmp_path)).recording({"entities.csv": b"id\nb\n"}, Step("died")):
        pass  # the files are not replaced
    assert commands(tmp_path) == ["save"]
    write(tmp_path, "id\nc\n", "later")
    assert commands(tmp_path) == ["save", "later"]
    undo(tmp_path)
    assert text_of(tmp_path) == "id\na\n"


def test_old_events_are_deleted_beyond_the_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sociogram.loaders.folder.history.history.MOST_EVENTS", 3)
    for number in range(6):
        write(tmp_path, f"id\n{number}\n")
    history = History(tmp_path, read_files(tmp_path))
    assert [event.number for event in history.events] == [4, 5, 6]
    assert history.version(3)["entities.csv"] == b"id\n2\n"
    undo(tmp_path, 3)
    assert text_of(tmp_path) == "id\n2\n"


def test_the_history_is_off_where_the_environment_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOCIOGRAM_NO_HISTORY", "1")
    write(tmp_path, "id\na\n")
    assert not (tmp_path / FOLDER).exists()


def test_an_event_is_as_private_as_the_data(tmp_path: Path) -> None:
    write(tmp_path, "id\na\n")
    (tmp_path / "entities.csv").chmod(0o600)
    write(tmp_path, "id\nb\n")
    assert stat.S_IMODE((tmp_path / FOLDER / "000002.event").stat().st_mode) == 0o600


STRAY: dict[str, Callable[[Path, Path], object]] = {
    "a link to a folder": lambda place, victim: place.symlink_to(victim),
    "a file": lambda place, _: place.write_text("x"),
    "a pipe": lambda place, _: os.mkfifo(place),
    "a linked event": lambda place, victim: (
        place.mkdir(),
        (place / "000001.event").symlink_to(victim / "x"),
    ),
    "a hard-linked event": lambda place, victim: (
        place.mkdir(),
        (place / "000001.event").hardlink_to(victim / "x"),
    ),
    "a damaged event": lambda place, _: (place.mkdir(), (place / "000001.event").write_text("{}")),
}


@pytest.mark.parametrize("plant", STRAY.values(), ids=STRAY)
def test_what_is_no_history_is_named_and_not_touched(
    tmp_path: Path, plant: Callable[[Path, Path], object]
) -> None:
    victim, folder = tmp_path / "victim", tmp_path / "data"
    victim.mkdir()
    (victim / "x").write_text("precious")
    folder.mkdir()
    plant(folder / FOLDER, victim)
    with pytest.warns(SociogramWarning, match="This change is not recorded"):
        write(folder, "id\na\n")
    assert text_of(folder) == "id\na\n", "the save itself is done"
    assert {path.name: path.read_text() for path in victim.iterdir()} == {"x": "precious"}
    with pytest.raises(StoreError, match=FOLDER):
        undo(folder)


@pytest.mark.parametrize(
    ("after", "lines"),
    [
        (ENTITIES, []),
        (ENTITIES + "cleo,Cleo Dee,\n", ["entities: 1 added", "  + cleo (Cleo Dee)"]),
        (
            ENTITIES.replace("NL", "BE").replace("Bob Cee,", "Bob Cee,DE"),
            [
                "entities: 2 changed",
                '  ~ ann (Ann Bee): country "NL" → "BE"',
                '  ~ bob (Bob Cee): country now "DE"',
            ],
        ),
        (
            ENTITIES.replace("ann,Ann Bee,NL\n", ""),
            ["entities: 1 removed", "  - ann (Ann Bee)"],
        ),
        (
            'id,name,country,note\nann,Ann Bee,NL,\nbob,Bob Cee,,"two\nlines"\n',
            ["entities: 1 changed", '  ~ bob (Bob Cee): note now "two\nlines"'],
        ),
        (
            "id,name\nann,Ann Bee\nbob,Bob Cee\n",
            ["entities: 1 changed", '  ~ ann (Ann Bee): country no longer "NL"'],
        ),
    ],
)
def test_changes_in_words(after: str, lines: list[str]) -> None:
    old, new = {"entities.csv": ENTITIES.encode()}, {"entities.csv": after.encode()}
    changes = changed_rows(old, new)
    assert list(change_lines(changes, names_of(changes, new, old))) == lines


def test_an_actor_with_another_id_is_renamed_not_removed_and_added() -> None:
    old = {
        "entities.csv": b"id,name,aliases\nann,Ann Bee,\nbob,Bob Cee,\n",
        "relations.csv": b"id,source,target,type\nr1,ann,bob,MET\n",
    }
    new = {
        "entities.csv": b"id,name,aliases\nann-dee,Ann Dee,Ann Bee | ann\nbob,Bob Cee,\n",
        "relations.csv": b"id,source,target,type\nr1,ann-dee,bob,MET\n",
    }
    changes = changed_rows(old, new)
    assert list(change_lines(changes, names_of(changes, new, old))) == [
        "entities: 1 changed",
        '  ~ ann (Ann Dee): id "ann" → "ann-dee"; name "Ann Bee" → "Ann Dee"; aliases now "Ann Bee | ann"',
        "relations: 1 changed",
        '  ~ r1 (Ann Dee MET Bob Cee): source "ann" → "ann-dee"',
    ]


def test_a_decision_is_named_by_its_actors() -> None:
    old = {"decisions.csv": b"first,second,verdict\nann,bob,unsure\n"}
    changes = changed_rows(old, {"decisions.csv": b"first,second,verdict\nann,bob,same\n"})
    assert [(change.key, change.cells()) for change in changes] == [
        ("ann bob", {"verdict": ("unsure", "same")})
    ]
    assert list(change_lines(changes, {"ann": "Ann Bee"})) == [
        "decisions: 1 changed",
        '  ~ ann bob (Ann Bee and bob: same): verdict "unsure" → "same"',
    ]


ROWS = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from(["", "x", 'q"q', "two\nlines", "a,b"])),
    unique_by=lambda row: row[0],
    max_size=6,
)


@given(old=ROWS, new=ROWS)
def test_only_rows_that_differ_are_named(old: list[tuple[str, str]], new: list[tuple[str, str]]) -> None:
    def table(rows: list[tuple[str, str]]) -> bytes:
        lines = [f'{own},"{cell.replace(chr(34), chr(34) * 2)}"' for own, cell in rows]
        return "\n".join(["id,cell", *lines, ""]).encode()

    found = {
        change.key: (change.before, change.after)
        for change in changed_rows({"entities.csv": table(old)}, {"entities.csv": table(new)})
    }
    before, after = (
        {own: {"id": own, **({"cell": cell} if cell else {})} for own, cell in rows} for rows in (old, new)
    )
    assert found == {
        own: (before.get(own), after.get(own))
        for own in {*before, *after}
        if before.get(own) != after.get(own)
    }
