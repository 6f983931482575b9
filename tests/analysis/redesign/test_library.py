"""The library and files that nobody here wrote: proposals come, can be applied, and are the same twice."""

import warnings
from pathlib import Path

import pytest

from analysis.errors import ScenarioError
from analysis.flow import analyse_flow
from analysis.redesign import HEURISTICS, Proposal, change_scenario, find_proposals
from analysis.scenario import load_scenario, with_defaults
from analysis.scenario.values import Scenario
from analysis.structure import measure_structure
from bpmn import Model, read_model
from bpmn.errors import BpmnFileError
from bpmn.soundness import check_soundness
from bpmn.writing import apply_edits

ROOT = Path(__file__).resolve().parents[3] / "processes"
LIBRARY = sorted(ROOT.glob("*/*.bpmn"))


def of_file(file: Path) -> tuple[bytes, Scenario, tuple[Proposal, ...]]:
    data = file.read_bytes()
    model = read_model(data, source_name=file.name)
    beside = file.parent / "scenarios" / f"{file.stem}.json"
    given = load_scenario(beside.read_bytes(), beside.name, model) if beside.is_file() else Scenario()
    known = with_defaults(model, given).scenario
    return (
        data,
        known,
        find_proposals(model, known, structure=measure_structure(model), flow=analyse_flow(model, known)),
    )


def verdicts(model: Model) -> dict[str, str]:
    return {one: found.verdict for one, found in check_soundness(model).items()}


@pytest.mark.parametrize("file", LIBRARY, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_each_model_of_the_library_gives_the_same_proposals_twice_and_each_can_be_applied_and_stays_as_sound(
    file: Path,
) -> None:
    data, known, found = of_file(file)
    assert of_file(file)[2] == found
    assert len({one.id for one in found}) == len(found)
    keys = list(HEURISTICS)
    order = [keys.index(one.heuristic.key) for one in found]
    assert order == sorted(order)
    for proposal in found:
        if proposal.application is not None:
            changed = read_model(apply_edits(data, proposal.application.edits), source_name="to-be.bpmn")
            with_defaults(changed, change_scenario(known, proposal.application.scenario))
            assert verdicts(changed) == verdicts(read_model(data, source_name="as-is.bpmn"))


@pytest.mark.corpora
def test_files_of_others_give_no_crash(corpora: Path) -> None:
    looked_at = 0
    for file in sorted(corpora.rglob("*.bpmn"))[::20]:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                data, _, found = of_file(file)
        except (BpmnFileError, ScenarioError):
            continue
        looked_at += 1
        for proposal in found:
            assert proposal.as_json("mn")["id"] == proposal.id
            if proposal.application is not None:
                apply_edits(data, proposal.application.edits)
    assert looked_at > 20
