"""The map of many events: filters, timeline, colours, list, keyboard, downloads, address."""

import io
import itertools
import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from geo.render import draw_map

TYPES = ("Battles", "Explosions/Remote violence", "Riots", "Protests")
PLACES = {
    "Westtown": ("Westmark", "AA", "AA-1", 0.5, 0.5),
    "Easttown": ("Östmark", "AA", "AA-2", 1.5, 3.5),
    "Bordertown": ("Borderland", "BB", "BB-1", 1.0, 5.0),
    "Fartown": ("Farland", "CC", "CC-1", 20.5, 20.5),
}
NAMES = {"AA": "Aland", "BB": "Beland", "CC": "Celand"}


def many_rows(count=120):
    """Events in a fixed pattern over four places; no chance is involved."""
    rows = []
    for i in range(count):
        place = list(PLACES)[(i * i) % 4 if i % 3 else i % 4]
        admin1, code, iso, lat, lon = PLACES[place]
        day = np.datetime64("2026-01-01") + (i * 7) % 90
        rows.append(
            {
                "event_id_cnty": f"E{i}", "event_date": str(day), "event_type": TYPES[i % 4],
                "sub_event_type": f"Kind {i % 5}", "actor1": f"Group {i % 3}", "actor2": "Others",
                "country": NAMES[code], "x_country_iso2": code, "admin1": admin1,
                "x_admin1_iso": iso, "location": place, "latitude": lat + (i % 10) / 40,
                "longitude": lon + (i % 7) / 40, "fatalities": i % 6, "x_fat_reported": i % 6 != 1,
                "source": f"paper{i % 2}.txt", "x_precision": ("town", "near", "province")[i % 3],
                "x_radius_km": 25.0, "x_place_score": 0.4 + (i % 6) / 10,
                "x_sentence": f"Sentence number {i}.", "x_article_ids": [f"a{i % 9}"],
                "x_titles": [f"Title {i}"], "x_urls": [f"https://example.org/{i}"],
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


@pytest.fixture(scope="module")
def events():
    return many_rows()


@pytest.fixture(scope="module")
def many_map(events, provinces, countries):
    return draw_map(events, provinces, countries, title="Many")


def visible(page):
    return page.evaluate("geoconflict.visible()")


def open_filters(page):
    page.locator(".filters > summary").click()


def search_for(page, text):
    page.locator("input[type=search]").fill(text)
    page.evaluate("async () => { await atlas.page.events.cards.fold(); }")


class TestFilters:
    def test_unticking_a_type_takes_its_events_away(self, open_map, many_map, events):
        page = open_map(many_map)
        open_filters(page)
        page.locator("fieldset.type input[value=Battles]").uncheck()
        left = int((events.event_type != "Battles").sum())
        assert visible(page) == left
        assert page.locator(".left").inner_text() == f"{left} of 120 events"
        assert page.locator(".filters > summary").inner_text() == "Filters: 1 active"

    @pytest.mark.parametrize(
        ("choice", "left"),
        [
            ("sub_type=Kind 2", lambda e: (e.sub_event_type == "Kind 2").sum()),
            ("actor=Group 1", lambda e: (e.actor1 == "Group 1").sum()),
            ("source=paper1.txt", lambda e: (e.source == "paper1.txt").sum()),
            ("deaths=5", lambda e: (e.fatalities >= 5).sum()),
            ("score=0.7", lambda e: (e.x_place_score.round(2) >= 0.7).sum()),
        ],
    )
    def test_choice_keeps_what_it_says(self, open_map, many_map, events, choice, left):
        group, value = choice.split("=")
        page = open_map(many_map)
        open_filters(page)
        page.locator(f"fieldset.{group} select").select_option(value)
        assert visible(page) == left(events)

    def test_precision_is_a_filter(self, open_map, many_map, events):
        page = open_map(many_map)
        open_filters(page)
        page.locator("fieldset.precision_head input[value=province]").uncheck()
        assert visible(page) == int((events.x_precision != "province").sum())

    def test_dates_are_a_filter(self, open_map, many_map, events):
        page = open_map(many_map)
        open_filters(page)
        page.locator("fieldset.dates input").first.fill("2026-02-01")
        assert visible(page) == int((events.event_date >= "2026-02-01").sum())

    def test_search_finds_places_without_their_accents(self, open_map, many_map, events):
        page = open_map(many_map)
        search_for(page, "ostmark")
        assert visible(page) == int((events.admin1 == "Östmark").sum())

    def test_search_finds_words_of_sentences_and_titles(self, open_map, many_map):
        page = open_map(many_map)
        search_for(page, "number 117.")
        assert visible(page) == 1
        search_for(page, "TITLE 11")
        assert visible(page) == 11
        again = open_map(many_map, fragment="#q=sentence+number+11")
        assert visible(again) == 11

    def test_one_button_clears_all(self, open_map, many_map):
        page = open_map(many_map)
        page.evaluate("geoconflict.filter({types: ['Riots'], minFatalities: 3})")
        page.locator(".state button").click()
        assert visible(page) == 120
        assert not page.locator(".state button").is_visible()

    def test_nothing_left_is_said_and_can_be_undone(self, open_map, many_map):
        page = open_map(many_map)
        page.evaluate("geoconflict.filter({minFatalities: 1000})")
        assert "No event matches." in page.locator(".list").inner_text()
        page.locator(".list .empty button").click()
        assert visible(page) == 120

    def test_control_that_cannot_part_the_events_is_absent(
        self, open_map, events, provinces, countries
    ):
        alike = events.assign(event_type="Riots", x_place_score=0.5, source="one", fatalities=0)
        page = open_map(draw_map(alike, provinces, countries))
        for group in ("type", "score", "source", "deaths"):
            assert page.locator(f"fieldset.{group}").count() == 0


class TestTimeline:
    def test_dragging_chooses_dates(self, open_map, many_map):
        page = open_map(many_map)
        box = page.locator(".timeline canvas").bounding_box()
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 10)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + 10)
        page.mouse.up()
        first, last = page.evaluate("[atlas.page.filter.from, atlas.page.filter.to]")
        assert 0 < visible(page) < 120
        assert 20 <= last - first <= 25

    def test_playing_moves_the_brush_to_the_end(self, open_map, many_map):
        page = open_map(many_map)
        steps = page.evaluate(
            """() => {
              const {timeline} = atlas.page;
              timeline.toggle();
              const seen = [timeline.edges()];
              while (timeline.timer) { timeline.advance(); seen.push(timeline.edges()); }
              return [seen.length, seen[0][0], seen.at(-1)[1], timeline.bins];
            }"""
        )
        assert steps[0] > 10
        assert steps[1] == 0
        assert steps[2] == steps[3]

    def test_arrow_keys_move_the_brush(self, open_map, many_map):
        page = open_map(many_map)
        page.locator(".timeline canvas").focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        assert page.evaluate("atlas.page.timeline.edges()") == [1, 2]
        page.keyboard.press("Escape")
        assert visible(page) == 120

    def test_events_of_one_day_need_no_timeline(self, open_map, events, provinces, countries):
        page = open_map(draw_map(events.assign(event_date="2026-01-01"), provinces, countries))
        assert page.locator(".timeline").count() == 0


class TestChoropleth:
    def test_values_are_the_events_in_each_province(self, open_map, many_map, events):
        page = open_map(many_map)
        page.locator(".choropleth select").select_option("events")
        values = page.evaluate(
            "Object.fromEntries(atlas.page.basemap.provinces.iso.map((code, at) => "
            "[code, atlas.page.choropleth.now[at]]))"
        )
        counted = events.x_admin1_iso.value_counts()
        assert {code: number for code, number in values.items() if number} == counted.to_dict()

    def test_rate_is_per_thousand_square_kilometres(self, open_map, many_map, events, provinces):
        page = open_map(many_map)
        page.locator(".choropleth select").select_option("deaths_area")
        rate = page.evaluate("atlas.page.choropleth.now[atlas.page.basemap.byCode.get('AA-1')]")
        stated = events[(events.x_admin1_iso == "AA-1") & events.x_fat_reported]
        area = provinces.set_index("iso_3166_2").area_km2["AA-1"]
        assert rate == pytest.approx(stated.fatalities.sum() / area * 1000)

    def test_legend_gives_bounds_unit_and_method(self, open_map, many_map):
        page = open_map(many_map)
        page.locator(".choropleth select").select_option("events")
        said = page.locator(".choropleth .key").inner_text()
        for words in ("None", "up to", "No data", "Natural breaks"):
            assert words in said

    def test_bounds_stay_while_filters_change(self, open_map, many_map):
        page = open_map(many_map)
        page.locator(".choropleth select").select_option("events")
        before = page.locator(".choropleth .key").inner_text()
        page.evaluate("geoconflict.filter({types: ['Riots']})")
        assert page.locator(".choropleth .key").inner_text() == before

    def test_rate_is_per_hundred_thousand_people(self, open_map, events, provinces, countries):
        people = provinces.assign(
            population=[250_000.0, 1e6, 50_000.0, *[None] * (len(provinces) - 3)]
        )
        drawn = draw_map(events, people, countries, population="The census of 2020")
        page = open_map(drawn)
        page.locator(".choropleth select").select_option("events_people")
        rate = page.evaluate("atlas.page.choropleth.now[atlas.page.basemap.byCode.get('AA-1')]")
        assert rate == pytest.approx((events.x_admin1_iso == "AA-1").sum() / 2.5)
        assert "People: The census of 2020" in page.locator(".choropleth .key").inner_text()

    def test_no_population_means_no_choice_of_it(self, open_map, many_map):
        options = open_map(many_map).locator(".choropleth option").all_inner_texts()
        assert "Events per 1,000 km²" in options
        assert not any("people" in option for option in options)

    def test_values_lie_in_the_classes_that_were_made_of_them(self, open_map, many_map):
        page = open_map(many_map)
        for measure in ("events", "deaths", "events_area", "deaths_area"):
            page.locator(".choropleth select").select_option(measure)
            last, classes = page.evaluate(
                """() => {
                  const {choropleth} = atlas.page;
                  const classes = choropleth.now.filter((value) => value > 0)
                    .map((value) => choropleth.classOf(value));
                  return [choropleth.bounds[choropleth.measure].length - 1, classes];
                }"""
            )
            assert max(classes) == last


class TestMarks:
    def test_every_event_is_in_a_sign_or_a_cluster(self, open_map, many_map):
        page = open_map(many_map)
        assert (
            page.evaluate("atlas.page.marks.hits.reduce((sum, hit) => sum + hit.count, 0)") == 120
        )

    def test_clusters_do_not_overlap(self, open_map, many_map):
        page = open_map(many_map)
        hits = page.evaluate("atlas.page.marks.hits.map(({x, y, r}) => [x, y, r])")
        for (x, y, r), (u, v, s) in itertools.combinations(hits, 2):
            assert np.hypot(x - u, y - v) >= r + s - 5

    def test_click_on_a_cluster_goes_nearer(self, open_map, many_map):
        page = open_map(many_map)
        before = page.evaluate("atlas.page.map.getZoom()")
        page.evaluate(
            """() => new Promise((done) => {
              atlas.page.map.once("moveend", () => done());
              atlas.page.pointer.openCluster(atlas.page.marks.hits[0]);
            })"""
        )
        assert page.evaluate("atlas.page.map.getZoom()") > before

    def test_events_at_one_place_are_listed(self, open_map, events, provinces, countries):
        same = events.head(5).assign(latitude=1.0, longitude=1.0, x_precision="town")
        page = open_map(draw_map(same, provinces, countries))
        page.evaluate("atlas.page.pointer.openCluster(atlas.page.marks.hits[0])")
        assert page.locator(".left").inner_text() == "5 events at this place"
        assert page.locator("[data-row]").count() == 5

    def test_near_is_a_circle_of_the_true_radius(self, open_map, events, provinces, countries):
        near = events.iloc[[1]].assign(latitude=60.0, x_precision="near", x_radius_km=30.0)
        page = open_map(draw_map(near, provinces, countries))
        shown, expected = page.evaluate(
            """() => {
              const {map, marks, plate, events} = atlas.page;
              const north = L.latLng(60, events.lon[0] / 1e5);
              const east = north.toBounds(60000).getEast();
              const width = map.project([60, east]).x - map.project(north).x;
              return [atlas.Marks.pixels(plate.view, 30, events.y[0]), width];
            }"""
        )
        assert shown == pytest.approx(expected, rel=0.01)

    def test_country_event_is_listed_and_outlined_without_a_sign(
        self, open_map, events, provinces, countries
    ):
        rows = events.head(3).assign(x_precision=["country", "town", "town"])
        page = open_map(draw_map(rows, provinces, countries))
        assert page.locator("[data-row]").count() == 3
        drawn = page.evaluate("atlas.page.marks.hits.reduce((sum, hit) => sum + hit.count, 0)")
        assert drawn == 2
        assert page.evaluate("[...atlas.page.marks.countryAreas]") == ["AA"]

    def test_names_on_the_map_never_touch(self, open_map, many_map):
        page = open_map(many_map)
        page.evaluate("atlas.page.map.setView([1, 3], 7, {animate: false})")
        placed = page.evaluate("atlas.page.labels.placed")
        assert len(placed) >= 2
        for a, b in itertools.combinations(placed, 2):
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


class TestCard:
    @pytest.mark.parametrize("text", ["Grüße aus Östmark", "a𝒳b🕊c🕊🕊d", "e\u0301 \u202ex"])
    def test_place_and_trigger_are_marked_in_whole_characters(self, open_map, many_map, text):
        """Every pair of spans; the pieces laid end to end are the sentence."""
        page = open_map(many_map)
        spans = list(itertools.combinations(range(len(text) + 1), 2))[::3]
        rows = [
            {"x_sentence": text, "x_sentence_start": 7, "x_place_start": a + 7,
             "x_place_end": b + 7, "x_trigger_start": c + 7, "x_trigger_end": d + 7}
            for (a, b), (c, d) in itertools.pairwise(spans)
        ]  # fmt: skip
        cut = page.evaluate("(rows) => rows.map((row) => atlas.Cards.pieces(row))", rows)
        for row, pieces in zip(rows, cut, strict=True):
            assert "".join(piece for piece, _ in pieces) == text
            for name in ("place", "trigger"):
                marked = "".join(piece for piece, marks in pieces if name[0] in marks)
                start, end = (row[f"x_{name}_{side}"] - 7 for side in ("start", "end"))
                assert marked == text[start:end]

    def test_offsets_outside_the_sentence_mark_nothing(self, open_map, many_map):
        row = {
            "x_sentence": "Short.",
            "x_sentence_start": 0,
            "x_place_start": 90,
            "x_place_end": 99,
        }
        pieces = open_map(many_map).evaluate("(row) => atlas.Cards.pieces(row)", row)
        assert pieces == [["Short.", ""]]

    def test_notes_stand_in_for_a_missing_sentence(self, open_map, many_map):
        pieces = open_map(many_map).evaluate("atlas.Cards.pieces({notes: 'It happened.'})")
        assert pieces == [["It happened.", ""]]


class TestListAndKeyboard:
    def test_list_is_newest_first(self, open_map, many_map, events):
        page = open_map(many_map)
        first = page.locator("[data-row]").first.inner_text()
        assert pd.Timestamp(events.event_date.max()).strftime("%-d %b %Y") in first

    def test_long_list_grows_on_request(self, open_map, many_map):
        page = open_map(many_map)
        assert page.locator("[data-row]").count() == 100
        page.get_by_text("Show 20 more").click()
        assert page.locator("[data-row]").count() == 120

    def test_keys_walk_the_list_open_a_card_and_close_it(self, open_map, many_map):
        page = open_map(many_map)
        page.locator("[data-row]").first.focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.locator(".card").wait_for()
        row = page.locator(".card").get_attribute("data-id")
        page.keyboard.press("ArrowDown")
        page.wait_for_selector(f".card:not([data-id='{row}'])")
        page.keyboard.press("Escape")
        assert page.locator(".card").count() == 0
        assert page.evaluate("document.activeElement.hasAttribute('data-row')")

    def test_every_control_shows_its_focus(self, open_map, many_map):
        page = open_map(many_map)
        page.locator(".filters > summary").click()
        for _ in range(24):
            page.keyboard.press("Tab")
            name, style, width = page.evaluate(
                """() => {
                  const node = document.activeElement, style = getComputedStyle(node);
                  return [node.outerHTML.slice(0, 60), style.outlineStyle, style.outlineWidth];
                }"""
            )
            assert (style, width) == ("solid", "3px"), name

    def test_buttons_have_room_for_a_thumb(self, open_map, many_map):
        page = open_map(many_map, viewport={"width": 390, "height": 844})
        small = page.evaluate(
            """() => [...document.querySelectorAll("button, select, summary, input[type=search]")]
              .filter((node) => node.checkVisibility() && !node.matches(".handle, .inline"))
              .filter((node) => node.getBoundingClientRect().height < 40)
              .map((node) => node.outerHTML.slice(0, 80))"""
        )
        assert small == []


class TestDownloads:
    def test_csv_holds_the_events_that_pass(self, open_map, many_map, events):
        page = open_map(many_map)
        page.evaluate("geoconflict.filter({types: ['Riots']})")
        with page.expect_download() as download:
            page.get_by_role("button", name="CSV").click()
        table = pd.read_csv(download.value.path())
        riots = events[events.event_type == "Riots"]
        assert sorted(table.event_id_cnty) == sorted(riots.event_id_cnty)
        assert list(table.columns) == [*events.columns, "x_province_id"]
        both = table.merge(riots, on="event_id_cnty")
        assert np.allclose(both.latitude_x, both.latitude_y, atol=1e-5)
        assert (both.x_sentence_x == both.x_sentence_y).all()

    @pytest.mark.parametrize(
        "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\x00=1"]
    )
    def test_formula_in_a_cell_is_made_harmless(self, open_map, many_map, text):
        cell = open_map(many_map).evaluate("(text) => atlas.downloads.cell(text)", text)
        assert cell.strip('"').startswith("'")

    def test_negative_number_stays_a_number(self, open_map, many_map):
        assert open_map(many_map).evaluate("atlas.downloads.cell(-79.3)") == "-79.3"

    def test_quotes_and_line_breaks_survive(self, open_map, many_map):
        text = 'a "b", c\nd;e'
        cell = open_map(many_map).evaluate("(text) => atlas.downloads.cell(text)", text)
        assert pd.read_csv(io.StringIO("x\n" + cell)).x[0] == text

    def test_geojson_opens_in_geopandas(self, open_map, many_map, events):
        page = open_map(many_map)
        with page.expect_download() as download:
            page.get_by_role("button", name="GeoJSON").click()
        text = json.loads(download.value.path().read_text("utf-8"))
        frame = gpd.GeoDataFrame.from_features(text, crs="EPSG:4326").set_index("event_id_cnty")
        assert len(frame) == 120
        assert frame.geometry.x["E5"] == pytest.approx(events.longitude[5])

    def test_picture_is_a_png_of_the_map(self, open_map, many_map):
        page = open_map(many_map)
        with page.expect_download() as download:
            page.get_by_role("button", name="PNG").click()
        data = download.value.path().read_bytes()
        assert data.startswith(b"\x89PNG")
        width, height = (int.from_bytes(data[at : at + 4], "big") for at in (16, 20))
        assert (width, height) == (920, 736 + 72)


class TestAddress:
    def test_view_and_filters_come_back(self, open_map, many_map):
        page = open_map(many_map)
        page.evaluate(
            "geoconflict.filter({types: ['Riots'], from: '2026-02-01', minFatalities: 1})"
        )
        page.evaluate("atlas.page.map.setView([1.5, 2.5], 7, {animate: false})")
        page.evaluate("atlas.state.write(atlas.page)")
        fragment, left = page.evaluate("[location.hash, geoconflict.visible()]")
        again = open_map(many_map, fragment=fragment)
        assert visible(again) == left < 120
        center = again.evaluate("[atlas.page.map.getZoom(), atlas.page.map.getCenter().lat]")
        assert center == pytest.approx([7, 1.5], abs=1e-3)

    @pytest.mark.parametrize(
        "fragment",
        [
            "#v=a/b/c",
            "#v=9e99/1/1",
            "#t=<img>",
            "#d=NaN&c=-1",
            "#from=2026-99-99",
            "#m=__proto__",
            "#%",
        ],
    )
    def test_damaged_address_does_no_harm(self, open_map, many_map, fragment):
        page = open_map(many_map, fragment=fragment)
        assert page.evaluate("geoconflict.count") == 120

    def test_changed_address_changes_the_page(self, open_map, many_map, events):
        page = open_map(many_map)
        page.evaluate("location.hash = '#t=Riots'")
        page.wait_for_selector(".state button:visible")
        assert visible(page) == int((events.event_type == "Riots").sum())


class TestLanguages:
    @pytest.mark.parametrize(
        ("language", "words"),
        [("Español", ("Filtros", "Combates")), ("Français", ("Filtres", "Combats"))],
    )
    def test_page_changes_its_language(self, open_map, many_map, language, words):
        page = open_map(many_map)
        page.get_by_role("button", name=language).click()
        page.locator(".filters > summary").click()
        said = page.locator("#panel").inner_text()
        assert all(word in said for word in words)
        assert page.evaluate("document.documentElement.lang") == language[:2].lower()

    def test_changing_the_language_keeps_the_filter(self, open_map, many_map):
        page = open_map(many_map)
        left = page.evaluate("geoconflict.filter({types: ['Riots']})")
        page.get_by_role("button", name="Español").click()
        assert page.locator(".left").inner_text() == f"{left} de 120 sucesos"


class TestAllSizes:
    def test_no_events_are_said(self, open_map, events, provinces, countries):
        notes = [("A quiet day", "no event in it")]
        page = open_map(draw_map(events.iloc[:0], provinces, countries, notes=notes))
        said = page.locator("#panel").inner_text()
        assert "No events were found" in said
        assert "no event in it" in said
        assert page.evaluate("[geoconflict.count, geoconflict.visible()]") == [0, 0]

    def test_three_columns_are_enough(self, open_map, provinces, countries):
        rows = {"latitude": [1.0, 1.2], "longitude": [1.0, 1.4], "event_type": ["Riots", "Else"]}
        page = open_map(draw_map(pd.DataFrame(rows), provinces, countries))
        assert page.locator("[data-row]").count() == 2
        page.locator("[data-row]").first.click()
        assert "Date not stated" in page.locator(".card").inner_text()

    def test_missing_positions_are_listed_and_not_drawn(
        self, open_map, events, provinces, countries
    ):
        rows = events.head(4).assign(latitude=[1.0, np.nan, 1.2, np.inf], x_precision="town")
        page = open_map(draw_map(rows, provinces, countries))
        assert page.locator("[data-row]").count() == 4
        assert page.evaluate("atlas.page.marks.hits.reduce((sum, hit) => sum + hit.count, 0)") == 2

    def test_hundred_thousand_events_open_and_filter(self, open_map, provinces, countries):
        rng = np.random.default_rng(3)
        n = 100_000
        frame = pd.DataFrame(
            {
                "latitude": rng.uniform(-2, 22, n), "longitude": rng.uniform(0, 22, n),
                "event_type": rng.choice(TYPES, n), "fatalities": rng.poisson(1, n),
                "event_date": np.datetime64("2024-01-01") + rng.integers(0, 700, n),
                "location": rng.choice(list(PLACES), n),
                "x_sentence": [f"Number {i}." for i in range(n)],
            }
        )  # fmt: skip
        page = open_map(draw_map(frame, provinces, countries))
        assert page.evaluate("geoconflict.count") == n
        assert page.evaluate("atlas.page.marks.hits.reduce((sum, hit) => sum + hit.count, 0)") == n
        riots = int((frame.event_type == "Riots").sum())
        assert page.evaluate("geoconflict.filter({types: ['Riots']})") == riots
        assert page.locator("[data-row]").count() == 100
        page.locator("[data-row]").first.click()
        assert "Number" in page.locator(".card blockquote").inner_text()

    def test_country_events_do_not_widen_the_view(self, open_map, events, provinces, countries):
        rows = events.head(3).assign(latitude=1.0, longitude=[1.0, 1.1, 1.2])
        rows = rows.assign(x_precision=["country", "town", "town"], x_country_iso2="DD")
        page = open_map(draw_map(rows, provinces, countries))
        assert page.evaluate("atlas.page.map.getBounds().contains([-9.5, 10.5])") is False

    def test_few_places_are_named_on_the_map(self, open_map, events, provinces, countries):
        rows = events.head(2).assign(x_precision="town", location=["Here", "There"])
        page = open_map(draw_map(rows, provinces, countries))
        assert {"Here", "There"} <= set(page.evaluate("atlas.page.written"))


class TestPaint:
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_text_stands_out_from_its_ground(self, open_map, many_map, scheme):
        page = open_map(many_map, color_scheme=scheme)
        pairs = page.evaluate(
            """() => {
              const style = getComputedStyle(document.documentElement);
              const of = (name) => style.getPropertyValue(name).trim();
              const paint = atlas.paint();
              return [["--ink", "--paper"], ["--muted", "--paper"], ["--accent", "--paper"],
                      ["--ink", "--mark"], ["--muted", "--soft"]]
                .map((names) => names.map(of))
                .concat([[paint.countryName, paint.land], [paint.provinceName, paint.land]]);
            }"""
        )
        for text, ground in pairs:
            assert contrast(text, ground) >= 4.5, (text, ground)

    def test_print_keeps_what_the_colours_mean(self, open_map, many_map):
        page = open_map(many_map)
        page.locator(".choropleth select").select_option("events")
        page.emulate_media(media="print")
        assert page.locator(".choropleth .key").is_visible()

    def test_print_leaves_out_the_controls(self, open_map, many_map):
        page = open_map(many_map)
        page.emulate_media(media="print")
        assert page.locator("#panel").is_visible()
        for name in (".finder", ".choropleth select", ".timeline", ".leaflet-control-zoom", ".fold"):
            assert not page.locator(name).is_visible()

    def test_folding_the_panel_gives_the_map_its_room(self, open_map, many_map):
        page = open_map(many_map)
        page.locator(".fold").click()
        assert page.locator(".folium-map").bounding_box()["width"] == 1280
        page.locator(".fold").click()
        assert page.locator(".folium-map").bounding_box()["width"] == 920


def contrast(one, other):
    """WCAG 2.1's contrast ratio of two colours."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(color):
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
