"""Readers of sources into articles; languages; duplicates."""

from geo.articles.dates import parse_date
from geo.articles.duplicates import SeenArticles
from geo.articles.language import detect_language
from geo.articles.outcomes import Failure, Skipped
from geo.articles.sources import SourceFile, find_sources, is_corrections, read_articles

__all__ = [
    "Failure",
    "SeenArticles",
    "Skipped",
    "SourceFile",
    "detect_language",
    "find_sources",
    "is_corrections",
    "parse_date",
    "read_articles",
]
