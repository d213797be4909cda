"""The memory that reading a large event table takes, in pieces, against pandas.read_csv.

Writes an ACLED-shaped CSV of so many megabytes, a twentieth of its rows wrong (swapped, out of
range, repeated, without a date), and one a tenth as large. Each is read with
`geo.exchange.iter_events` in a process of its own; of the large one the peak of resident memory
(ru_maxrss) must be within a quarter of the small one's, plus ninety bytes a row for the ids that
are remembered: nothing else grows with the file. Every row must be accounted for, mapped or listed
with its reason. A failure of either ends the benchmark with status 1.

    python tests/benchmarks/large_table.py [megabytes]
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MEGABYTES = 300
BYTES_A_ROW = 90
"""What an id that is remembered takes in a set of integers, at the worst moment of its growth."""
HEADER = (
    "event_id_cnty,event_date,event_type,sub_event_type,actor1,actor2,country,admin1,location,"
    "latitude,longitude,geo_precision,fatalities,source,notes\n"
)
PLACES = (("Quito", -0.2298, -78.5249), ("Esmeraldas", 0.9682, -79.6517), ("Cuenca", -2.9, -79.0))
NOTE = "Armed men fired on a patrol near the market, and two bystanders were hurt. " * 3


def row(number: int) -> str:
    """One row; of twenty one has something wrong with it."""
    place, lat, lon = PLACES[number % len(PLACES)]
    day, name = f"{2010 + number % 15}-{1 + number % 12:02d}-{1 + number % 28:02d}", number
    fault = number % 100
    if fault == 7:
        lat, lon = lon, lat
    elif fault == 27:
        lat = 190.0
    elif fault == 47:
        name = number - 1
    elif fault == 67:
        day = "soon"
    elif fault == 87:
        lat = float("nan")
    return (
        f"ECU{name},{day},Battles,Armed clash,Rebels,Police,Ecuador,{place},{place},{lat},{lon},"
        f'1,{number % 4},"Wire, {number}","{NOTE}"\n'
    )


def write(path: Path, megabytes: float) -> int:
    """A table of about so many megabytes; how many rows it has comes back."""
    rows = int(megabytes * 1e6 / len(row(1)))
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADER)
        file.writelines(map(row, range(rows)))
    return rows


def read(path: str, reader: str) -> dict[str, float]:
    """Read a table; what came of its rows, the seconds and the peak of memory."""
    start = time.perf_counter()
    if reader == "pandas":
        import pandas as pd

        rows = mapped = unmapped = len(pd.read_csv(path))
    else:
        from geo.exchange import iter_events

        rows = mapped = unmapped = 0
        for part in iter_events(path):
            rows, mapped = rows + part.rows, mapped + part.mapped
            unmapped += len(part.unmapped)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    took_s = time.perf_counter() - start
    return {"rows": rows, "mapped": mapped, "unmapped": unmapped, "s": took_s, "peak_mb": peak_mb}


def apart(path: Path, reader: str) -> dict[str, float]:
    """The same in a process of its own, so that the peak is its own."""
    command = [sys.executable, __file__, "--read", str(path), reader]
    found: dict[str, float] = json.loads(subprocess.check_output(command))
    return found


def main(megabytes: float) -> None:
    """Print the table; end with 1 where memory grows with the file or a row is lost."""
    with tempfile.TemporaryDirectory() as folder:
        lines, failed = [], False
        for size in (megabytes / 10, megabytes):
            path = Path(folder) / f"{size:g}.csv"
            written = write(path, size)
            for reader in ("ours", "pandas"):
                found = apart(path, reader)
                failed |= found["rows"] != written
                if reader == "ours":
                    failed |= found["mapped"] + found["unmapped"] != written
                lines.append((size, reader, found))
    for size, reader, found in lines:
        print(
            f"{size:7,.0f} MB  {reader:7} {found['rows']:10,.0f} rows"
            f"  {found['mapped']:10,.0f} mapped  {found['unmapped']:8,.0f} listed"
            f"  {found['s']:6.1f} s  peak {found['peak_mb']:6,.0f} MB"
        )
    small, large = (found for _, reader, found in lines if reader == "ours")
    bound_mb = 1.25 * small["peak_mb"] + large["rows"] * BYTES_A_ROW / 1e6
    print(f"bound: {bound_mb:,.0f} MB; {'FAILED' if failed else 'every row accounted for'}")
    sys.exit(failed or large["peak_mb"] > bound_mb)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--read"]:
        print(json.dumps(read(sys.argv[2], sys.argv[3])))
    else:
        main(float(sys.argv[1]) if len(sys.argv) > 1 else MEGABYTES)
