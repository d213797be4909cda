from __future__ import annotations

import json
import os
import signal
from dataclasses import replace
from functools import partial
from pathlib import Path

import poisoned
import pytest

import geo
from geo.errors import GeoconflictError
from geo.pipeline import Options
from geo.pipeline.spread import outcomes
from geo.pipeline.workers import Work, Workers, beside
from geo.records import Article

ROOT = Path(__file__).resolve().parents[1]
SEED = next((ROOT / "seeds").glob("*.txt"))
POISONED = Options(recognizer="python:poisoned:PoisonedRecognizer")
TIMEOUT_S = 3.0


@pytest.fixture(scope="module")
def news(tmp_path_factory):
    """Three articles that break the recogniser among three copies of the seed."""
    path = tmp_path_factory.mktemp("news") / "news.jsonl"
    (seed,) = geo.read(SEED)
    words = ["", poisoned.HANGS, "again", poisoned.EXITS, poisoned.CRASHES, "at last"]
    lines = [
        {"id": f"a{number}", "text": f"{seed.text}\n{word}", "published": "2026-03-06"}
        for number, word in enumerate(words)
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return path


@pytest.mark.parametrize("jobs", [1, 2])
def test_poisoned_articles_are_set_aside_by_name_and_their_neighbours_mapped(news, tmp_path, jobs):
    out = tmp_path / "map"
    report = geo.run(news, out, options=POISONED, jobs=jobs, article_timeout_s=TIMEOUT_S)
    assert report.totals["articles"] == 3
    (copies_of_one,) = report.events["x_article_ids"]
    assert sorted(copies_of_one) == ["a0", "a2", "a5"]
    (source,) = json.loads((out / "manifest.json").read_text("utf-8"))["sources"]
    assert source["status"] == "failed"
    reasons = source["reason"].split("; ")
    named = [reason.split(": ")[0] for reason in reasons]
    assert named == ["article a1", "article a3", "article a4"]
    assert "took longer than 3 s" in reasons[0]
    assert "exit status 7" in reasons[1]
    assert "SIGSEGV" in reasons[2]


def test_a_recogniser_that_cannot_be_loaded_ends_the_run_with_its_name(news, tmp_path):
    options = Options(recognizer="python:poisoned:Absent")
    with pytest.raises(GeoconflictError, match="poisoned:Absent"):
        geo.run(news, tmp_path / "map", options=options, jobs=2)


def letters(text):
    return [Article(id=letter, text=letter) for letter in text]


def nothing():
    pass


def process(articles):
    """The texts; "x" ends the process always, "o" is a process lost once, as by an operator."""
    for article in articles:
        if article.text == "x":
            os._exit(3)
        if article.text.startswith("once ") and not Path(article.text[5:]).exists():
            Path(article.text[5:]).touch()
            os.kill(os.getpid(), signal.SIGKILL)
    return "".join(article.text for article in articles)


def singles(articles):
    return [[article] for article in articles]


def failed(articles, reason):
    return f"({articles[0].id}: {reason})"


def unready():
    os._exit(4)


WORK = Work(prepare=nothing, process=process, singles=singles, failed=failed)


def results(*batches, work=WORK, jobs=2):
    with Workers(work, jobs) as workers:
        return list(workers.results([letters(batch) or None for batch in batches]))


def test_results_come_in_the_order_of_the_batches():
    batches = [chr(97 + number) * 3 for number in range(20)]
    assert results(*batches) == [[batch] for batch in batches]


def test_what_is_known_already_has_no_result():
    assert results("ab", "", "c") == [["ab"], [], ["c"]]


def test_only_the_article_that_ends_its_process_is_lost():
    mishap = "(x: its process died: exit status 3)"
    assert results("ab", "cxd", "x", "e") == [["ab"], ["c", mishap, "d"], [mishap], ["e"]]


def test_a_process_that_somebody_else_ends_costs_no_article(tmp_path):
    article = replace(letters("o")[0], text=f"once {tmp_path / 'gone'}")
    with Workers(WORK, 1) as workers:
        assert list(workers.results([[article]])) == [[article.text]]


def test_workers_that_die_as_they_start_end_the_run():
    with pytest.raises(GeoconflictError, match=r"as they start: exit status 4; try --jobs 1"):
        results("a", work=replace(WORK, prepare=unready))


def test_no_process_is_left_behind():
    with Workers(WORK, 2) as workers:
        next(iter(workers.results([letters("a"), letters("b"), letters("c")])))
        processes = [worker.process for worker in workers._workers]
    assert processes
    assert all(process.exitcode is not None for process in processes)


def test_in_this_process_nothing_is_guarded_and_nothing_started():
    articles = letters("abc")
    done = list(outcomes(articles, options=Options()))
    assert [outcome.article for outcome in done] == articles


def test_work_beside_is_done_when_the_block_is(tmp_path):
    with beside(partial(Path.touch, tmp_path / "done")):
        pass
    assert (tmp_path / "done").exists()


def refuse():
    raise GeoconflictError("no room")


def test_what_goes_wrong_beside_is_raised_here():
    with pytest.raises(GeoconflictError, match="no room"), beside(refuse):
        pass
    with pytest.raises(GeoconflictError, match="exit status 4; try --jobs 1"), beside(unready):
        pass
