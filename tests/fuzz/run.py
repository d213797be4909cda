"""Fuzz every harness for some time: `make fuzz SECONDS=60`, or tests/fuzz/run.py --only news.csv.

Each harness of harnesses.py runs in a process of its own, so that a crash or a hang is a finding
like any other. Hypothesis draws structured inputs and shrinks what it finds; where atheris is
installed (`pip install --group fuzz`), half of the time of a harness with seeds goes to it, led by
the coverage of geo/. growth.py comes last: how work grows with the length of hostile strings.

A finding is printed, kept under .fuzz/, and ends with status 1. Once mended, its input belongs
into tests/cases/fuzz/, where tests/fuzz/test_fuzz_cases.py reads every file.
"""

from __future__ import annotations

import argparse
import importlib.util
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
KEPT = HERE.parents[1] / ".fuzz"
_GRACE_S = 120


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--seconds", type=float, default=60, help="for each harness")
    parser.add_argument("--only", nargs="*", default=[], help="names of harnesses")
    parser.add_argument("--seed", type=int, default=0, help="where hypothesis begins")
    given = parser.parse_args()
    from harnesses import HARNESSES

    names = [each.name for each in HARNESSES if not given.only or each.name in given.only]
    found = [name for name in names if not _passes(name, given.seconds, given.seed)]
    if (
        not given.only
        and subprocess.run([sys.executable, HERE / "growth.py"], check=False).returncode
    ):
        found.append("growth")
    print(f"{len(names)} harnesses, {len(found)} with findings: {', '.join(found) or 'none'}")
    sys.exit(bool(found))


def _passes(name: str, seconds: float, seed: int) -> bool:
    from harnesses import HARNESSES

    harness = next(each for each in HARNESSES if each.name == name)
    guided = bool(harness.seeds) and importlib.util.find_spec("atheris") is not None
    share = seconds / 2 if guided else seconds
    engines = [("drawn.py", seed)] + ([("guided.py", seed)] if guided else [])
    done = [_engine(script, name, share, start) for script, start in engines]
    return all(done)


def _engine(script: str, name: str, seconds: float, seed: int) -> bool:
    folder = KEPT / name
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / f"{Path(script).stem}.log"
    started = time.monotonic()
    with log.open("w") as file:
        try:
            command = [sys.executable, HERE / script, name, str(seconds), str(seed), folder]
            status = subprocess.run(
                command, stdout=file, stderr=file, timeout=seconds + _GRACE_S, check=False
            ).returncode
        except subprocess.TimeoutExpired:
            status = -1
    took = time.monotonic() - started
    print(
        f"{name:12} {script:10} {took:5.0f} s  {'ok' if status == 0 else f'FOUND, see {log}'}",
        flush=True,
    )
    return status == 0


if __name__ == "__main__":
    main()
