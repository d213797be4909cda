"""One harness under hypothesis, with ever new seeds, until its time is up."""

from __future__ import annotations

import sys
import time

import hypothesis
from harnesses import HARNESSES, Harness

_EXAMPLES = 200


def explore(harness: Harness, seed: int) -> None:
    """Draw some hundred inputs; raise, with the least of them, where an invariant breaks."""

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=_EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(harness.strategy)
    def check(drawn: object) -> None:
        harness.check(drawn)

    check()


def main() -> None:
    name, seconds, seed = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
    harness = next(each for each in HARNESSES if each.name == name)
    end = time.monotonic() + seconds
    rounds = 0
    while time.monotonic() < end:
        explore(harness, seed + rounds)
        rounds += 1
    print(f"{name}: {rounds} rounds of {_EXAMPLES} inputs, from seed {seed}")


if __name__ == "__main__":
    main()
