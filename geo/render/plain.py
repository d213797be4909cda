"""The events as a plain table, for readers and machines that run no script."""

from __future__ import annotations

from html import escape

from geo.render.table import PRECISIONS, EventTable
from geo.render.words import load_words

MOST_ROWS = 500


def plain_table(table: EventTable, *, language: str) -> str:
    """A noscript element with the first MOST_ROWS events, every text escaped."""
    words = load_words(language)
    head = "".join(f"<th>{escape(words[key])}</th>" for key in _HEADS)
    rows = "\n".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"
        for cells in _rows(table, words["precision"])
    )
    return (
        f"<noscript><p>{escape(words['noscript'])}</p>"
        f"<table><thead><tr>{head}</tr></thead><tbody>\n{rows}\n</tbody></table></noscript>"
    )


_HEADS = ("date", "type", "place", "precision_head", "deaths", "source")


def _rows(table: EventTable, precision: dict[str, str]) -> list[tuple[str, ...]]:
    first = EventTable(table.frame.head(MOST_ROWS))
    where = zip(first.texts("location"), first.texts("admin1"), first.texts("country"), strict=True)
    return list(
        zip(
            [text[:10] for text in first.texts("event_date")],
            _either(first.texts("sub_event_type"), first.texts("event_type")),
            [", ".join(dict.fromkeys(part for part in parts if part)) for parts in where],
            [precision[PRECISIONS[number] or "unknown"] for number in first.precisions()],
            ["–" if number < 0 else str(number) for number in first.fatalities()],
            _either(
                ["; ".join(titles) for titles in first.lists("x_titles")], first.texts("source")
            ),
            strict=True,
        )
    )


def _either(these: list[str], those: list[str]) -> list[str]:
    return [this or that for this, that in zip(these, those, strict=True)]
