"""What is documented is there, works as it says, and nothing that is there goes undocumented."""

import doctest
import re
import shlex
import shutil
from pathlib import Path

import click
import geopandas as gpd
import pytest
from shapely.geometry import Point

import geo
from geo import stats
from geo.boundaries import ShippedBoundaries
from geo.cli import cli

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")
CASES = ROOT / "tests" / "cases" / "exchange"
TABLES = {
    "ged.csv": "ucdp_ged.csv",
    "acled.csv": "acled_new.csv",
    "20260303120000.export.CSV": "20260303120000.export.CSV",
}
DOORS = [name for name in geo.__all__ if not name.startswith("__")]
PYTHON_BLOCKS = re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


@pytest.fixture
def _workplace(tmp_path, monkeypatch):
    """A folder with the articles and tables that the examples read."""
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    for name, case in TABLES.items():
        shutil.copy(CASES / case, tmp_path / name)
    provinces = ShippedBoundaries().provinces(["EC"])[["name", "country", "geometry"]]
    provinces.to_file(tmp_path / "ecuador.gpkg")
    monkeypatch.chdir(tmp_path)


def commands(group=cli, above=()):
    """Every command with its words: ("data", "import", "places")."""
    for name, command in group.commands.items():
        yield (*above, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*above, name))


COMMANDS = dict(commands())
every_command = pytest.mark.parametrize("words", COMMANDS, ids=" ".join)


def examples_in(text):
    """The command lines that begin with `geoconflict`, without remarks and pipes, as words."""
    for line in re.findall(r"^ +geoconflict (.*)$", text, re.MULTILINE):
        yield shlex.split(re.split(r" #| \|", line)[0])


def parse(words):
    """Read a command line as the command would, without touching the files that it names."""
    command = cli
    while isinstance(command, click.Group):
        assert words, "a group alone is no example"
        command, words = command.commands[words[0]], words[1:]
    options, arguments, _ = command.make_parser(click.Context(command)).parse_args(list(words))
    for parameter in command.params:
        value = options.get(parameter.name)
        assert value is not None or not parameter.required
        if isinstance(parameter.type, click.Choice) and value:
            for each in value if parameter.multiple else [value]:
                assert each in parameter.type.choices
    assert arguments == []
    return command


@every_command
def test_every_command_has_help_with_an_example_of_itself(words):
    text = COMMANDS[words].help
    examples = list(examples_in(text))
    assert "Example:" in text
    assert examples
    assert {example[: len(words)] == list(words) for example in examples} == {True}


@every_command
def test_every_option_is_described(words):
    options = [each for each in COMMANDS[words].params if isinstance(each, click.Option)]
    assert [option.name for option in options if not option.help] == []


@every_command
def test_every_argument_is_named_in_the_help(words):
    command = COMMANDS[words]
    text = command.help.split("Example:")[0]
    for argument in command.params:
        if isinstance(argument, click.Argument):
            name = re.sub(r"[^A-Za-z]", "", argument.make_metavar(click.Context(command)))
            assert name in text


@every_command
def test_every_command_is_in_the_readme(words):
    assert f"geoconflict {' '.join(words)}" in README


def test_every_example_can_be_parsed():
    texts = [README, *(command.help for command in COMMANDS.values())]
    examples = [example for text in texts for example in examples_in(text)]
    assert len(examples) > len(COMMANDS)
    for example in examples:
        parse(example)


@pytest.mark.usefixtures("_workplace")
@pytest.mark.parametrize(
    ("name", "room"),
    [*((name, geo) for name in DOORS), *((name, stats) for name in stats.__all__)],
    ids=[*DOORS, *(f"stats.{name}" for name in stats.__all__)],
)
def test_every_public_name_has_an_example_that_runs(name, room):
    [test] = doctest.DocTestFinder(recurse=False).find(
        getattr(room, name), name, globs={"geo": geo, "stats": stats, "gpd": gpd, "Point": Point}
    )
    assert test.examples
    assert f"{name}(" in test.docstring
    told = []
    results = doctest.DocTestRunner().run(test, out=told.append)
    assert results.failed == 0, "".join(told)


@pytest.mark.usefixtures("_workplace")
def test_every_example_of_the_readme_in_python_runs():
    names = {}
    for block in PYTHON_BLOCKS:
        exec(compile(block, "README.md", "exec"), names)  # noqa: S102 - our own words
    assert len(names["strikes"]) == 1
    assert Path("strikes.html").stat().st_size > 100_000


def test_every_file_that_the_readme_shows_is_there():
    shown = re.findall(r"!\[[^\]]*\]\(([^)]+)\)|`((?:tests|data|notebooks|geo)/[\w/.-]+)`", README)
    paths = [path for pair in shown for path in pair if path]
    assert len(paths) > 5
    assert [path for path in paths if not (ROOT / path).exists()] == []
