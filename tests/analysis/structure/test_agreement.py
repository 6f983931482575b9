"""The structural bottleneck against the simulated one."""

import pytest

from tests.analysis.structure.agreement import agreement


def test_in_a_few_scenarios_structure_names_the_pool_that_is_busiest_when_simulated() -> None:
    assert agreement(seed=1, scenarios=3, cases=600) == 1


@pytest.mark.nightly
def test_in_nine_of_ten_scenarios_and_more_structure_names_the_pool_that_is_busiest_when_simulated() -> None:
    assert agreement(seed=0, scenarios=200, cases=2000) >= 0.9
