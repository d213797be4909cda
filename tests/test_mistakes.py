"""Whatever a newcomer types: a plain answer on stderr, what was meant, and the right status."""

import io
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import geo
from geo import cli
from geo.gazetteer import Gazetteer, near_names
from geo.suggestions import did_you_mean, nearest_path

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "tests" / "cases" / "exchange"


@pytest.fixture(autouse=True)
def _scratch(tmp_path, monkeypatch):
    """A folder with an article, an event table, and much that is neither."""
    shutil.copytree(ROOT / "seeds", tmp_path / "articles")
    shutil.copy(CASES / "acled_new.csv", tmp_path / "events.csv")
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("neither a table nor a database\n" * 40)
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    (tmp_path / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    for name in ("a.docx", "events.xlsx"):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr("[Content_Types].xml", "<x/>")
    table = (tmp_path / "events.csv").read_text("utf-8")
    (tmp_path / "news.csv").write_text("title,text\nNews,A bomb exploded in Quito.\n")
    (tmp_path / "misnamed.csv").write_text(table.replace("latitude", "lat_itude"), "utf-8")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def say(monkeypatch):
    """Run the command in this process: its status, stdout and stderr."""

    def run(line):
        streams = {name: io.BytesIO() for name in ("stdout", "stderr")}
        for name, stream in streams.items():
            monkeypatch.setattr(sys, name, io.TextIOWrapper(stream, encoding="utf-8"))
        monkeypatch.setattr(sys, "argv", ["geoconflict", *line.split()])
        status = 0
        try:
            cli.main()
        except SystemExit as left:
            status = left.code or 0
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        return status, *(stream.getvalue().decode() for stream in streams.values())

    return run


MEANT = [
    ("rnu articles", "Did you mean 'run'?"),
    ("data imprt x", "Did you mean 'import'?"),
    ("run articles --languag es", "--language"),
    ("run articles --language fre", "Did you mean 'fr'?"),
    ("run articles --coarsen provinc", "Did you mean 'province'?"),
    ("run articles --hide-types Arrest", "did you mean 'Arrests'?"),
    ("run articles --provider photn", "Did you mean 'photon'?"),
    ("run articles --recognizer spcay:en", 'use "builtin"'),
    ("run articles --home Ekuador", "Did you mean 'Ecuador'?"),
    ("run articles --languages english", "no code of two letters, such as en"),
    ("run articels", "did you mean articles?"),
    ("map evnets.csv -o x.html", "Did you mean 'events.csv'?"),
    ("map https://example.org/a.csv -o x.html", "Addresses are not read"),
    ("run https://example.org/a", "save the page first"),
    ("explain artcles", "Did you mean 'articles'?"),
    ("evaluate evnts.csv", "Did you mean 'events.csv'?"),
    ("evaluate events.csv --task plces", "Did you mean 'places'?"),
    ("resolve --spans evets.csv", "Did you mean 'events.csv'?"),
    ("geocode Quito --country Ekuador", "Did you mean 'Ecuador'?"),
    ("geocode Quito --country ZZ", "'ZZ' is no country"),
    ("geocode Quito --provider nominatm", "Did you mean 'nominatim'?"),
]


@pytest.mark.parametrize(("line", "told"), MEANT, ids=[line for line, _ in MEANT])
def test_a_misspelt_word_is_told_what_was_meant_and_ends_with_2(line, told, say):
    status, out, err = say(line)
    assert (status, out) == (2, "")
    assert told in err


REFUSED = [
    ("run", 2, "there is no folder seeds/ here; name a file or a folder of articles"),
    ("run empty", 2, "empty: no article found in this folder"),
    ("run a.pdf", 2, "binary file (a PDF), expected text; save its text first"),
    ("run a.docx", 2, "office document), expected text; save it as text or HTML"),
    ("run events.csv", 2, "a table of events? `geoconflict map events.csv` draws it"),
    ("map news.csv -o x.html", 1, "articles? `geoconflict run` reads them"),
    ("extract a.pdf", 2, "no article could be read from a.pdf"),
    ("geoparse file.none", 2, "no article could be read from file.none"),
    ("run articles --languages fr", 2, "every article of articles was left out: 1 for its lang"),
    ("run articles --out file", 2, "'file' is a file"),
    ("run articles --out file/deep", 1, "file/deep: no folder to write to: not a directory"),
    ("run articles --cache file", 1, "file: no store of geoconflict's; name another"),
    ("map events.xlsx -o x.html", 1, "a table as CSV, and name that file"),
    ("map old.xls -o x.html", 1, "an old office document), expected text; save it as"),
    ("map events.csv -o file/x.html", 1, "file/x.html: cannot be written: a file stands"),
    ("map events.csv", 2, "Missing option '--out'"),
    ("map misnamed.csv -o x.html", 1, "and lacks latitude (is it lat_itude?)"),
    ("map file -o x.html", 1, "event_date, event_type, latitude, longitude and lacks all of them"),
    ("explain articles", 2, "'articles' is a directory"),
    ("resolve --spans articles", 2, "'articles' is a directory"),
    ("gallery empty", 1, "empty holds no map; make one with"),
    ("geocode Quito --provider opencage", 1, "set the environment variable GEOCONFLICT_OPE"),
    ("data remove nothing", 2, "no layer is named 'nothing'"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "status", "told"), REFUSED, ids=[line for line, *_ in REFUSED])
def test_what_cannot_be_done_is_said_with_the_reason(line, status, told, say):
    ended, out, err = say(line)
    assert (ended, out) == (status, "")
    assert told in err
    assert "Traceback" not in err


def test_a_misspelt_place_is_told_what_was_meant_and_is_no_failure(say):
    status, out, err = say("geocode Quitto")
    assert (status, out) == (0, "")
    assert "no place named 'Quitto' is known to the gazetteer; did you mean Quito" in err


@pytest.mark.parametrize(
    ("given", "meant"),
    [("Esmeraldes", "Esmeraldas"), ("Khartum", "Khartoum"), ("Damascsu, Syria", "Damascus")],
)
def test_a_place_one_letter_away_is_found(given, meant):
    gazetteer = Gazetteer.open()
    found = near_names(gazetteer, given)
    assert meant in found or gazetteer.geocode(given)[0].name == meant
    assert len(found) <= 3


def test_nothing_is_suggested_where_nothing_is_near():
    assert near_names(Gazetteer.open(), "Xqzzvtw") == []
    assert near_names(Gazetteer.open(), "Xq") == []
    assert did_you_mean("xyz", ["events.csv"]) == ""
    assert nearest_path("/nowhere/at/all.csv") == ""


def test_a_country_is_taken_by_its_name_or_its_code(say):
    answers = {say(f"geocode Quito --country {name}")[1] for name in ("EC", "ec", "Ecuador")}
    assert len(answers) == 1
    assert '"country": "EC"' in answers.pop()


def test_the_version_and_the_name_are_told(say):
    assert say("--version") == (0, f"geoconflict, version {geo.__version__}\n", "")
    assert "Usage: geoconflict run" in say("run --help")[1]


@pytest.mark.parametrize("terminal", [True, False])
def test_rows_are_counted_on_a_terminal_only(terminal):
    reader, writer = os.openpty() if terminal else os.pipe()
    command = [sys.executable, "-m", "geo", "map", "events.csv", "-o", "x.html"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    subprocess.run(command, stderr=writer, env=environment, check=True)
    told = os.read(reader, 10_000)
    os.close(writer)
    os.close(reader)
    assert (b"\r2 rows" in told) == terminal
    assert b"2 rows of ACLED: 2 mapped, 0 not" in told


def test_a_full_disk_is_said_and_leaves_what_was_there(say):
    status, _, err = say("map events.csv -o /dev/full")
    assert status == 1
    assert "/dev/full: cannot be written: no space left on device" in err
    assert not Path("/dev/full").is_file()


@pytest.mark.parametrize("line", ["", "data", "data import"])
def test_the_list_of_commands_fits_a_terminal_of_80_columns(line, say):
    lines = say(f"{line} --help")[1].splitlines()
    assert max(map(len, lines)) <= 80
    assert [each for each in lines if each.startswith("  ") and each.endswith("...")] == []
