"""Changes of the order of the work that are made one at a time."""

from dataclasses import replace
from itertools import pairwise

import pytest

from analysis.comparison import Comparison, Depth
from analysis.scenario import Scenario
from bpmn import Model, read_model
from bpmn.writing import Edit, Move, Parallelise, Swap, apply_edits
from tests.analysis.comparison.lines import HOUR, compared, unhurried

DRIVERS = Depth(drivers=True, sensitivity=False, stresses=False)
HOURS = {"look": 4.0, "ask": 3.0, "check": 1.0, "pay": 2.0}
HEAD = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:test">'


def _line(*, with_refusal: bool = False) -> Model:
    """Return a file of tasks one after the other; with a refusal some cases end after the check."""
    chain = ["start", "look", "ask", "check", *(["g"] if with_refusal else []), "pay", "end"]
    kinds = {"start": "startEvent", "end": "endEvent", "g": "exclusiveGateway"}
    nodes = [f'<{kinds.get(key, "userTask")} id="{key}" name="{key}"/>' for key in chain]
    flows = [f'<sequenceFlow id="{a}_{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in pairwise(chain)]
    if with_refusal:
        nodes.append('<endEvent id="refused" name="refused"/>')
        flows.append('<sequenceFlow id="g_refused" sourceRef="g" targetRef="refused"/>')
    text = f'{HEAD}<process id="p" isExecutable="true">{"".join(nodes + flows)}</process></definitions>'
    return read_model(text.encode(), source_name="line.bpmn")


def _compared(before: Model, edits: list[Edit], scenario: Scenario) -> Comparison:
    after = read_model(apply_edits(before.source, edits), source_name="after.bpmn")
    return compared(before, after, scenario, scenario, depth=DRIVERS, cases=200)


def _times(found: Comparison) -> dict[str, float]:
    assert found.shares is not None
    assert found.shares.remark is None
    return {share.key: share.effects["cycle_time"].amount for share in found.shares.by_change}


def test_two_that_run_at_the_same_time_have_the_share_of_the_shorter_one() -> None:
    found = _compared(_line(), [Parallelise(first="look", second="ask")], unhurried(HOURS))
    shares = _times(found)
    assert shares["parallelised.look.ask"] == pytest.approx(-3 * HOUR, rel=1e-9)
    assert shares["order"] == pytest.approx(0, abs=1e-6)


def test_two_changes_of_the_order_have_a_share_each() -> None:
    edits: list[Edit] = [Parallelise(first="look", second="ask"), Parallelise(first="check", second="pay")]
    shares = _times(_compared(_line(), edits, unhurried(HOURS)))
    assert shares["parallelised.look.ask"] == pytest.approx(-3 * HOUR, rel=1e-9)
    assert shares["parallelised.check.pay"] == pytest.approx(-1 * HOUR, rel=1e-9)
    assert shares["order"] == pytest.approx(0, abs=1e-6)


def test_a_check_that_can_stop_a_case_earlier_saves_what_the_stopped_cases_need_no_more() -> None:
    scenario = replace(unhurried(HOURS), flows={"g_refused": 0.5, "g_pay": 0.5})
    found = _compared(_line(with_refusal=True), [Move(node="check", flow="start_look")], scenario)
    time = found.measure("cycle_time")
    assert time is not None
    assert time.difference == pytest.approx(-0.5 * 7 * HOUR, rel=0.15)
    shares = _times(found)
    (key,) = set(shares) - {"order"}
    assert shares[key] == pytest.approx(time.difference, rel=1e-9)
    assert shares["order"] == pytest.approx(0, abs=1e-6)


def test_an_order_that_changes_nothing_for_anybody_has_no_share() -> None:
    shares = _times(_compared(_line(), [Swap(first="look", second="ask")], unhurried(HOURS)))
    assert all(amount == pytest.approx(0, abs=1e-6) for amount in shares.values())


def test_models_that_were_never_files_have_one_step_for_their_order() -> None:
    before = _line()
    after = read_model(apply_edits(before.source, [Parallelise(first="look", second="ask")]), source_name="a.bpmn")
    found = compared(replace(before, source=b""), after, unhurried(HOURS), unhurried(HOURS), depth=DRIVERS)
    assert _times(found) == {"order": pytest.approx(-3 * HOUR, rel=1e-9)}
