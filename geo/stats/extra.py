"""The libraries of the extra "stats", imported when they are first needed."""

from __future__ import annotations

import importlib
from typing import Any

from geo.errors import UsageError


def load(module: str) -> Any:
    """A module of the extra; UsageError that names the extra where it is not installed."""
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        raise UsageError(
            f"{error.name} is not installed; it comes with the extra stats: "
            'pip install "geoconflict[stats]"'
        ) from error
