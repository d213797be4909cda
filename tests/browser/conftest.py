"""A real browser without a network: each page is opened from disk, and what it does is recorded."""

import json
import shutil
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from many import many_rows
from playwright.sync_api import sync_playwright

from geo.render import draw_map

CASES = Path(__file__).parent.parent / "cases" / "render"
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium():
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    assert path, f"no browser found under the names {', '.join(NAMES)}; install Chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def saved(tmp_path_factory):
    """The file of a map, written once however many tests open it."""
    folder, files = tmp_path_factory.mktemp("maps"), {}

    def save(drawn):
        if id(drawn) not in files:
            path = folder / f"map{len(files)}.html"
            drawn.save(path)
            files[id(drawn)] = (path, drawn)
        return files[id(drawn)][0]

    return save


@pytest.fixture
def open_map(chromium, saved):
    """Save a map, open the file, wait until it is ready; at the end nothing may have gone wrong."""
    opened = []

    def open_(drawn, *, fragment="", **context_options):
        path = saved(drawn)
        context = chromium.new_context(
            **{"viewport": {"width": 1280, "height": 800}, **context_options}
        )
        context.set_default_timeout(30_000)
        page = context.new_page()
        requests, messages = [], []
        opened.append((context, requests, messages))
        page.route(lambda url: not url.startswith("file:"), lambda route: route.abort())
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: messages.append(message.text))
        page.on("pageerror", lambda error: messages.append(str(error)))
        page.goto(f"{path.as_uri()}{fragment}")
        page.evaluate("async () => { await geoconflict.ready; }")
        return page

    yield open_
    for context, requests, messages in opened:
        context.close()
        asked = [url for url in requests if not url.startswith(("file:", "data:", "blob:"))]
        assert asked == []
        assert messages == []


@pytest.fixture(scope="session")
def seed_events():
    return frame_of([json.loads((CASES / "seed_event.json").read_text("utf-8"))])


@pytest.fixture(scope="session")
def provinces():
    return gpd.read_file(CASES / "provinces.geojson")


@pytest.fixture(scope="session")
def countries():
    return gpd.read_file(CASES / "countries.geojson")


@pytest.fixture(scope="session")
def events():
    return many_rows()


@pytest.fixture(scope="session")
def many_map(events, provinces, countries):
    return draw_map(events, provinces, countries, title="Many")


def frame_of(rows):
    table = pd.DataFrame(rows)
    points = gpd.points_from_xy(table["longitude"], table["latitude"], crs="EPSG:4326")
    return gpd.GeoDataFrame(table, geometry=points)
