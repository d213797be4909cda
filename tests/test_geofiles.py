"""GDAL goes by content: a stranger's file must not send it to other files, or to a server."""

from zipfile import ZipFile

import pytest

from geo.boundaries.polygons import open_file
from geo.errors import DataError, SourceError
from geo.exchange import import_events
from geo.geofiles import check_geofile

TABLE = (
    "event_id_cnty,event_date,event_type,latitude,longitude,x_precision\n"
    "a,2026-03-03,Battles,1,2,town\n"
)
VIRTUAL = (
    '<?xml version="1.0"?>\n<OGRVRTDataSource><OGRVRTLayer name="secret">'
    "<SrcDataSource>{}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
)
SERVICE = "<OGRWFSDataSource><URL>http://127.0.0.1:9/wfs</URL></OGRWFSDataSource>"


@pytest.fixture(params=["virtual", "service"])
def pointing(request, tmp_path):
    (tmp_path / "secret.csv").write_text(TABLE)
    return VIRTUAL.format(tmp_path / "secret.csv") if request.param == "virtual" else SERVICE


@pytest.mark.parametrize("suffix", [".gpkg", ".fgb", ".kml", ".kmz", ".shp"])
def test_a_table_that_points_elsewhere_is_refused(suffix, pointing, tmp_path):
    path = tmp_path / f"events{suffix}"
    path.write_text(pointing)
    with pytest.raises(SourceError, match="save it as one of these"):
        import_events(path)


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson", ".vrt"])
def test_boundaries_that_point_elsewhere_are_refused(suffix, pointing, tmp_path):
    path = tmp_path / f"provinces{suffix}"
    path.write_text(pointing)
    with pytest.raises(DataError, match="save it as one of these"):
        open_file(path, level=None, layer=None)


def test_a_zip_that_holds_such_a_file_is_refused(pointing, tmp_path):
    path = tmp_path / "provinces.zip"
    with ZipFile(path, "w") as archive:
        archive.writestr("provinces.shp", pointing)
    with pytest.raises(SourceError, match=r"provinces\.zip/provinces\.shp: is no"):
        check_geofile(path)


@pytest.mark.parametrize(
    "head",
    [
        b'{"type": "FeatureCollection"}',
        b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- a comment -->\n<kml xmlns="x">',
        b"SQLite format 3\0",
        b"fgb\x03fgb\x00",
        b"\0\0\x27\x0a",
    ],
)
def test_a_file_that_holds_its_own_data_is_let_through(head, tmp_path):
    path = tmp_path / "file"
    path.write_bytes(head)
    check_geofile(path)
