"""What an installation brings along is written down: every package, at one version."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PINS = {
    canonicalize_name(name): version
    for name, version in (
        line.split("==")
        for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines()
        if not line.startswith("#")
    )
}


def asked_for():
    """What the product and its groups need, directly or not, as far as it is installed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    waiting = [*project["build-system"]["requires"], *project["project"]["dependencies"]]
    waiting += [each for group in project["dependency-groups"].values() for each in group]
    found = {}
    while waiting:
        requirement = Requirement(waiting.pop())
        key = (canonicalize_name(requirement.name), frozenset(requirement.extras))
        if key not in found:
            found[key] = _installed(requirement)
            waiting += _needs(found[key], requirement.extras)
    return {name: each.version if each else None for (name, _), each in found.items()}


def _installed(requirement):
    try:
        return distribution(requirement.name)
    except PackageNotFoundError:
        return None


def _needs(found, extras):
    for line in (found.requires or ()) if found else ():
        marker = Requirement(line).marker
        if marker is None or any(marker.evaluate({"extra": each}) for each in ("", *extras)):
            yield line


def test_every_package_that_is_asked_for_is_pinned():
    assert sorted(set(asked_for()) - set(PINS)) == []


def test_what_is_installed_is_what_is_pinned():
    installed = {name: version for name, version in asked_for().items() if version}
    assert len(installed) > 80
    assert installed == {name: PINS[name] for name in installed}


@pytest.mark.parametrize("name", ["constraints.txt", "pyproject.toml"])
def test_no_package_comes_from_an_address(name):
    text = (ROOT / name).read_text("utf-8")
    assert not re.search(r"(https?|git|file)(\+\w+)?://|--(extra-)?index-url", text)


def test_a_fresh_machine_verifies_its_data_as_it_installs():
    recipe = (ROOT / "Makefile").read_text("utf-8").split(".venv/installed:")[1].split("\n\n")[0]
    assert "geoconflict data verify" in recipe
