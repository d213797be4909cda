"""What people compute next: rates, hot spots, densities and grids of events.

Needs the extra "stats" (`pip install "geoconflict[stats]"`) for all but `rates` and PRIO-GRID.
Province statistics take the table of `rates`; point statistics take events, and refuse those
whose point is only a province's or a country's, unless they are told what to do with them.
"""

from geo.stats.areas import MoransI, hot_spots, morans_i, rates
from geo.stats.cells import count_cells, prio_grid
from geo.stats.points import kernel_density

__all__ = [
    "MoransI",
    "count_cells",
    "hot_spots",
    "kernel_density",
    "morans_i",
    "prio_grid",
    "rates",
]
