"""Make every file of reference data from its pinned packages, in the order of their needs.

    python data/build/all.py

The trained weights need the corpora and are made apart: data/build/recogniser.py CORPORA and
data/build/resolver.py CORPORA.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SCRIPTS = ("boundaries.py", "tables.py", "gazetteer.py", "land.py")


def main() -> None:
    """Run the builders one after another; the first that fails ends it."""
    environment = os.environ | {"PYTHONPATH": str(HERE.parents[1])}
    for script in SCRIPTS:
        print(f"== {script}", flush=True)
        subprocess.run([sys.executable, str(HERE / script)], env=environment, check=True)


if __name__ == "__main__":
    main()
