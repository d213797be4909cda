"""Hostile text in every field: it is shown as it stands, and nothing of it runs."""

import json
from pathlib import Path

import folium
import pandas as pd
import pytest
from many import many_rows

from geo.frames import EVENT_COLUMNS, LIST_COLUMNS
from geo.pipeline import draw
from geo.render import draw_map, save_gallery

CASES = Path(__file__).parent.parent / "cases" / "render"
PAYLOADS = json.loads((CASES / "payloads.json").read_text("utf-8"))
KEPT = {"latitude", "longitude", "event_date", "timestamp"}
PRECISE = ("near", "district", "province", "country")
HARMLESS = "a quiet text"

LOOK_EVERYWHERE = """async () => {
  for (const details of document.querySelectorAll("details")) details.open = true;
  const context = document.querySelector(".context input");
  if (!context.checked) context.click();
  atlas.page.plate.repaint();
  for (const row of document.querySelectorAll("[data-row]")) {
    row.click();
    await new Promise((done) => setTimeout(done));
  }
  for (const link of document.querySelectorAll(".card a")) {
    link.removeAttribute("target");
    if (!/^https?:$/.test(link.protocol)) link.click();
  }
  const canvas = document.querySelector("canvas.plate").getBoundingClientRect();
  const {marks, map} = atlas.page;
  for (const hit of [...marks.hits, {x: 5, y: 5}, map.latLngToContainerPoint([1.7, 1.7])]) {
    const at = {clientX: canvas.x + hit.x, clientY: canvas.y + hit.y, bubbles: true};
    document.querySelector("canvas.plate").dispatchEvent(new MouseEvent("mousemove", at));
  }
  const tags = {};
  for (const node of document.querySelectorAll("*")) {
    tags[node.tagName] = (tags[node.tagName] ?? 0) + 1;
  }
  const handlers = [...document.querySelectorAll("*")]
    .flatMap((node) => node.getAttributeNames()).filter((name) => name.startsWith("on"));
  return {districts: marks.districts.areas.size, tags, handlers,
          ran: window.ran ?? null, polluted: ({}).ran ?? null,
          tip: document.querySelector(".tip").textContent,
          said: document.body.textContent, title: document.title};
}"""


def hostile_map(text, provinces, countries):
    """A map in which every text is `text`, in one event with a card and one in a list."""
    texts = [name for name in EVENT_COLUMNS if name not in KEPT]
    row = {name: [text] if name in LIST_COLUMNS else text for name in texts}
    row |= {
        "x_district_id": text,
        "event_date": "2026-03-03",
        "x_sentence": f"{text} and {text}",
        "x_sentence_start": 0,
    }
    row |= {"x_place_start": 0, "x_place_end": 1, "x_trigger_start": 0, "x_trigger_end": len(text)}
    rows = [row | {"latitude": 1.0, "longitude": lon, "fatalities": 1} for lon in (1.0, 20.5)]
    rows += [row | {"latitude": 1.5, "longitude": 1.5, "x_precision": name} for name in PRECISE]
    districts = provinces.head(1)[["country", "lat", "lon", "geometry"]]
    districts = districts.assign(district_id=text, name=text)
    provinces, countries = provinces.copy(), countries.copy()
    for column in ("name", "local_name", "type", "iso_3166_2"):
        provinces[column] = text
    countries["name"] = text
    for row in rows:
        row[f"{text} "] = row[f"y {text}"] = text
    context = pd.DataFrame([{"name": text, "latitude": 1.2, "longitude": 1.2, "n_articles": 2}])
    return draw_map(
        pd.DataFrame(rows), provinces, countries,
        title=text, notes=[(text, text)], credits=[(text, text, text)], context=context,
        population=text, districts=districts, also_credited=[(text, text)],
    )  # fmt: skip


@pytest.fixture(scope="module")
def quiet_tags(chromium, provinces, countries):
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    page.set_content(hostile_map(HARMLESS, provinces, countries).html())
    page.evaluate("async () => { await geoconflict.ready; }")
    tags = page.evaluate(LOOK_EVERYWHERE)["tags"]
    page.close()
    return tags


@pytest.mark.parametrize("payload", PAYLOADS)
def test_text_is_shown_and_never_run(open_map, provinces, countries, payload, quiet_tags):
    seen = open_map(hostile_map(payload, provinces, countries)).evaluate(LOOK_EVERYWHERE)
    assert seen["districts"] == 1
    assert seen["ran"] is None
    assert seen["polluted"] is None
    assert seen["handlers"] == []
    drop = ("A", "SPAN", "MARK", "U")
    assert without(seen["tags"], drop) == without(quiet_tags, drop)
    shown = payload.strip().replace("\x00", "")
    assert shown in seen["said"].replace("\x00", "").replace("�", "")


def test_column_names_and_cells_of_any_table_are_text(open_map):
    rows = {text: [text, text] for text in PAYLOADS}
    rows |= {"latitude": [1.0, 1.2], "longitude": [1.0, 1.2]}
    page = open_map(draw(pd.DataFrame(rows)))
    page.locator("[data-row]").first.click()
    names = page.locator(".others dt").all_text_contents()
    assert sorted(names) == sorted(PAYLOADS)
    assert page.evaluate("window.ran ?? null") is None
    assert page.locator(".card img, .card script, .card b, .card a").count() == 0


def test_names_of_folium_layers_are_text(open_map, provinces, countries):
    drawn = draw_map(many_rows(2), provinces, countries)
    for text in PAYLOADS:
        group = folium.FeatureGroup(name=text)
        folium.Circle([1, 2], radius=1000).add_to(group)
        group.add_to(drawn)
    folium.LayerControl(collapsed=False).add_to(drawn)
    page = open_map(drawn)
    control = page.locator(".leaflet-control-layers-overlays")
    assert control.locator("label").count() == len(PAYLOADS) - PAYLOADS.count("__proto__")
    assert control.locator("img, script, a, b, svg").count() == 0
    assert page.evaluate("window.ran ?? null") is None


@pytest.mark.parametrize("payload", PAYLOADS[::7])
def test_address_of_the_page_runs_nothing(open_map, many_map, payload):
    page = open_map(many_map)
    page.evaluate(
        """(text) => {
          const parts = ["q", "a", "t", "s", "o", "m", "v", "from"].map((key) => [key, text]);
          location.hash = new URLSearchParams(parts).toString();
        }""",
        payload,
    )
    page.evaluate("new Promise((done) => requestAnimationFrame(() => done()))")
    assert page.evaluate("[window.ran ?? null, geoconflict.count]") == [None, 120]


def test_gallery_shows_text_and_runs_nothing(chromium, provinces, countries, tmp_path):
    for number, text in enumerate(PAYLOADS):
        name = text.translate({ord("/"): "_", 0: "_"})[:50]
        hostile_map(text, provinces, countries).save(tmp_path / f"{number:02}{name}.html")
    page = chromium.new_page()
    seen = []
    page.on("request", lambda request: seen.append(request.url))
    page.on("console", lambda message: seen.append(message.text))
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.goto(save_gallery(tmp_path).as_uri())
    titles = page.locator("h2").all_inner_texts()
    ran, script = page.evaluate("[window.ran ?? null, document.querySelectorAll('script').length]")
    page.locator("li a").last.click()
    page.evaluate("async () => { await geoconflict.ready; }")
    page.close()
    assert len(titles) == len(PAYLOADS)
    assert (ran, script) == (None, 1)
    assert [url for url in seen if not url.startswith(("file:", "data:"))] == []


def test_only_web_addresses_become_links(open_map, provinces, countries):
    urls = [text for text in PAYLOADS if not text.lower().startswith(("http:", "https:"))]
    row = {"latitude": 1.0, "longitude": 1.0, "x_urls": urls, "x_titles": ["t"] * len(urls)}
    page = open_map(draw_map(pd.DataFrame([row]), provinces, countries))
    assert page.locator(".sources li").count() == len(urls)
    assert page.locator(".card a").count() == 0


def test_web_addresses_become_guarded_links(open_map, provinces, countries):
    url = 'https://example.org/"onclick=x'
    row = {
        "latitude": 1.0,
        "longitude": 1.0,
        "event_type": "Riots",
        "x_urls": [url],
        "x_titles": ["t"],
    }
    link = open_map(draw_map(pd.DataFrame([row]), provinces, countries)).locator(".card a")
    assert link.get_attribute("rel") == "noopener noreferrer nofollow"
    assert link.evaluate("node => node.href").startswith("https://example.org/")
    assert link.get_attribute("onclick") is None


def without(counts, names):
    return {name: count for name, count in counts.items() if name not in names}
