"""Encodings and languages."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.articles import Failure, detect_language, read_articles
from geo.articles.decoding import decode, find_encoding
from geo.articles.language import language_code
from geo.errors import SourceError

TEXT = "Naïve “quotes” of a résumé – from Bogotá, São Paulo and Besançon, 20 € a day."


def read_bytes(folder, data):
    (folder / "a.txt").write_bytes(data)
    return next(iter(read_articles([folder / "a.txt"], today=date(2026, 11, 24))))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_encoding_is_found(tmp_path, encoding):
    assert read_bytes(tmp_path, TEXT.encode(encoding)).text == TEXT


def test_big_endian_utf16_is_found(tmp_path):
    assert read_bytes(tmp_path, b"\xfe\xff" + TEXT.encode("utf-16-be")).text == TEXT


def test_latin1_is_found(tmp_path):
    text = "El Ejército atacó en Bogotá según el portavoz, señaló"
    assert read_bytes(tmp_path, text.encode("latin-1")).text == text


def test_other_scripts_in_utf8_are_text(tmp_path):
    for text in ("Обстрел Харькова", "قصف على حلب", "加沙的空袭"):
        assert read_bytes(tmp_path, text.encode()).text == text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("Обстрел Харькова унес жизни".encode("cp1251"), "neither UTF-8 nor Windows-1252"),
        ("Bogotá, Medellín, Popayán".encode() + b"\xff", "byte 0xff at offset 28 is not UTF-8"),
        (b"\xef\xbb\xbfcaf\xe9", "byte 0xe9 at offset 6 is not UTF-8"),
        (b"\xff\xfea\0b", "not UTF-16"),
        (b"abc\0def", "binary file"),
        (b"%PDF-1.7 text", "a PDF"),
        (b"PK\x03\x04 text", "office document"),
        (b"\x01\x02\x03\x04", "binary file"),
        (b"", "empty file"),
    ],
)
def test_what_is_not_text_is_refused_with_the_reason(tmp_path, data, reason):
    failure = read_bytes(tmp_path, data)
    assert isinstance(failure, Failure)
    assert reason in failure.reason


def test_byte_that_is_cut_by_a_block_is_no_fault():
    data = ("é" * 1000).encode()
    blocks = [data[:501], data[501:1002], data[1002:]]
    assert find_encoding(blocks, path="x") == "utf-8-sig"


def test_fault_is_placed_in_the_whole_file():
    data = ("é" * 1000).encode() + b"\xff" + "é".encode() * 10
    with pytest.raises(SourceError, match="offset 2000"):
        find_encoding([data[:1501], data[1501:]], path="x")


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1))
def test_every_text_in_utf8_is_read_back(text):
    assert decode(b"\xef\xbb\xbf" + text.encode(), path="x") == text


@given(st.binary(max_size=300))
def test_bytes_are_text_or_a_reason(data):
    try:
        text = decode(data, path="x")
    except SourceError as error:
        text = error.reason
    assert text
    assert "\0" not in text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Two soldiers were killed on Monday when a bomb hit their convoy near Gao."),
        ("en", "Iraq: bomb kills 5 in Mosul market, police say the toll may rise"),
        ("en", "THE ARMY SAID ON MONDAY THAT TWO OF THE SOLDIERS WERE KILLED"),
        ("es", "Al menos cinco personas murieron el lunes en un ataque armado en Esmeraldas."),
        ("es", "El Ejército de Colombia abatió a tres guerrilleros en Catatumbo"),
        ("fr", "Au moins cinq personnes ont été tuées lundi dans une attaque au Mali."),
        ("fr", "L'armée a repris le contrôle de la ville"),
        ("pt", "Pelo menos cinco pessoas morreram na segunda-feira em um ataque armado."),
        ("pt", "A polícia matou três suspeitos no Rio de Janeiro"),
        (None, "Almeno cinque persone sono state uccise lunedì in un attacco nel paese."),
        (None, "Mindestens fünf Menschen wurden am Montag bei einem Angriff getötet."),
        (None, "Minstens vijf mensen zijn maandag gedood bij een aanval in het noorden."),
        (None, "Almenys cinc persones van morir dilluns en un atac armat al nord del país."),
        (None, "Cel puțin cinci persoane au fost ucise luni într-un atac din nordul țării."),
        (None, "Polo menos cinco persoas morreron o luns nun ataque no norte do país."),
        (None, "Watu watano waliuawa Jumatatu katika shambulio kaskazini mwa nchi."),
        (None, "Обстрел Харькова унес жизни двух человек"),
        (None, "Aleppo"),
        (None, ""),
    ],
)
def test_language_is_told_by_small_words(language, text):
    assert detect_language(text) == language


@pytest.mark.parametrize(
    ("given_as", "code"),
    [
        ("en-US", "en"),
        ("EN", "en"),
        ("pt_BR", "pt"),
        ("Spanish", "es"),
        ("fra", "fr"),
        ("de", "de"),
    ],
)
def test_language_code_is_made_short(given_as, code):
    assert language_code(given_as) == code


@given(st.text())
def test_language_is_one_of_four_or_none(text):
    assert detect_language(text) in {"en", "es", "fr", "pt", None}
