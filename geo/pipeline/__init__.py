"""The order of the stages, and how they are spread; nothing else knows it."""

from geo.pipeline.beyond import Asked
from geo.pipeline.doors import draw, extract, find_places, geoparse, read, with_provinces
from geo.pipeline.explaining import explain
from geo.pipeline.findings import Finding, find
from geo.pipeline.job import run
from geo.pipeline.ledger import Ledger
from geo.pipeline.reading import Reading
from geo.pipeline.reducing import Findings, Page, Report, write_results
from geo.pipeline.replay import Replay
from geo.pipeline.sharing import Sharing
from geo.pipeline.spans import resolve_spans
from geo.pipeline.stages import Options, Outcome, stages

__all__ = [
    "Asked",
    "Finding",
    "Findings",
    "Ledger",
    "Options",
    "Outcome",
    "Page",
    "Reading",
    "Replay",
    "Report",
    "Sharing",
    "draw",
    "explain",
    "extract",
    "find",
    "find_places",
    "geoparse",
    "read",
    "resolve_spans",
    "run",
    "stages",
    "with_provinces",
    "write_results",
]
