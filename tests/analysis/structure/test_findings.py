"""What is said of a structure: where, from which value on, and by whose word."""

import pytest

from analysis.structure import StructureFinding, measure_structure
from analysis.structure.thresholds import THRESHOLDS
from bpmn.language import translate
from bpmn.model import Model
from tests.analysis.models import line, model, node

OTHER_SENTENCES = (
    "Work may come back to {element} after {sources}: each time is rework.",
    "the gateway after {activity}",
)


def finding(made: Model, measure: str) -> StructureFinding:
    (found,) = (found for found in measure_structure(made).findings if found.measure == measure)
    return found


def test_a_short_line_of_tasks_has_nothing_worth_saying() -> None:
    assert measure_structure(line("A", "B")).findings == ()


def test_fifty_elements_are_let_pass_and_one_more_is_not() -> None:
    assert all(found.measure != "size" for found in measure_structure(line(*(f"T{n}" for n in range(48)))).findings)
    found = finding(line(*(f"T{n}" for n in range(49))), "size")
    assert (found.value, found.threshold, found.element) == (51, 50, None)
    assert found.source.startswith("7PMG G7")


def test_the_gateway_with_most_ways_is_named() -> None:
    tasks = {f"T{n}": "userTask" for n in range(5)}
    kinds = {"s": "startEvent", "Check": "userTask", "g": "exclusiveGateway"} | tasks
    found = finding(
        model(kinds, "s > Check > g, " + ", ".join(f"g > {task}" for task in tasks)), "maximum_gateway_degree"
    )
    assert found.element == "g"
    assert str(found.text) == "There are 6 ways at the gateway after Check, which are hard to follow."


def test_an_inclusive_gateway_is_named_by_its_label() -> None:
    kinds = {"s": "startEvent", "g": node("g", "inclusiveGateway", name="Which?"), "A": "userTask", "B": "userTask"}
    found = finding(model(kinds, "s > g > A, g > B"), "inclusive_gateways")
    assert (found.element, found.threshold) == ("g", 0)
    assert "at Which?" in str(found.text)


def test_a_loop_is_named_by_the_work_that_is_done_again() -> None:
    kinds = {
        "s": "startEvent", "m": "exclusiveGateway", "Check": "userTask", "x": "exclusiveGateway", "Mend": "userTask",
        "e": "endEvent",
    }  # fmt: skip
    found = finding(model(kinds, "s > m > Check > x > e, x > Mend > m"), "rework_loops")
    assert (found.element, found.value) == ("Check", 1)
    assert str(found.text) == "Work may come back to Check after Mend: each time is rework."
    assert found.as_json("mn")["text"] != str(found.text)


def test_a_share_is_said_in_percent() -> None:
    kinds = {"s": "startEvent", "A": "userTask", "B": "userTask", "e": "endEvent"}
    found = finding(model(kinds, "s > A > B > A, B > e"), "cyclicity")
    assert found.value == pytest.approx(0.5)
    assert str(found.text).startswith("50 % of its elements")


@pytest.mark.parametrize("limit", THRESHOLDS, ids=lambda limit: limit.measure)
def test_every_threshold_is_of_a_measure_and_has_a_source_and_a_mongolian_sentence(limit: object) -> None:
    (known,) = (one for one in THRESHOLDS if one is limit)
    assert known.measure in measure_structure(line("A")).measures
    assert len(known.source) > 20
    assert translate(known.sentence, "mn") != known.sentence


@pytest.mark.parametrize("sentence", OTHER_SENTENCES)
def test_the_other_sentences_are_translated(sentence: str) -> None:
    assert translate(sentence, "mn") != sentence


def test_lower_values_are_spoken_of_where_less_is_worse() -> None:
    (limit,) = (one for one in THRESHOLDS if one.measure == "sequentiality")
    assert limit.is_passed(0.1, size=20)
    assert not limit.is_passed(0.2, size=20)
    assert not limit.is_passed(0.1, size=5)
