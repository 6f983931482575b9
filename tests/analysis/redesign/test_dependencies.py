"""What steps read and write, and which must keep their order; nothing is concluded where that is not said."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.redesign import Order, find_dependencies
from bpmn.decisions import read_decisions
from bpmn.model import (
    Collaboration,
    DataAssociation,
    DecisionCall,
    Expression,
    Form,
    Job,
    Listener,
    Mapping,
    MessageFlow,
    Participant,
    Script,
    SequenceFlow,
)
from tests.analysis.models import model, node
from tests.analysis.redesign.proposing import chain, with_form

FEEL = "feel"
NAMES = st.sets(st.sampled_from("abcdef"), min_size=1, max_size=3)


def script(id_: str, text: str, language: str = "python") -> object:
    return node(id_, "scriptTask", script=Script(text=text, language=language))


@given(NAMES, NAMES)
def test_two_forms_are_free_of_each_other_exactly_when_no_field_is_in_both(one: set[str], two: set[str]) -> None:
    found = find_dependencies(chain(with_form("A", *one), with_form("B", *two)))
    assert found.order("A", "B") is (Order.FIXED if one & two else Order.FREE)
    assert found.order("A", "B") is found.order("B", "A")


def test_a_task_of_which_nothing_is_said_is_not_known() -> None:
    assert find_dependencies(chain(node("A", "userTask"), with_form("B", "x"))).order("A", "B") is Order.UNKNOWN


def test_a_script_writes_what_it_assigns_and_reads_every_word_in_it() -> None:
    found = find_dependencies(chain(script("A", "total = price * 2")))  # type: ignore[arg-type]
    assert found.of("A").writes == {"total"}
    assert "price" in found.of("A").reads
    assert found.of("A").is_known


def test_a_script_in_a_language_that_is_not_run_may_do_anything() -> None:
    assert not find_dependencies(chain(script("A", "x = 1", "groovy"))).of("A").is_known  # type: ignore[arg-type]


def test_a_listener_may_do_anything() -> None:
    heard = with_form("A", "x", listeners=(Listener(event="end", kind="class", implementation="a.B"),))
    assert not find_dependencies(chain(heard)).of("A").is_known


def test_a_form_beside_the_model_is_known_when_its_fields_are_given() -> None:
    made = chain(node("A", "userTask", form=Form(reference="who")))
    assert not find_dependencies(made).of("A").is_known
    found = find_dependencies(made, forms={"who": ["person.name"]}).of("A")
    assert found.is_known
    assert found.writes == {"person"}


def test_mappings_say_what_goes_in_and_comes_out() -> None:
    asks = node(
        "A",
        "serviceTask",
        job=Job(topic="look-up"),
        inputs=(Mapping(source=Expression(text="person.id", language=FEEL), target="key"),),
        outputs=(Mapping(source=Expression(text="key", language=FEEL), target="answer"),),
    )
    found = find_dependencies(chain(asks)).of("A")
    assert (found.reads, found.writes, found.is_known) == ({"person"}, {"answer"}, True)


def test_a_decision_reads_its_input_data_and_writes_its_result() -> None:
    dmn = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="urn:x">
      <inputData id="i" name="age"><variable name="age" typeRef="number"/></inputData>
      <decision id="adult" name="adult"><variable name="adult" typeRef="boolean"/>
        <informationRequirement id="r"><requiredInput href="#i"/></informationRequirement>
        <literalExpression><text>age &gt;= 18</text></literalExpression></decision></definitions>"""
    made = chain(node("A", "businessRuleTask", decision=DecisionCall(decision="adult", result_variable="grown")))
    found = find_dependencies(made, decisions=(read_decisions(dmn, source_name="x.dmn"),)).of("A")
    assert (found.reads, found.writes, found.is_known) == ({"age"}, {"grown"}, True)
    assert not find_dependencies(made).of("A").is_known


def test_data_associations_are_what_is_drawn() -> None:
    reads = DataAssociation(id="i", type="dataInputAssociation", sources=("file",))
    writes = DataAssociation(id="o", type="dataOutputAssociation", target="letter")
    made = chain(node("A", "task", data_input_associations=(reads,), data_output_associations=(writes,)))
    found = find_dependencies(made).of("A")
    assert (found.reads, found.writes, found.is_known) == ({"file"}, {"letter"}, True)


@pytest.mark.parametrize(("condition", "known"), [(Expression(text="ok = true", language=FEEL), True), (None, False)])
def test_a_decision_at_a_gateway_reads_its_conditions(condition: Expression | None, known: bool) -> None:
    made = model(
        {"s": "startEvent", "g": node("g", "exclusiveGateway", default="g_b"), "a": "endEvent", "b": "endEvent"},
        "s > g > a, g > b",
    )
    process = made.processes[0]

    def conditioned(flow: SequenceFlow) -> SequenceFlow:
        return replace(flow, condition=condition) if flow.id == "g_a" else flow

    scope = replace(process.scope, flows=tuple(map(conditioned, process.scope.flows)))
    found = find_dependencies(replace(made, processes=(replace(process, scope=scope),))).of("g")
    assert found.is_known is known
    assert found.reads == ({"ok"} if known else set())


def test_messages_with_one_partner_keep_their_order() -> None:
    made = chain(with_form("A", "x"), with_form("B", "y"), with_form("C", "z"))
    talk = Collaboration(
        id="c",
        type="collaboration",
        participants=(Participant(id="bank", type="participant"),),
        message_flows=(
            MessageFlow(id="m", type="messageFlow", source="A", target="bank"),
            MessageFlow(id="n", type="messageFlow", source="bank", target="B"),
        ),
    )
    found = find_dependencies(replace(made, collaborations=(talk,)))
    assert found.order("A", "B") is Order.FIXED
    assert found.order("A", "C") is Order.FREE


def test_a_sub_process_does_what_is_inside_it() -> None:
    inner = chain(with_form("A", "x")).processes[0].scope
    made = chain(node("S", "subProcess", scope=inner), with_form("B", "x"))
    assert find_dependencies(made).order("S", "B") is Order.FIXED
