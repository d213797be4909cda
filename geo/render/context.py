"""Places that articles name and where nothing is said to have happened, as columns for the page."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from geo.render.basemap import text_column
from geo.render.table import EventTable

MOST_PLACES = 2000
_DECIMALS = 4


def context_payload(places: pd.DataFrame) -> dict[str, Any]:
    """The MOST_PLACES places that most articles name, and how many places there are."""
    table = EventTable(places)
    lat, lon = table.numbers("latitude"), table.numbers("longitude")
    kept = np.flatnonzero(np.isfinite(lat) & np.isfinite(lon))
    articles = np.nan_to_num(table.numbers("n_articles"), nan=1).astype(np.int64)
    names = np.array(text_column(places, "name"), object)
    order = kept[np.lexsort((names[kept].astype(str), -articles[kept]))][:MOST_PLACES]
    return {
        "count": len(kept),
        "name": names[order].tolist(),
        "lat": np.round(lat[order], _DECIMALS).tolist(),
        "lon": np.round(lon[order], _DECIMALS).tolist(),
        "articles": articles[order].tolist(),
    }
