"""How work grows with hostile strings: four times the length, at most about four times the work.

Each string is made of one piece, over and over. A step whose processor time grows more than
LIMIT-fold is measured twice more, and the least of the three growths counts: a busy machine makes
a growth look worse than it is, and seldom three times. What takes less than FLOOR_S is not judged.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from inputs import HOSTILE
from invariants import MARK, check_articles, check_spans, check_table

from geo.articles.feeds import html_to_text
from geo.pipeline import Options
from geo.pipeline.stages import stages
from geo.records import Article

SIZE = 20_000
TIMES = 4
LIMIT = 8.0
FLOOR_S = 0.2
PIECES = (
    *(word for word in HOSTILE if word and len(word) < len(MARK)), "a", "A", "1", "1 ", "(", "[",
    "[a](", "![", "**", "<", "<a ", "<!--", "&amp;", "<p>", "<div>", "“", "\n", "\n\n", ". ", ", ",
    "-", "Aleppo ", "Aleppo, Syria, ", "Aleppo-", "killed ", "three killed, ", "twelve and ", "1.",
    "on Monday ", "March 3 and ", "of the ", "St. ", "ALEPPO (AP) — ", "1,000,", "'s ", "é", "U.S.",
    "Two people were killed in Aleppo on Monday. ",
)  # fmt: skip


def work_on(text: str) -> None:
    stages(Options()).process([Article(id="a", text=text)])


def as_file(check: Callable[[bytes, str], object], name: str, before: str = "", after: str = ""):
    """The check of a file that holds the text between `before` and `after`."""
    return lambda text: check(f"{before}{text}{after}".encode("utf-8", "replace"), name)


DOORS = {
    "article": work_on,
    "text": as_file(check_articles, "a.txt"),
    "markdown": as_file(check_articles, "a.md", "# T\n\n"),
    "front matter": as_file(check_articles, "a.md", "---\n", "\n---\ntext"),
    "page": as_file(check_articles, "a.html", "<!doctype html><title>T</title><p>", "</p>"),
    "feed": as_file(check_articles, "a.xml", "<rss version='2.0'><channel><item><title>"),
    "piece of html": html_to_text,
    "json": as_file(check_articles, "a.json"),
    "csv": as_file(check_articles, "a.csv", "text\n"),
    "table": as_file(check_table, "a.csv", "event_date,event_type,latitude,longitude\n2026-01-01,"),
    "spans": lambda text: check_spans(text.encode("utf-8", "replace")),
}  # fmt: skip


def growth(work: Callable[[str], object], piece: str) -> float:
    """How many times the work of a text that is TIMES as long; 1 where it is too little to tell."""
    short, long = (_seconds(work, piece * (size // len(piece))) for size in (SIZE, TIMES * SIZE))
    return long / short if long > FLOOR_S else 1.0


def _seconds(work: Callable[[str], object], text: str) -> float:
    start = time.process_time()
    work(text)
    return time.process_time() - start


def main() -> None:
    asked = sys.argv[1:] or list(DOORS)
    found = 0
    for door in asked:
        worst = (0.0, "")
        DOORS[door](PIECES[0])
        for piece in PIECES:
            ratio = growth(DOORS[door], piece)
            if ratio > LIMIT:
                ratio = min(ratio, growth(DOORS[door], piece), growth(DOORS[door], piece))
            worst = max(worst, (ratio, piece))
        found += worst[0] > LIMIT
        print(
            f"{door:14} x{TIMES} length: x{worst[0]:.1f} work at most, for {worst[1]!r}", flush=True
        )
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
