"""The map of many events: filters, search, timeline, and the address that keeps them."""

import pytest
from many import open_filters, search_for, visible

from geo.render import draw_map


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
