"""A corpus of any size out of a small one: its texts again and again, with changed names and ids.

    python tests/benchmarks/copies.py --corpus CORPUS.jsonl --articles 100000 --out copies.jsonl

Each copy has places of other articles where the first had its own, the same one wherever a name
comes again, and a day of publication of its own.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

FIRST_DAY = date(2015, 1, 1)
DAYS = 3650


def write_copies(path: Path, articles: int, *, corpus: Path) -> None:
    """Write JSON Lines of `articles` articles, the same ones at every call."""
    with path.open("w", encoding="utf-8") as file:
        for article in copies(corpus, articles):
            file.write(json.dumps(article, ensure_ascii=False) + "\n")


def copies(corpus: Path, articles: int) -> Iterator[dict[str, Any]]:
    """Articles of id, text, source and published, the first ones as they stand in the corpus."""
    with corpus.open(encoding="utf-8") as lines:
        originals = [json.loads(line) for line in lines]
    names = sorted({name["text"] for original in originals for name in original["toponyms"]})
    for number in range(articles):
        chance = random.Random(number)  # noqa: S311 - the same corpus every time
        original = originals[number % len(originals)]
        renamed = number >= len(originals)
        yield {
            "id": f"{original['id']}-{number}",
            "text": _renamed(original, names, chance) if renamed else original["text"],
            "source": original.get("source", ""),
            "published": str(FIRST_DAY + timedelta(days=chance.randrange(DAYS))),
        }


def _renamed(original: dict[str, Any], names: list[str], chance: random.Random) -> str:
    """The text with another place for each of its names."""
    text: str = original["text"]
    new = {name["text"]: chance.choice(names) for name in original["toponyms"]}
    for name in sorted(original["toponyms"], key=lambda each: -each["start"]):
        text = text[: name["start"]] + new[name["text"]] + text[name["end"] :]
    return text


def main() -> None:
    """Write the corpus."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    write_copies(given.out, given.articles, corpus=given.corpus)


if __name__ == "__main__":
    main()
