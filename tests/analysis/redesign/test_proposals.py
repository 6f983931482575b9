"""What a proposal says: in both languages, with the heuristic's expectation, and the same changes of a scenario."""

import ast
import re
from pathlib import Path

import pytest

from analysis.redesign import HEURISTICS, ChangeEvent, change_scenario
from analysis.scenario import EventParameters
from bpmn.language import translate
from tests.analysis.models import node
from tests.analysis.redesign.proposing import chain, fixed, proposals, scenario, work

ROOM = Path(__file__).resolve().parents[3] / "analysis" / "redesign"


def sentences() -> list[str]:
    found = []
    for file in sorted(ROOM.rglob("*.py")):
        for part in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and part.func.id == "Text":
                said = part.args[0]
                if isinstance(said, ast.Constant):
                    found.append(str(said.value))
    return found


@pytest.mark.parametrize("sentence", sentences())
def test_every_sentence_is_there_in_mongolian_with_the_same_blanks(sentence: str) -> None:
    translated = translate(sentence, "mn")
    assert translated != sentence
    assert set(re.findall(r"\{\w+\}", translated)) == set(re.findall(r"\{\w+\}", sentence))


def test_there_are_the_29_heuristics_by_number_and_two_rules_of_government_services() -> None:
    assert [one.number for one in HEURISTICS.values()] == [*range(1, 30), None, None]
    assert all(one.source for one in HEURISTICS.values())


def test_parallelism_is_expected_to_save_time_and_to_cost_money_and_flexibility() -> None:
    expected = HEURISTICS["parallelism"].expected
    assert expected.as_json() == {"time": 1, "cost": -1, "quality": 0, "flexibility": -1}


def test_a_proposal_is_data_in_either_language() -> None:
    made = chain(node("A", "userTask", name="Calculate the fee"))
    (found,) = proposals(made, scenario({"A": work()}, volume_per_year=1000), "automation")
    english, mongolian = found.as_json(), found.as_json("mn")
    assert english["id"] == mongolian["id"] == "automation-A"
    assert english["heuristic"]["number"] == 25
    assert english["is_applicable"]
    assert "1,000 times a year" in english["argument"]
    assert "жилд 1,000 удаа" in mongolian["argument"]
    assert english["question"] != mongolian["question"]


def test_a_scenario_forgets_an_event_that_is_gone_and_keeps_the_others() -> None:
    given = scenario({}, events={"w": EventParameters(duration=fixed(1)), "v": EventParameters()})
    after = change_scenario(given, (ChangeEvent(element="w", parameters=None),))
    assert set(after.events) == {"v"}
    assert set(given.events) == {"w", "v"}
