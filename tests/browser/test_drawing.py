"""The map of many events as it is drawn: signs, areas, colours, sizes, print."""

import itertools

import numpy as np
import pandas as pd
import pytest
from many import PLACES, TYPES

from geo.render import draw_map


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

    def test_count_of_a_cluster_is_short(self, open_map, many_map):
        said = {
            999: "999", 1000: "1k", 9949: "9.9k", 9960: "10k", 999_499: "999k",
            999_600: "1M", 2_340_000: "2.3M",
        }  # fmt: skip
        page = open_map(many_map)
        assert page.evaluate("(all) => all.map(atlas.Marks.short)", list(said)) == [*said.values()]

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

    def test_country_of_an_event_is_shaded(self, open_map, events, provinces, countries):
        rows = events.head(2).assign(x_precision="country", x_country_iso2="AA")
        page = open_map(draw_map(rows, provinces, countries))
        shades = page.evaluate(
            """() => {
              const {map, plate} = atlas.page;
              map.setView([2.2, 1.3], 6, {animate: false});
              plate.repaint();
              const {data} = plate._ctx.getImageData(0, 0, plate.view.width, plate.view.height);
              const at = (lat, lng) => {
                const {x, y} = map.latLngToLayerPoint([lat, lng]).subtract(plate._bounds.min);
                return data[4 * (Math.round(y) * plate.view.width + Math.round(x))];
              };
              return [at(0.15, 0.2), at(0.15, 5.8)];
            }"""
        )
        assert shades[0] < shades[1] - 8

    def test_colours_of_provinces_stand_alone_unless_signs_are_asked_for(self, open_map, many_map):
        page = open_map(many_map)
        page.locator(".choropleth select").select_option("events")
        count = "atlas.page.plate.repaint(), atlas.page.marks.hits.length"
        assert page.evaluate(count) == 0
        page.get_by_label("Show the events over the colours").check()
        assert page.evaluate(count) > 0

    def test_pointer_says_how_exactly_the_place_is_known(
        self, open_map, events, provinces, countries
    ):
        rows = events.head(1).assign(x_precision="near", latitude=1.0, longitude=1.0)
        page = open_map(draw_map(rows, provinces, countries))
        said = page.evaluate("atlas.page.pointer.describe(atlas.page.marks.hits[0])")
        assert "near the place" in said

    def test_pointer_in_an_area_says_how_many_events_it_stands_for(
        self, open_map, events, provinces, countries
    ):
        kinds = ["province", "province", "country", "town"]
        rows = events.head(4).assign(
            x_precision=kinds, x_admin1_iso=["AA-1", "AA-1", "", "AA-2"],
            x_country_iso2=["AA", "AA", "BB", "AA"],
        )  # fmt: skip
        page = open_map(draw_map(rows, provinces, countries))
        said = page.evaluate(
            "[[0.3, 0.3], [1, 5]].map(([lat, lng]) => atlas.page.pointer.describeArea({lat, lng}))"
        )
        assert said == ["Westmark: 2 events, somewhere in it", "Beland: 1 event, somewhere in it"]

    def test_names_on_the_map_never_touch(self, open_map, many_map):
        page = open_map(many_map)
        page.evaluate("atlas.page.map.setView([1, 3], 7, {animate: false})")
        placed = page.evaluate("atlas.page.labels.placed")
        assert len(placed) >= 2
        for a, b in itertools.combinations(placed, 2):
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


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
        for name in (
            "input[type=search]",
            ".filters",
            ".downloads",
            ".languages",
            ".choropleth select",
            ".timeline",
            ".leaflet-control-zoom",
            ".fold",
        ):
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
