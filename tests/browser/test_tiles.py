"""Tiles of a server, from that server alone and only when asked for."""

import base64
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from test_hostile_text import PAYLOADS

from geo.errors import MapError
from geo.render import draw_map

GREY = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mOora39DwAFhAKAjM1mJgAAAABJRU5ErkJggg=="
)

WRITTEN = """() => {
  atlas.page.map.setView([1, 2], 6, {animate: false});
  atlas.page.plate.repaint();
  return atlas.page.written;
}"""


class Tiles(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.end_headers()
        self.wfile.write(GREY)

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Tiles) as http:
        http.asked = []
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield http
        http.shutdown()


@pytest.fixture
def draw(events, provinces, countries):
    def draw_(tiles="", credit=""):
        return draw_map(events, provinces, countries, tiles=tiles, tiles_attribution=credit)

    return draw_


def opened(chromium, path):
    page, messages = chromium.new_page(), []
    page.on("console", lambda message: messages.append(message.text))
    page.goto(path.as_uri())
    page.evaluate("async () => { await geoconflict.ready; }")
    return page, messages


def test_tiles_come_from_the_server_that_was_named(chromium, server, draw, tmp_path):
    origin = f"http://127.0.0.1:{server.server_port}"
    drawn = draw(f"{origin}/{{z}}/{{x}}/{{y}}.png", "<b>Tiles</b> & co")
    drawn.save(tmp_path / "map.html")
    page, messages = opened(chromium, tmp_path / "map.html")
    page.locator("img.leaflet-tile-loaded").first.wait_for(state="attached")
    assert server.asked
    assert messages == []
    assert "<b>Tiles</b> & co" in page.locator(".leaflet-control-attribution").inner_text()
    assert f"img-src data: blob: {origin};" in page.content()
    page.close()


def test_credit_of_tiles_is_text(chromium, server, draw, tmp_path):
    origin = f"http://127.0.0.1:{server.server_port}"
    draw(f"{origin}/{{z}}/{{x}}/{{y}}.png", "\n".join(PAYLOADS)).save(tmp_path / "map.html")
    page, messages = opened(chromium, tmp_path / "map.html")
    shown = page.locator(".leaflet-control-attribution")
    assert shown.locator("img, script, a, b, svg").count() == 0
    assert page.evaluate("window.ran ?? null") is None
    assert messages == []
    page.close()


def test_on_tiles_only_provinces_with_events_are_named(chromium, server, draw, tmp_path):
    names = []
    for tiles in ("", f"http://127.0.0.1:{server.server_port}/{{z}}/{{x}}/{{y}}"):
        draw(tiles, "us").save(tmp_path / "map.html")
        page, _ = opened(chromium, tmp_path / "map.html")
        names.append(page.evaluate(WRITTEN))
        page.close()
    ours, tiled = names
    assert "ALAND" in ours
    assert set(tiled) == {"Westmark", "Östmark"}


def test_without_tiles_no_server_may_be_asked(draw):
    assert "img-src data: blob:;" in draw().html()


def test_a_provider_brings_its_own_credit(draw):
    html = draw("OpenStreetMap.Mapnik").html()
    assert "img-src data: blob: https://tile.openstreetmap.org;" in html
    assert "(C) OpenStreetMap contributors" in html


@pytest.mark.parametrize(
    ("tiles", "credit", "reason"),
    [
        ("https://example.org/{z}/{x}/{y}.png", "", "must be credited"),
        ("https://example.org/{z}/{x}.png", "us", "lacks {y}"),
        ("javascript://example.org/{z}/{x}/{y}", "us", "no address of a tile server"),
        ("https://example.org 'unsafe-inline'/{z}/{x}/{y}", "us", "no address of a tile server"),
        ("https://a@b/{z}/{x}/{y}", "us", "no address of a tile server"),
        ("No such provider", "", "no tiles named 'No such provider' can be used"),
        ("Thunderforest.Landscape", "", "Token is required"),
    ],
)
def test_what_is_no_tile_server_is_refused(draw, tiles, credit, reason):
    with pytest.raises(MapError, match=reason):
        draw(tiles, credit)
