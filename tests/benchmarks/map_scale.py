"""Maps of many events against folium's MarkerCluster and FastMarkerCluster, in one run.

For each map, medians of the rounds: seconds in Python (events in memory to file on disk, in a
fresh process, imports not counted), the size of the file, and seconds until it can be used in
Chromium: from the start of the navigation until the map is drawn and two frames have passed. The
network is blocked; the rivals' scripts are answered from copies of the packages that they would
load. Their popups hold the type, the date and the sentence, as ours do.

    python tests/benchmarks/map_scale.py [events] [rounds]
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

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
RIVALS = ("MarkerCluster", "FastMarkerCluster")
SLOW = "MarkerCluster"

WRITE = """
import sys, time
sys.path[:0] = {path!r}
import folium, geopandas, pandas
from folium.plugins import FastMarkerCluster, MarkerCluster
import geo, geo.boundaries, geo.render, mapclassify, pyarrow.parquet
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
    ours = path.stem.startswith(OURS)
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


def main() -> None:
    """Print the table, and the bounds that the map keeps."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    found = {}
    print(f"{'':34}{'Python s':>9}{'HTML MB':>9}{'open s':>8}{'filter ms':>11}")
    with tempfile.TemporaryDirectory() as folder:
        for kind, events in [*((kind, count) for kind in (OURS, *RIVALS)), (OURS, count * 10)]:
            path = Path(folder) / f"{kind}{events}.html"
            # A minute once is enough; what takes seconds is done again, for the median.
            times = [write(kind, events, path) for _ in range(1 if kind == SLOW else rounds)]
            python_s = statistics.median(times)
            megabytes = path.stat().st_size / 1e6
            open_s, filter_ms = opened(path, rounds)
            found[kind, events] = (python_s, megabytes, open_s)
            print(
                f"{kind + f', {events:,} events':34}{python_s:9.2f}{megabytes:9.1f}{open_s:8.2f}"
                f"{filter_ms:11.0f}",
                flush=True,
            )
    ours = found[OURS, count]
    marker, fast = (found[kind, count] for kind in RIVALS)
    print(f"Python, MarkerCluster to ours       {marker[0] / ours[0]:6.1f}   (at least 50)")
    print(f"Python, FastMarkerCluster to ours   {fast[0] / ours[0]:6.1f}   (at least 3)")
    print(f"opening, MarkerCluster to ours      {marker[2] / ours[2]:6.1f}   (at least 8)")
    print(f"opening, FastMarkerCluster to ours  {fast[2] / ours[2]:6.1f}")
    more = found[OURS, count * 10][2]
    print(f"opening, ten times the events       {more / ours[2]:6.1f}   (at most 3)")


if __name__ == "__main__":
    main()
