"""``--text [SOURCE_ID=]FILE``: which text a file is, for ``check``, ``load`` and ``review``."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from sociogram.cli import main

RELATIONS = """\
id,source,target,type,claimed_by,certainty,sources,paragraph,quote
c1,olm,vey,HIRED,olm,stated,lanterne,1,Olm hired Vey
c2,vey,olm,LEFT,olm,stated,{second},1,Vey left Olm
"""

Run = Callable[..., tuple[int, str]]
"""Runs a command; gives its exit code and what it prints."""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command beside a graph of two texts, ``data``, and one of one text, ``small``."""
    monkeypatch.chdir(tmp_path)
    for name, second in (("data", "echo"), ("small", "lanterne")):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "entities.csv").write_text("id,name\nolm,Olm\nvey,Vey\n")
        (folder / "sources.csv").write_text("id,title\nlanterne,The lock\necho,The quay\n")
        (folder / "relations.csv").write_text(RELATIONS.format(second=second))
    (tmp_path / "lock.txt").write_text("Olm hired Vey.\n")
    (tmp_path / "quay.txt").write_text("Vey left Olm.\n")
    (tmp_path / "both=1.txt").write_text("Olm hired Vey. Vey left Olm.\n")
    (tmp_path / "empty.txt").write_text(" \n")

    def invoke(*arguments: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ending:
            main(list(arguments))
        printed = capsys.readouterr()
        return int(ending.value.code or 0), printed.out + printed.err

    return invoke


SAID = [
    # arguments of check, exit code, words of the output
    (["data", "--text", "lanterne=lock.txt", "--text", "echo=quay.txt"], 0, "0 errors, 0 warnings."),
    (["data", "--text", "lanterne=lock.txt", "--text", "quay.txt"], 0, "0 errors, 0 warnings."),
    (["data", "--text", "lanterne=lock.txt"], 0, "because their text was not given: claims of echo (1)."),
    (["data", "--text", "lanterne=quay.txt"], 1, "The quote is not in paragraph 1"),
    (["small", "--text", "both=1.txt"], 0, "0 errors, 0 warnings."),
    (["small", "--text", "lanterne=both=1.txt"], 0, "0 errors, 0 warnings."),
    # usage
    (["data", "--text", "lock.txt"], 2, "Say which text 'lock.txt' is; the claims are of 2 (echo, lanterne)"),
    (["data", "--text", "lantern=lock.txt"], 2, "no source 'lantern'. Did you mean 'lanterne'?"),
    (["data", "--text", "lanterne=lok.txt"], 2, "'lok.txt' does not exist"),
    (["data", "--text", "lanterne=data"], 2, "'data' is a folder; name a file"),
    (["data", "--text", "echo=lock.txt", "--text", "echo=quay.txt"], 2, "'echo' is given twice"),
    (["small", "--text", "lock.txt", "--text", "quay.txt"], 2, "several files have no source"),
    # data
    (["small", "--text", "empty.txt"], 1, "The file has no text"),
]


@pytest.mark.parametrize(("arguments", "code", "words"), SAID, ids=[" ".join(one[0]) for one in SAID])
def test_a_file_is_the_text_of_a_source(run: Run, arguments: list[str], code: int, words: str) -> None:
    ended, printed = run("check", *arguments)
    assert words in " ".join(printed.split())
    assert ended == code


REVIEWED = [
    # arguments of review, exit code, words of the output
    (["lanterne=lock.txt", "-g", "data"], 0, "lanterne: 1 paragraph, 1 claim, 0 drafts, 0 whose quote"),
    (["lock.txt", "-g", "small"], 0, "lanterne: 1 paragraph, 2 claims"),
    (["lock.txt", "-g", "data"], 2, "Say which source the text is, as SOURCE_ID=FILE"),
    (["lantern=lock.txt", "-g", "data"], 2, "There is no source 'lantern'. Did you mean 'lanterne'?"),
    (["lanterne=lok.txt", "-g", "data"], 2, "'lok.txt' does not exist"),
    (["empty.txt", "-g", "small"], 1, "The file has no text"),
]


@pytest.mark.parametrize(("arguments", "code", "words"), REVIEWED, ids=[" ".join(one[0]) for one in REVIEWED])
def test_a_text_to_review(run: Run, arguments: list[str], code: int, words: str) -> None:
    ended, printed = run("review", *arguments)
    assert words in " ".join(printed.split())
    assert ended == code


def test_a_text_may_come_from_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"Olm hired Vey.\n\nVey left Olm.")))
    code, printed = run("check", "small", "--text", "-")
    assert code == 1
    assert "relations.csv:3:quote: The quote is not in paragraph 1, but in paragraph 2." in printed
    assert "1 error, 0 warnings." in printed


EXTRACTED = '{"source": "olm", "target": "vey", "type": "%s", "quote": "%s", "paragraph": 1}\n'


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (["lanterne.txt", "echo"], 0),
        (["lanterne.txt", "echo=echo"], 0),
        (["echo=echo", "lock.txt"], 0),  # only one source is left for it
        (["lanterne.txt"], 1),
        (["lock.txt", "quay.txt"], 1),
    ],
)
def test_load_finds_the_source_of_a_text_by_its_name(
    run: Run, tmp_path: Path, texts: list[str], code: int
) -> None:
    (tmp_path / "lanterne.txt").write_text("Olm hired Vey.\n")
    (tmp_path / "echo").write_text("Vey left Olm.\n")
    rows = ["olm,vey,MET,lanterne,Olm hired Vey", "vey,olm,QUIT,echo,Vey left Olm"]
    sheet = "\n".join(["source,target,type,sources,quote", *rows])
    (tmp_path / "answer.csv").write_text(sheet)
    named = [word for text in texts for word in ("--text", text)]
    ended, printed = run("load", "answer.csv", "--to", "data", *named)
    assert (ended, "2 new ties" in printed) == (code, code == 0), printed


def test_load_rejects_what_is_not_in_the_text(run: Run, tmp_path: Path) -> None:
    rows = EXTRACTED % ("MET", "Olm hired") + EXTRACTED % ("PAID", "Olm paid Vey")
    (tmp_path / "answer.jsonl").write_text(rows)
    text = ["--text", "lanterne=lock.txt"]
    code, printed = run("load", "answer.jsonl", "--to", "data", "--rejects", "rejects.csv", *text)
    assert code == 1
    assert "answer.jsonl:2:quote: The quote is not in paragraph 1, nor elsewhere in the text." in printed
    rejects = (tmp_path / "rejects.csv").read_text()
    (tmp_path / "mended.csv").write_text(rejects.replace("Olm paid Vey", "hired Vey"))
    code, printed = run("load", "mended.csv", "--to", "data", *text)
    assert (code, "1 new tie" in printed) == (0, True)
    code, printed = run("load", "mended.csv", "--to", "data", *text)
    assert (code, "1 unchanged" in printed) == (0, True)
    assert (tmp_path / "data" / "relations.csv").read_text().count("draft") == 2
