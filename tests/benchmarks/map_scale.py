"""Maps of many events against folium's MarkerCluster and FastMarkerCluster, in one run.

For each map, medians of the rounds: seconds in Python (events in memory to file on disk, in a
fresh process, imports not counted), the size of the file, and seconds until it can be used in
Chromium: from the start of the navigation until the map is drawn and two frames have passed. The
network is blocked; the rivals' scripts are answered from copies of the packages that they would
load. Their popups hold the type, the date and the sentence, as ours do.
Ours is drawn with ten times the events, too; the committed map of the seed article is opened, and
what has a bound of its own instead of a rival stands against that.

    python tests/benchmarks/map_scale.py [events] [rounds]
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from ratios import Ratio, table

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "data" / "build"), str(Path(__file__).parent)]

PACKAGES = {
    "jquery": ("jquery", "3.7.1", "dist/jquery.min.js"),
    "bootstrap": ("bootstrap", "5.2.2", "dist/js/bootstrap.bundle.min.js"),
    "leaflet.awesome-markers": (
        "leaflet.awesome-markers", "2.0.5", "dist/leaflet.awesome-markers.js",
    ),
    "leaflet.markercluster": ("leaflet.markercluster", "1.1.0", "dist/leaflet.markercluster.js"),
}  # fmt: skip
"""What folium loads: a part of the address, then the npm package that holds the file."""

OURS = "geoconflict"
SEED = ROOT / "maps" / "index.html"
RIVALS = (("MarkerCluster", 50.0, 8.0), ("FastMarkerCluster", 3.0, None))
"""What folium offers, and how many times its cost ours is meant to be below: written, opened."""
SLOW = "MarkerCluster"

WRITE = """
import sys, time
sys.path[:0] = {path!r}
import folium, geopandas, pandas
from folium.plugins import FastMarkerCluster, MarkerCluster
import geo, geo.boundaries, geo.render, pyarrow.parquet
from many_events import many_events

geo.map  # loads what a map needs
kind, count, out = sys.argv[1], int(sys.argv[2]), sys.argv[3]
events = many_events(count)
started = time.perf_counter()
if kind == "geoconflict":
    geo.map(events, title="Many events").save(out)
else:
    page = folium.Map([10, 20], zoom_start=3, tiles=None)
    rows = zip(events.latitude, events.longitude, events.event_type,
               events.event_date.dt.strftime("%Y-%m-%d"), events.notes)
    if kind == "MarkerCluster":
        layer = MarkerCluster()
        for lat, lon, what, day, notes in rows:
            folium.Marker([lat, lon], popup=f"{{what}}, {{day}}: {{notes}}").add_to(layer)
        layer.add_to(page)
    else:
        callback = ("function (row) {{ var marker = L.marker(new L.LatLng(row[0], row[1]));"
                    "marker.bindPopup(row[2] + ', ' + row[3] + ': ' + row[4]); return marker; }}")
        FastMarkerCluster(list(map(list, rows)), callback=callback).add_to(page)
    page.options["maxZoom"] = 18
    page.save(out)
print(time.perf_counter() - started)
"""

OPENED = """async (ours) => {
  if (ours) await geoconflict.ready;
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  while (document.readyState !== "complete") await frame();
  const marks = () => document.querySelectorAll(".leaflet-marker-icon").length;
  while (!ours && !marks()) await frame();
  await frame();
  await frame();
  return performance.now() / 1000;
}"""

REDRAW = """async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const times = [];
  for (const types of [["Riots"], ["Battles", "Protests"], null, ["Protests"], null]) {
    await frame();
    const started = performance.now();
    geoconflict.filter({types});
    atlas.page.plate.repaint();
    times.push(performance.now() - started);
    await frame();
  }
  return times.sort((a, b) => a - b)[2];
}"""


def write(kind: str, count: int, out: Path) -> float:
    """Seconds that a fresh process takes for a map of `count` events."""
    code = WRITE.format(path=sys.path[:3])
    command = [sys.executable, "-c", code, kind, str(count), str(out)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def library(url: str) -> str:
    """The script that an address of a CDN stands for; "" for style sheets and fonts."""
    from registry import npm_package

    from geo.render.inline import leaflet_script

    if not url.endswith(".js"):
        return ""
    for part, (name, version, file) in PACKAGES.items():
        if part in url:
            return (npm_package(name, version) / file).read_text("utf-8")
    return leaflet_script()


def opened(path: Path, rounds: int) -> tuple[float, float]:
    """Median seconds until the page can be used, and milliseconds of a filter's redraw."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    ours = path == SEED or path.stem.startswith(OURS)
    times, redraws = [], []
    with sync_playwright() as playwright:
        for _ in range(rounds):
            browser = playwright.chromium.launch(
                executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
            )
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            page.set_default_timeout(300_000)
            page.route(
                lambda url: not url.startswith("file:"),
                lambda route: route.fulfill(
                    body=library(route.request.url), headers={"Access-Control-Allow-Origin": "*"}
                ),
            )
            page.goto(path.as_uri(), wait_until="commit", timeout=300_000)
            page.wait_for_load_state("domcontentloaded")
            times.append(page.evaluate(OPENED, ours))
            redraws.append(page.evaluate(REDRAW) if ours else float("nan"))
            browser.close()
    return statistics.median(times), statistics.median(redraws)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one map takes."""

    python_s: float
    megabytes: float
    open_s: float
    filter_ms: float


def cost(kind: str, count: int, rounds: int) -> Cost:
    """Write a map of `count` events and open it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{kind}.html"
        # A minute once is enough; what takes seconds is done again, for the median.
        times = [write(kind, count, path) for _ in range(1 if kind == SLOW else rounds)]
        return Cost(statistics.median(times), path.stat().st_size / 1e6, *opened(path, rounds))


def ratios(count: int = 100_000, rounds: int = 3) -> list[Ratio]:
    """Writing and opening against folium's clusters, and ours with ten times the events."""
    ours, more = (cost(OURS, events, rounds) for events in (count, 10 * count))
    tell(OURS, count, ours)
    tell(OURS, 10 * count, more)
    what = f"map of {count:,} events"
    found = []
    for kind, at_least_python, at_least_open in RIVALS:
        theirs = cost(kind, count, rounds)
        tell(kind, count, theirs)
        rival = f"folium {kind}"
        found += [
            Ratio(what=f"{what}, written", rival=rival, theirs=theirs.python_s,
                  ours=ours.python_s, at_least=at_least_python),
            Ratio(what=f"{what}, its file", rival=rival, theirs=theirs.megabytes,
                  ours=ours.megabytes, unit="MB"),
            Ratio(what=f"{what}, opened", rival=rival, theirs=theirs.open_s,
                  ours=ours.open_s, at_least=at_least_open),
        ]  # fmt: skip
    larger = f"map of {10 * count:,} events, opened"
    rival = f"ours of {count:,} events"
    return [
        *found,
        Ratio(what=larger, rival=rival, theirs=ours.open_s, ours=more.open_s, at_least=1 / 3),
        bound(f"{what}, its file", 50e-6 * count, ours.megabytes, "MB"),
        bound(f"{what}, filtered and redrawn", 100, ours.filter_ms, "ms"),
        bound(f"map of {10 * count:,} events, its file", 400e-6 * count, more.megabytes, "MB"),
        bound("map of the seed article, its file", 1, SEED.stat().st_size / 1e6, "MB"),
        bound("map of the seed article, opened", 1, opened(SEED, rounds)[0], "s"),
    ]


def bound(what: str, most: float, ours: float, unit: str) -> Ratio:
    """What we take against the most that we allow ourselves."""
    return Ratio(what=what, rival="our bound", theirs=most, ours=ours, unit=unit, at_least=1)


def tell(kind: str, count: int, found: Cost) -> None:
    """Say on stderr what one map took."""
    print(
        f"{kind}, {count:,} events: Python {found.python_s:.2f} s, {found.megabytes:.1f} MB, "
        f"opened in {found.open_s:.2f} s, filtered in {found.filter_ms:.0f} ms",
        file=sys.stderr,
    )


if __name__ == "__main__":
    print(table(ratios(*map(int, sys.argv[1:]))))
