"""Older encodings: the letters decide, and a doubt is said."""

from __future__ import annotations

import pytest

from sociogram.graph.errors import DataError
from sociogram.loaders.readers.tables.csv import read_sheet

NAMES = {
    "French": (["Hélène Façade", "Noël Lefèvre", "Aîné Gaël"], ["cp1252", "mac_roman", "cp850"]),
    "Spanish": (["José Núñez", "María Ibáñez", "Peña Güell"], ["cp1252", "mac_roman", "cp850"]),
    "German": (["Jürgen Groß", "Käthe Müller", "Björn Öhl"], ["cp1252", "mac_roman", "cp850"]),
    "Dutch": (["Zoë Coöperatie", "België Één", "Loïs"], ["cp1252", "mac_roman"]),
    "Danish": (["Søren Ærø", "Åse Bjørn"], ["cp1252", "cp850"]),
    "Polish": (["Grażyna Błąd", "Stanisław Żółć", "Gdańsk"], ["cp1250", "iso8859_2", "cp852"]),
    "Czech": (["Jiří Dvořák", "Zdeněk Říha", "Růžena"], ["cp1250", "iso8859_2", "cp852"]),
    "Hungarian": (["Győző Szűcs", "Erdős Ödön", "Kovács"], ["cp1250", "cp852"]),
    "Turkish": (["Şükrü Yılmaz", "Gökçe Işık"], ["cp1254"]),
    "Russian": (["Пётр Ямской", "Ольга Дымова"], ["cp1251", "koi8_r", "cp866", "mac_cyrillic"]),
    "Japanese": (["山田太郎", "佐藤花子"], ["shift_jis", "euc_jp"]),
}


@pytest.mark.parametrize(
    ("language", "codec"), [(language, codec) for language, (_, codecs) in NAMES.items() for codec in codecs]
)
@pytest.mark.parametrize("end", ["\n", "\r"], ids=["LF", "CR"])
def test_names_are_read_in_the_encoding_they_were_written_in(language, codec, end):
    names = NAMES[language][0]
    sheet = read_sheet(f"name;n{end}{''.join(f'{name};1{end}' for name in names)}".encode(codec), "x.csv")
    assert list(sheet.columns[0]) == names
    assert sheet.doubt is not None
    assert sheet.doubt.startswith(f"The file is not UTF-8; read as {sheet.encoding} (confidence ")


def test_another_encoding_that_is_as_likely_is_shown():
    sheet = read_sheet("name,n\nHélène,1\n".encode("cp1252"), "x.csv")
    assert sheet.doubt == (
        "The file is not UTF-8; read as Windows-1252 (confidence 50%): `Hélène`. In Windows-1250 that is "
        "`Hélčne`; if it should be, load with --encoding cp1250."
    )


def test_letters_that_were_decoded_twice_are_named():
    sheet = read_sheet("name,n\nJosÃ© IbÃ¡Ã±ez,1\n".encode(), "x.csv")
    assert sheet.doubt is not None
    assert sheet.doubt.startswith("`JosÃ©` may be `José`: the file was UTF-8, read in another encoding")
    assert read_sheet("name,n\nÃngela,1\nJosé,2\n".encode(), "x.csv").doubt is None


def test_an_encoding_that_the_user_names():
    data = "name,n\nHélčne,1\n".encode("cp1250")
    sheet = read_sheet(data, "x.csv", encoding="cp1250")
    assert (sheet.columns[0][0], sheet.encoding, sheet.doubt) == ("Hélčne", "cp1250", None)
    with pytest.raises(DataError, match=r"x\.csv:2: The file is said to be utf-8, but byte 9 is not"):
        read_sheet(data, "x.csv", encoding="utf-8")
