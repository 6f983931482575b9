"""Bare BPMN files: each gets a scenario that can be simulated, or a sentence that says why not."""

from pathlib import Path

import pytest

from analysis.errors import AnalysisError
from analysis.scenario import default_scenario, with_defaults
from analysis.simulation import compile_simulation
from bpmn import Model, read_model
from bpmn.errors import BpmnFileError


def bare(files: list[Path]) -> list[str]:
    """What goes wrong otherwise than by a sentence, with the file."""
    wrong = []
    for path in files:
        try:
            model = read_model(path.read_bytes(), source_name=path.name)
        except BpmnFileError:
            continue
        problem = _problem(model)
        if problem:
            wrong.append(f"{path}: {problem}")
    return wrong


def _problem(model: Model) -> str:
    try:
        complete = with_defaults(model, default_scenario(model))
        compile_simulation(model, complete.scenario)
    except AnalysisError as error:
        return "" if error.into("en").strip() and error.into("mn").strip() else "an error without a sentence"
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what this test looks for
        return f"{type(error).__name__}: {error}"
    return "" if complete.scenario.arrivals is not None else "no arrivals"


@pytest.mark.corpora
def test_a_sample_of_bare_files_simulates_or_says_why_not(corpora: Path) -> None:
    files = sorted(corpora.rglob("*.bpmn*"))[::60]
    assert len(files) > 15
    assert not bare(files)


@pytest.mark.corpora
@pytest.mark.nightly
def test_every_bare_file_simulates_or_says_why_not(corpora: Path) -> None:
    assert not bare(sorted(corpora.rglob("*.bpmn*")))
