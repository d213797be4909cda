"""The order of the stages, and how they are spread; nothing else knows it."""

from geo.pipeline.beyond import Asked
from geo.pipeline.bounds import choose_boundaries, import_boundaries, read_boundaries
from geo.pipeline.doors import (
    count_events,
    draw,
    extract,
    find_places,
    geoparse,
    near_places,
    read,
    with_provinces,
)
from geo.pipeline.explaining import explain
from geo.pipeline.findings import Finding, find
from geo.pipeline.gathering import Findings
from geo.pipeline.job import run
from geo.pipeline.ledger import Ledger
from geo.pipeline.reading import Reading
from geo.pipeline.reducing import Page, Report, write_results
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
    "choose_boundaries",
    "count_events",
    "draw",
    "explain",
    "extract",
    "find",
    "find_places",
    "geoparse",
    "import_boundaries",
    "near_places",
    "read",
    "read_boundaries",
    "resolve_spans",
    "run",
    "stages",
    "with_provinces",
    "write_results",
]
