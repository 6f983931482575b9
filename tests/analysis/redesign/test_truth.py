"""What is made true of real models: still sound and readable, in an order that the data allow, and asking for less."""

import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest

from analysis.burden import Burden, measure_burden
from analysis.errors import AnalysisError
from analysis.redesign import Dependencies, Order, Proposal, Redesign, Runs, find_dependencies, try_proposals
from analysis.redesign.applying import apply_to_copy, proposals_for
from analysis.scenario import Scenario, load_scenario, with_defaults
from bpmn import Model, read_model
from bpmn.check import check_model
from bpmn.errors import BpmnFileError
from bpmn.graph import process_graph
from bpmn.model import Activity
from bpmn.soundness import check_soundness

ROOT = Path(__file__).resolve().parents[3] / "processes"
LIBRARY = sorted(ROOT.glob("*/*.bpmn"))
NAMES = [f"{file.parent.name}/{file.stem}" for file in LIBRARY]


def of_library(file: Path) -> Redesign:
    model = read_model(file.read_bytes(), source_name=file.name)
    beside = file.parent / "scenarios" / f"{file.stem}.json"
    return Redesign(
        model=model, scenario=with_defaults(model, load_scenario(beside.read_bytes(), beside.name, model)).scenario
    )


def applicable(before: Redesign) -> list[Proposal]:
    return [one for one in proposals_for(before.model, before.scenario) if one.is_applicable]


def errors(model: Model) -> Counter[str]:
    return Counter(finding.rule for finding in check_model(model) if finding.severity == "error")


def undrawn(model: Model) -> set[str]:
    """Return the flow nodes and sequence flows that no diagram shows."""
    drawn = {one.element for diagram in model.diagrams for one in (*diagram.shapes, *diagram.edges)}
    return {*model.nodes, *model.flows} - drawn


def overlaps(model: Model) -> int:
    return sum(finding.rule == "no-overlapping-elements" for finding in check_model(model))


def orders(model: Model) -> set[tuple[str, str]]:
    """Return the pairs of activities of which a case comes to the second after the first, and never the other way."""
    found: set[tuple[str, str]] = set()
    for process in model.processes:
        graph = nx.DiGraph(process_graph(process))
        after = {node: nx.descendants(graph, node) for node in graph}
        activities = [node.id for _, node in process.scope.walk() if isinstance(node, Activity) and node.id in graph]
        found |= {(a, b) for a in activities for b in after[a] if b in activities and a not in after[b]}
    return found


def assert_sound_readable_and_in_order(before: Redesign, proposal: Proposal, dependencies: Dependencies) -> None:
    after = apply_to_copy(before, proposal)
    again = read_model(after.model.source, source_name=before.model.source_name)
    assert again == after.model
    assert not errors(again) - errors(before.model), proposal.id
    was = {key: found.verdict for key, found in check_soundness(before.model).items()}
    now = {key: found.verdict for key, found in check_soundness(again).items()}
    assert {key: verdict for key, verdict in now.items() if verdict != was[key]} == {}, proposal.id
    if before.model.diagrams:
        assert not undrawn(again) - undrawn(before.model), proposal.id
        assert overlaps(again) <= overlaps(before.model), proposal.id
    assert after.flow().cycle_time_s >= 0
    kept = {node for node in before.model.nodes if node in again.nodes}
    for first, second in {pair for pair in orders(before.model) - orders(again) if kept >= set(pair)}:
        order = dependencies.order(first, second)
        assert order is not Order.FIXED, f"{proposal.id}: {second} needs what {first} gives"
        assert order is Order.FREE or proposal.question is not None, f"{proposal.id}: nobody asks about {second}"


@pytest.mark.parametrize("file", LIBRARY, ids=NAMES)
def test_each_proposal_for_the_library_keeps_its_model_sound_readable_and_in_the_order_its_data_demand(
    file: Path,
) -> None:
    before = of_library(file)
    dependencies = find_dependencies(before.model)
    for proposal in applicable(before):
        assert_sound_readable_and_in_order(before, proposal, dependencies)


def burden_after(before: Redesign, key: str) -> list[tuple[Burden, Burden]]:
    was = measure_burden(before.model, before.scenario, before.flow())
    changed = [apply_to_copy(before, one) for one in applicable(before) if one.heuristic.key == key]
    return [(was, measure_burden(one.model, one.scenario, one.flow())) for one in changed]


def test_once_only_is_proposed_for_each_paper_that_a_register_gives_and_then_it_is_asked_for_no_more() -> None:
    before = of_library(ROOT / "company-registration" / "as-is.bpmn")
    asking = {node.id for node in before.model.nodes.values() if isinstance(node, Activity) and node.facts
              for paper in node.facts.documents if paper.held_by and paper.service}  # fmt: skip
    assert asking
    assert {one.places[0] for one in applicable(before) if one.heuristic.key == "once-only"} == asking
    for was, is_now in burden_after(before, "once-only"):
        assert is_now.documents_held_by_state < was.documents_held_by_state
        assert is_now.documents < was.documents
        assert is_now.cost < was.cost
        assert is_now.visits == pytest.approx(was.visits)


def test_digital_by_default_is_proposed_for_each_visit_and_then_nobody_comes() -> None:
    before = of_library(ROOT / "company-registration" / "as-is.bpmn")
    visiting = {node.id for node in before.model.nodes.values()
                if isinstance(node, Activity) and node.facts and node.facts.visits > 0}  # fmt: skip
    assert visiting
    assert {one.places[0] for one in applicable(before) if one.heuristic.key == "digital-by-default"} == visiting
    for was, is_now in burden_after(before, "digital-by-default"):
        assert is_now.visits < was.visits
        assert is_now.documents == pytest.approx(was.documents)


def test_a_service_that_asks_for_nothing_twice_and_for_no_visit_hears_nothing_of_it() -> None:
    before = of_library(ROOT / "company-registration" / "to-be.bpmn")
    was = measure_burden(before.model, before.scenario, before.flow())
    assert (was.documents_held_by_state, was.visits) == (0, 0)
    assert not {one.heuristic.key for one in applicable(before)} & {"once-only", "digital-by-default"}


@pytest.mark.nightly
def test_flow_analysis_and_simulation_agree_on_which_proposals_save_time() -> None:
    before = of_library(ROOT / "company-registration" / "as-is.bpmn")
    hour_s, told = 3600.0, 0
    for one in try_proposals(before, runs=Runs(cases=200, replications=10)):
        if one.gains is not None and abs(one.gains.cycle_time_s) > hour_s:
            assert one.simulated is not None
            time = one.simulated.measures["cycle_time_s"]
            assert (time.ci_high < 0) == (one.gains.cycle_time_s < 0), one.proposal.id
            told += 1
    assert told > 20


def of_others(corpora: Path) -> Iterator[Redesign]:
    """Yield each twelfth file that nobody here wrote, of which something can be made true."""
    for file in sorted(corpora.rglob("*.bpmn"))[::12]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                model = read_model(file.read_bytes(), source_name=file.name)
                before = Redesign(model=model, scenario=with_defaults(model, Scenario()).scenario)
                if applicable(before):
                    yield before
            except (AnalysisError, BpmnFileError):
                continue


@pytest.mark.corpora
@pytest.mark.nightly
def test_each_proposal_for_models_of_others_keeps_them_sound_readable_and_in_the_order_their_data_demand(
    corpora: Path,
) -> None:
    models = applied = 0
    for before in of_others(corpora):
        dependencies = find_dependencies(before.model)
        models += 1
        for proposal in applicable(before):
            assert_sound_readable_and_in_order(before, proposal, dependencies)
            applied += 1
    assert models > 20
    assert applied > 30
