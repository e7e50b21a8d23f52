"""An article that is loaded by mistake is no sheet of one odd column; a sheet with sentences is one."""

from __future__ import annotations

import pytest

from sociogram.graph.errors import DataError
from sociogram.loaders.load import load

TEXTS = {
    "two paragraphs": "Ada Rask leads the mill at the river.\n\nShe met Bo there in May, he said.\n",
    "a headline": "The mill, May 2031\n\nAda leads the mill at the “river”.\n\n“I met Bo there in May.”\n",
    "wrapped lines": "Ada leads the mill\nat the river, he said.\n\nShe met Bo, who\nis her cousin.\n",
    "one sentence": "Ada Rask leads the mill at the river.",
    "Windows": "Ada leads the mill at the river.\r\n\r\nShe met Bo there in May.\r\n",
}
SHEETS = {
    "notes": "name,note\nAda,She leads the mill at the river.\nBo,He is a cousin of Ada Rask.\n",
    "notes with gaps": "name,note\n\nAda,She leads the mill at the river.\n\nBo,He is a cousin of Ada.\n",
    "names": "name\n\nAda\n\nBo\n",
    "tabs": "name\tnote\n\nAda\tShe leads the mill, at the river.\n\nBo\tHe is a cousin.\n",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_an_article_is_no_table(tmp_path, text):
    (tmp_path / "article.txt").write_bytes(text.encode())
    with pytest.raises(DataError, match=r"article.txt: This is a text, not a table. `sociogram draft` finds"):
        load([tmp_path / "article.txt"], tmp_path / "graph")
    assert not (tmp_path / "graph").exists()


@pytest.mark.parametrize("text", SHEETS.values(), ids=SHEETS)
def test_a_sheet_with_sentences_is_a_table(tmp_path, text):
    (tmp_path / "sheet.txt").write_text(text)
    assert load([tmp_path / "sheet.txt"], tmp_path / "graph").loaded == 2
