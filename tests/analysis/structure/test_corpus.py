"""Structure over the sample files beside the project."""

import math
from pathlib import Path

import pytest

from analysis.errors import ScenarioError
from analysis.structure import measure_structure
from bpmn import read_model
from bpmn.errors import BpmnFileError

SHARES = ("cyclicity", "separability", "sequentiality")


@pytest.mark.corpora
def test_the_loan_example_has_the_measures_taken_by_another_program(corpora: Path) -> None:
    path = corpora / "prosimos" / "LoanApp_sequential_9-5.bpmn"
    measures = measure_structure(read_model(path.read_bytes(), source_name=path.name)).measures
    expected = {
        "size": 22, "connectivity": 1.182, "density": 0.056, "control_flow_complexity": 10,
        "average_gateway_degree": 3, "separability": 0.25, "sequentiality": 0.27, "cyclicity": 0.64,
        "gateway_mismatch": 6,
    }  # fmt: skip
    assert {name: measures[name] for name in expected} == pytest.approx(expected, abs=0.005)


@pytest.mark.corpora
def test_a_part_of_the_sample_models_is_measured(corpora: Path) -> None:
    assert measured(sorted(corpora.rglob("*.bpmn"))[::6]) > 100


@pytest.mark.corpora
@pytest.mark.nightly
def test_every_sample_model_that_can_be_read_is_measured(corpora: Path) -> None:
    assert measured([path for kind in ("*.bpmn", "*.xml") for path in sorted(corpora.rglob(kind))]) > 1400


def measured(paths: list[Path]) -> int:
    """Measure files and return how many have a process; each must have measures that hold together."""
    many = 0
    for path in paths:
        try:
            structure = measure_structure(read_model(path.read_bytes(), source_name=path.name))
        except (BpmnFileError, ScenarioError):
            continue
        many += 1
        assert all(math.isfinite(value) and value >= 0 for value in structure.measures.values()), path
        assert all(structure.measures[share] <= 1 for share in SHARES), path
        assert all(loop.back_edges for loop in structure.loops), path
        assert set(structure.minimum_cut) <= set(structure.dominators), path
    return many
