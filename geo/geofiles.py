"""Which files GDAL may open: GDAL goes by content, and some content sends it elsewhere.

A file of any name that holds a virtual format, or the address of a service, would make GDAL read
other files of this computer or ask a server.
"""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZipFile, is_zipfile

from geo.errors import SourceError

# GeoPackage, FlatGeobuf, shapefile, and zips such as KMZ, whose files are looked at one by one.
_MAGIC = (b"SQLite format 3\0", b"fgb\x03", b"\0\0\x27\x0a", b"PK\x03\x04")
_ROOT = re.compile(rb"(?:\s|<\?[^>]{0,500}>|<!--[^>]{0,1000}-->)*<([\w:]{1,50})")
_HEAD = 4096


def check_geofile(path: Path) -> None:
    """Raise SourceError unless a file holds its own data, as its first bytes tell.

    GeoPackage, FlatGeobuf, shapefile, GeoJSON and KML do, also in a zip. A folder is not looked at.
    """
    if path.is_dir():
        return
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not (head.startswith(_MAGIC) or _is_text_form(head)):
        raise SourceError(str(path), _REFUSED)
    if head.startswith(b"PK") and is_zipfile(path):
        _check_members(path)


_REFUSED = (
    "is no GeoPackage, FlatGeobuf, shapefile, GeoJSON or KML by its content; "
    "save it as one of these"
)


def _check_members(path: Path) -> None:
    with ZipFile(path) as archive:
        for name in archive.namelist():
            # Beside a shapefile stands its description as XML, which nothing opens as data.
            if name.endswith("/") or name.lower().endswith(".xml"):
                continue
            with archive.open(name) as file:
                head = file.read(_HEAD)
            if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and not _is_text_form(head):
                raise SourceError(f"{path}/{name}", _REFUSED)


def _is_text_form(head: bytes) -> bool:
    """Whether a text begins as GeoJSON or KML does."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    root = _ROOT.match(start)
    return start.startswith(b"{") or (root is not None and root[1] in {b"kml", b"kml:kml"})
