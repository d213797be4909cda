"""A review in a real browser: from the doubtful event to the corrected row of the next run."""

import csv
import json
import threading

import pytest

import geo
from geo.pipeline import Options, Reading
from geo.review import Session, serve

SPRINGFIELD = "Gunmen killed two farmers near Springfield on Monday, residents of Santa Rosa said."
BOMB = "A bomb exploded in a market in San Lorenzo on Monday, killing three people. Quito mourned."
MARCH = "Hundreds of teachers marched peacefully through Guayaquil on Monday to demand pay."
HOSTILE = "<img src=x onerror=alert(1)> ${alert(1)} </script><script>alert(1)</script> 🕊"
SCRIPT = "javascript:alert(1)"
VIEW = {"viewport": {"width": 1280, "height": 800}}
REFUSED = "status of 422"
MISSOURI = "geonames:4409896"


@pytest.fixture
def folder(tmp_path):
    articles = [
        {"id": "march", "text": MARCH},
        {"id": "bomb", "text": BOMB, "title": HOSTILE, "source": HOSTILE, "url": SCRIPT},
        {"id": "farmers", "text": SPRINGFIELD, "url": "https://example.org/farmers"},
    ]  # fmt: skip
    lines = [json.dumps(each | {"published": "2026-03-03"}) for each in articles]
    (tmp_path / "articles.jsonl").write_text("\n".join(lines) + "\n")
    return tmp_path


@pytest.fixture
def review(chromium, folder):
    """Open a review of the folder; at the end no script may have failed, nothing gone elsewhere."""
    opened = []

    def open_(**context_options):
        session = Session.open(Reading([folder]).articles(), folder / "corrections.csv", Options())
        server = serve(session)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        context = chromium.new_context(**VIEW | context_options)
        context.set_default_timeout(30_000)
        page = context.new_page()
        wrong = []
        opened.append((server, context, wrong))
        page.on("console", lambda message: REFUSED in message.text or wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: (wrong.append("dialog"), dialog.dismiss()))
        page.on("request", lambda request: request.url.startswith((server.url, "data:"))
                or wrong.append(request.url))  # fmt: skip
        page.goto(server.url)
        page.wait_for_selector("html[data-ready]")
        return page

    yield open_
    for server, context, wrong in opened:
        context.close()
        server.shutdown()
        server.server_close()
        assert wrong == []


def lines(folder):
    with (folder / "corrections.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def rows(folder):
    """The events of the next run, by the article that tells of each."""
    return {row["x_article_ids"][0]: row for row in geo.extract(folder).to_dict("records")}


def told(page, text):
    page.locator("#told", has_text=text).wait_for()


def heading(page, text):
    page.locator("#card h2", has_text=text).wait_for()


def sign_in(page, name="Ana Ruiz", why="the county is named"):
    page.locator("#who").fill(name)
    page.locator("#why").fill(why)
    page.keyboard.press("Escape")


class TestDeciding:
    def test_least_certain_event_comes_first(self, review):
        page = review()
        assert page.locator("blockquote mark").inner_text() == "Springfield"
        assert page.locator("blockquote u").inner_text() == "killed"
        assert "1 of 3" in page.locator("#progress").inner_text()

    def test_alternative_that_is_chosen_is_the_place_of_the_next_run(self, review, folder):
        page = review()
        sign_in(page)
        page.locator(f"[data-id='{MISSOURI}']").click()
        told(page, "Written to")
        assert page.locator(f"[data-id='{MISSOURI}']").get_attribute("aria-pressed") == "true"
        (line,) = lines(folder)
        assert (line["target"], line["text"], line["value"]) == ("mention", "Springfield", MISSOURI)
        assert (line["who"], line["why"]) == ("Ana Ruiz", "the county is named")
        assert line["was"].startswith("geonames:")
        row = rows(folder)["farmers"]
        assert (row["x_place_id"], row["admin1"]) == (MISSOURI, "Missouri")
        assert row["x_corrections"] == ["place by Ana Ruiz: the county is named"]

    def test_rejected_event_is_gone_from_the_next_run(self, review, folder):
        page = review()
        sign_in(page)
        page.locator("#reject").click()
        told(page, "Not an event")
        assert "2 of 3" in page.locator("#progress").inner_text()
        assert "farmers" not in rows(folder)
        assert len(rows(folder)) == 2

    def test_edited_fields_are_the_columns_of_the_next_run(self, review, folder):
        page = review()
        sign_in(page)
        page.get_by_label("Kind of event").select_option("Armed clash")
        page.get_by_label("Deaths").fill("5")
        page.get_by_label("Actor 1").fill("=Rebels")
        page.locator("#column").select_option("notes")
        page.locator("#column-value").fill("Checked.")
        page.get_by_text("Save changes").click()
        told(page, "4 changed")
        heading(page, "Armed clash")
        row = rows(folder)["farmers"]
        assert (row["event_type"], row["fatalities"], row["notes"]) == ("Battles", 5, "Checked.")
        assert row["actor1"] == "=Rebels"
        assert "'=Rebels" in {line["value"] for line in lines(folder)}

    def test_place_that_is_searched_for_is_that_of_this_event_alone(self, review, folder):
        page = review()
        sign_in(page)
        page.locator("#search").fill("Tibú, Colombia")
        page.locator("#scope").select_option("happened")
        page.get_by_role("button", name="Search").click()
        page.locator("#results button").first.click()
        told(page, "It happened at Tibú")
        (line,) = lines(folder)
        assert (line["target"], line["field"]) == ("event", "place")
        row = rows(folder)["farmers"]
        assert (row["location"], row["country"]) == ("Tibú", "Colombia")

    def test_place_that_the_article_names_elsewhere_can_be_the_events(self, review, folder):
        page = review()
        sign_in(page)
        page.locator(".where summary").click()
        page.locator(".where details button").first.click()
        told(page, "It happened at Santa Rosa")
        assert rows(folder)["farmers"]["location"] == "Santa Rosa"

    def test_words_that_are_no_place_name_leave_the_event_to_another_place(self, review, folder):
        page = review()
        sign_in(page)
        page.locator("#no-name").click()
        told(page, "“Springfield” is no place name")
        (line,) = lines(folder)
        assert (line["field"], line["value"], line["was"]) == ("mention", "removed", "")
        assert page.locator("blockquote mark").inner_text() == "Santa Rosa"
        assert rows(folder)["farmers"]["x_place_text"] == "Santa Rosa"

    def test_undo_takes_the_last_decision_back_and_returns_to_it(self, review, folder):
        page = review()
        sign_in(page)
        page.locator("#reject").click()
        told(page, "Not an event")
        page.locator("#undo").click()
        told(page, "Taken back")
        assert "1 of 3" in page.locator("#progress").inner_text()
        assert lines(folder) == []
        assert page.locator("#undo").is_disabled()

    def test_decision_without_a_name_is_not_written(self, review, folder):
        page = review()
        page.locator("#reject").click()
        told(page, "Say who you are first")
        assert page.evaluate("document.activeElement.id") == "who"
        assert not (folder / "corrections.csv").exists()

    def test_what_makes_no_sense_is_refused_in_words_and_not_written(self, review, folder):
        page = review()
        sign_in(page)
        page.locator("#column").select_option("latitude")
        page.locator("#column-value").fill("95")
        page.get_by_text("Save changes").click()
        told(page, "latitude is 95, expected -90 to 90")
        assert not (folder / "corrections.csv").exists()

    def test_next_review_begins_with_what_is_left_and_knows_the_name(self, review):
        page = review()
        sign_in(page)
        page.locator("#confirm").click()
        told(page, "Confirmed")
        again = review()
        assert again.locator("#who").input_value() == "Ana Ruiz"
        assert again.locator("blockquote mark").inner_text() != "Springfield"
        assert "1 looked at" in again.locator("#progress").inner_text()


class TestKeyboard:
    def test_whole_review_goes_without_a_mouse(self, review, folder):
        page = review()
        sign_in(page)
        page.keyboard.press("2")
        told(page, "Written to")
        page.keyboard.press("c")
        told(page, "Confirmed")
        page.keyboard.press("x")
        told(page, "Not an event")
        page.keyboard.press("u")
        told(page, "Taken back")
        page.keyboard.press("e")
        assert page.evaluate("document.activeElement.id") == "f-sub_event_type"
        page.locator("#f-fatalities").fill("9")
        page.keyboard.press("Control+Enter")
        told(page, "1 changed")
        page.keyboard.press("Escape")
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.id") == "search"
        fields = [line["field"] for line in lines(folder)]
        assert fields == ["place", "x_review_status", "fatalities"]

    def test_letters_in_a_field_are_text(self, review, folder):
        page = review()
        page.locator("#who").fill("")
        page.locator("#who").press_sequentially("Xu Cju 12")
        assert page.locator("#who").input_value() == "Xu Cju 12"
        assert not (folder / "corrections.csv").exists()

    def test_question_mark_shows_the_keys(self, review):
        page = review()
        page.keyboard.press("?")
        assert "search for a place" in page.locator("#keys").inner_text()


class TestPage:
    def test_hostile_text_is_shown_as_text_and_links_nowhere(self, review):
        page = review()
        for _ in range(3):
            page.keyboard.press("k")
        page.keyboard.press("j")
        page.locator("blockquote mark", has_text="San Lorenzo").wait_for()
        assert HOSTILE in page.locator("#card").inner_text()
        assert page.locator("#card a").count() == 0

    def test_map_shows_the_numbered_places_on_land(self, review):
        page = review()
        page.locator("#chart .sign.chosen").wait_for()
        labels = page.locator("#chart .sign text").all_text_contents()
        assert {"1", "2", "3"} <= set(labels)
        assert len(page.locator("#chart .land").get_attribute("d")) > 1000

    def test_place_is_chosen_on_the_map(self, review, folder):
        page = review()
        sign_in(page)
        page.locator("#chart .sign", has_text="2").click()
        told(page, "Written to")
        assert [line["field"] for line in lines(folder)] == ["place"]

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_text_is_easy_to_read(self, review, scheme):
        page = review(color_scheme=scheme)
        low = page.evaluate(CONTRASTS)
        assert low == []

    def test_phone_shows_everything_within_its_width_with_room_for_a_thumb(self, review):
        page = review(viewport={"width": 390, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        small = page.evaluate(
            """() => [...document.querySelectorAll("button, select, input, summary")]
              .filter((node) => node.checkVisibility() && node.getBoundingClientRect().height < 40)
              .map((node) => node.outerHTML.slice(0, 80))"""
        )
        assert small == []


# The texts of the page whose contrast with what lies behind them is below 4.5.
CONTRASTS = """() => {
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const part = (v) => (v <= 10 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  const behind = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = rgb(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] > 0.99) return colour;
    }
    return [255, 255, 255];
  };
  const speaks = (node) => [...node.childNodes].some((c) => c.nodeType === 3 && c.data.trim());
  return [...document.querySelectorAll("body *")]
    .filter((node) => node.checkVisibility() && !node.disabled && !node.closest("svg"))
    .filter(speaks)
    .map((node) => {
      const two = [light(rgb(getComputedStyle(node).color)), light(behind(node))];
      const contrast = (Math.max(...two) + 0.05) / (Math.min(...two) + 0.05);
      return [contrast, node.outerHTML.slice(0, 60)];
    })
    .filter(([contrast]) => contrast < 4.5);
}"""
