"""Readers of sources into articles; languages; duplicates."""

from geo.articles.dates import parse_date
from geo.articles.duplicates import SeenArticles, hash_text
from geo.articles.fields import Origin
from geo.articles.json_forms import read_run
from geo.articles.language import detect_language
from geo.articles.outcomes import Failure, Skipped
from geo.articles.slices import Slice, find_slices
from geo.articles.sources import (
    SourceFile,
    find_sources,
    in_languages,
    is_corrections,
    read_articles,
)

__all__ = [
    "Failure",
    "Origin",
    "SeenArticles",
    "Skipped",
    "Slice",
    "SourceFile",
    "detect_language",
    "find_slices",
    "find_sources",
    "hash_text",
    "in_languages",
    "is_corrections",
    "parse_date",
    "read_articles",
    "read_run",
]
