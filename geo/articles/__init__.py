"""Readers of sources into articles; languages; duplicates."""

from geo.articles.dates import parse_date
from geo.articles.duplicates import Mark, SeenArticles
from geo.articles.language import detect_language
from geo.articles.outcomes import Failure, Skipped
from geo.articles.pieces import Piece, find_pieces
from geo.articles.sources import SourceFile, find_sources, is_corrections, read_articles

__all__ = [
    "Failure",
    "Mark",
    "Piece",
    "SeenArticles",
    "Skipped",
    "SourceFile",
    "detect_language",
    "find_pieces",
    "find_sources",
    "is_corrections",
    "parse_date",
    "read_articles",
]
