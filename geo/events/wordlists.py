"""Read the word lists that the rules stand on, from words/*.txt beside this module.

A list starts with its name at the margin; its words follow, indented, in any number of lines.
A word of several parts is written with underscores. "#" starts a comment.
"""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent / "words"


def read_table(name: str) -> dict[str, tuple[str, ...]]:
    """The lists of words/NAME.txt by their names, in order."""
    table: dict[str, list[str]] = {}
    words: list[str] = []
    for line in read_lines(name):
        if line[0].isspace():
            words.extend(line.split())
        else:
            words = table.setdefault(line.strip(), [])
    return {key: tuple(values) for key, values in table.items()}


def read_sets(name: str) -> dict[str, frozenset[str]]:
    """The lists of words/NAME.txt as sets."""
    return {key: frozenset(words) for key, words in read_table(name).items()}


def read_lines(name: str) -> list[str]:
    """The lines of words/NAME.txt without comments and empty ones."""
    text = (_FOLDER / f"{name}.txt").read_text("utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
