"""What the studio says of a model beside its decisions."""

import json

from tests.cli.test_analysis import DECIDING, TABLE
from webui.studio.evidence import Evidence, examine

BY_CHANCE = "The ways out of g are equally likely."
SCENARIO = {"ortoo_scenario": 1, "attributes": {"amount": {"type": "uniform", "min": 0, "max": 10}}}


def examined(*decisions: tuple[str, bytes]) -> Evidence:
    scenario = json.dumps(SCENARIO).encode()
    return examine(DECIDING.encode(), source_name="m.bpmn", scenario_file=scenario, decisions=decisions)


def said(evidence: Evidence) -> list[str]:
    return [text.into("en") for text in evidence.assumed]


def test_the_decisions_of_a_service_decide_in_its_figures() -> None:
    alone, decided = examined(), examined(("t.dmn", TABLE.encode()))
    assert BY_CHANCE in said(alone)
    assert BY_CHANCE not in said(decided)
    assert [entry.share for entry in alone.bottlenecks] != [entry.share for entry in decided.bottlenecks]
