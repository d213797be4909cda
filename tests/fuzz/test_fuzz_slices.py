"""A small part of every harness, the same inputs each time; `make fuzz` runs them for long."""

import hypothesis
import pytest
from harnesses import HARNESSES


@pytest.mark.parametrize("harness", HARNESSES, ids=lambda harness: harness.name)
def test_the_invariants_hold_for_hostile_input(harness):
    @hypothesis.settings(
        max_examples=harness.examples,
        derandomize=True,
        database=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(harness.strategy)
    def check(drawn):
        harness.check(drawn)

    check()
