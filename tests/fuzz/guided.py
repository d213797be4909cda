"""One harness under atheris: its seeds, mutated, led by the coverage of geo/."""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["geo"]):
    from harnesses import HARNESSES

_LONGEST = 4096


def main() -> None:
    name, seconds, seed, folder = sys.argv[1:5]
    harness = next(each for each in HARNESSES if each.name == name)
    corpus = Path(folder) / "corpus"
    corpus.mkdir(exist_ok=True)
    for number, data in enumerate(harness.seeds):
        (corpus / f"seed{number}").write_bytes(data[:_LONGEST])
    options = (
        f"-max_total_time={float(seconds):.0f}", f"-seed={int(seed) + 1}", f"-max_len={_LONGEST}",
        f"-artifact_prefix={folder}/", "-timeout=60", "-rss_limit_mb=4000", "-verbosity=1",
    )  # fmt: skip
    atheris.Setup([sys.argv[0], str(corpus), *options], harness.check)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
