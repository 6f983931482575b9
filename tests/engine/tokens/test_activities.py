from datetime import date
from decimal import Decimal

import pytest

from bpmn import read_model
from bpmn.decisions import read_decisions
from engine.errors import DataRefusedError, ExpressionFailedError, UnknownActivityInstanceError
from engine.tokens import ProcessInstance, compile_process
from tests.engine.tokens.diagrams import NOW, Stepper, flow, ids, model, path

CAMUNDA = 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'


def in_line(node: str, element: str) -> str:
    """A process of one node between a start and an end."""
    return f'<startEvent id="s"/>{node}<endEvent id="e"/>' + path("s", element, "e")


def test_a_user_task_waits_and_gives_its_data_to_the_process() -> None:
    case = Stepper(model(in_line('<userTask id="a" name="Check"/>', "a")), {"n": 1})
    wait = case.wait("a")
    assert (wait.kind, wait.name, wait.type, wait.process) == ("user", "Check", "userTask", "p")
    case.do("a", {"n": 2, "list": [1, {"x": None}]})
    assert case.steps == [("s", "complete"), ("a", "start"), ("a", "complete"), ("e", "complete")]
    assert case.instance.status == "completed"
    assert case.instance.variables == {"n": 2, "list": [1, {"x": None}]}


def test_work_is_done_once() -> None:
    case = Stepper(model(in_line('<userTask id="a"/>', "a")))
    instance_id = case.wait("a").instance_id
    case.do("a")
    with pytest.raises(UnknownActivityInstanceError):
        case.instance.complete(instance_id, {}, NOW)


def test_who_may_do_a_user_task_is_evaluated_when_it_begins() -> None:
    file = model(
        in_line(
            f'<userTask id="a" {CAMUNDA} camunda:assignee="${{who}}" camunda:candidateGroups="registrar, ${{group}}"/>',
            "a",
        )
    )
    assignment = Stepper(file, {"who": "Person One", "group": "lawyer"}).wait("a").assignment
    assert assignment is not None
    assert assignment.assignee == "Person One"
    assert assignment.candidate_groups == ("registrar", "lawyer")


def test_a_service_task_is_a_job_with_its_inputs_and_its_outputs_are_mapped() -> None:
    zeebe = 'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
    task = (
        f'<serviceTask id="a" {zeebe}><extensionElements><zeebe:taskDefinition type="look-up"/><zeebe:ioMapping>'
        '<zeebe:input source="=n + 1" target="asked"/><zeebe:output source="=found * 2" target="result"/>'
        "</zeebe:ioMapping></extensionElements></serviceTask>"
    )
    case = Stepper(model(in_line(task, "a")), {"n": 1})
    wait = case.wait("a")
    assert wait.kind == "job"
    assert wait.job is not None
    assert wait.job.topic == "look-up"
    assert wait.inputs == {"asked": 2}
    case.do("a", {"found": 21, "more": 1})
    assert case.instance.variables == {"n": 1, "result": 42}


def test_a_script_sets_variables_and_a_broken_one_is_an_error_that_names_it() -> None:
    script = '<scriptTask id="a" scriptFormat="python"><script>m = n + 1</script></scriptTask>'
    assert Stepper(model(in_line(script, "a")), {"n": 1}).instance.variables == {"n": 1, "m": 2}
    with pytest.raises(ExpressionFailedError) as caught:
        Stepper(model(in_line(script, "a")))
    assert caught.value.element == "a"


def test_a_condition_that_fails_names_the_flow_and_the_variable() -> None:
    file = model(
        '<startEvent id="s"/><exclusiveGateway id="x"/><task id="a"/>'
        + path("s", "x")
        + flow("x", "a", "${amount > 3}")
    )
    with pytest.raises(ExpressionFailedError, match="amount") as caught:
        Stepper(file)
    assert caught.value.flow == "x-a"


def test_manual_tasks_and_plain_tasks_are_passed() -> None:
    assert Stepper(model(in_line('<manualTask id="a"/>', "a"))).done == ["s", "a", "e"]
    assert Stepper(model(in_line('<task id="a"/>', "a"))).done == ["s", "a", "e"]


def test_a_send_task_throws_its_message_and_a_receive_task_waits_for_its_own() -> None:
    file = model(
        '<startEvent id="s"/><sendTask id="a" messageRef="M"/><receiveTask id="b" messageRef="R"/>'
        + path("s", "a", "b"),
        more='<message id="M" name="Asked"/><message id="R" name="Answered"/>',
    )
    case = Stepper(file)
    assert case.thrown == [("message", "Asked")]
    assert (case.wait("b").kind, case.wait("b").event) == ("receive", "Answered")
    assert not case.message("Other")
    assert case.message("Answered", {"yes": True})
    assert case.instance.variables == {"yes": True}


def test_a_business_rule_task_decides_by_a_known_table() -> None:
    table = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="f" name="f" namespace="urn:test">
      <decision id="fee" name="Fee"><decisionTable id="t" hitPolicy="FIRST">
      <input id="i"><inputExpression id="x"><text>kind</text></inputExpression></input><output id="o" name="fee"/>
      <rule id="r1"><inputEntry id="a"><text>"small"</text></inputEntry><outputEntry id="b"><text>10</text></outputEntry></rule>
      <rule id="r2"><inputEntry id="c"><text>-</text></inputEntry><outputEntry id="d"><text>20</text></outputEntry></rule>
      </decisionTable></decision></definitions>"""  # noqa: E501  # the text of a file
    file = model(
        in_line(
            f'<businessRuleTask id="a" {CAMUNDA} camunda:decisionRef="fee" camunda:resultVariable="price" camunda:mapDecisionResult="singleEntry"/>',  # noqa: E501  # the text of a file
            "a",
        )
    )
    definition = compile_process(file, "p", decisions=[read_decisions(table, source_name="fee.dmn")])
    case = ProcessInstance.create(definition, data={"kind": "small"}, now=NOW, new_id=ids())
    case.advance(NOW)
    assert case.status == "completed"
    assert case.variables["price"] == 10
    unsaid = ProcessInstance.create(definition, data={"kind": None}, now=NOW, new_id=ids())
    unsaid.advance(NOW)
    assert unsaid.variables["price"] == 20
    with pytest.raises(ExpressionFailedError, match="no value for the input kind"):
        ProcessInstance.create(definition, data={}, now=NOW, new_id=ids()).advance(NOW)
    assert Stepper(file).wait("a").kind == "job"


def test_an_activity_begins_with_as_many_tokens_as_it_wants() -> None:
    file = model(
        '<startEvent id="s"/><parallelGateway id="g"/><task id="a"/><task id="b"/><exclusiveGateway id="m"/>'
        '<task id="t" startQuantity="2" completionQuantity="3"/><task id="u"/>'
        + path("s", "g", "a", "m", "t", "u") + path("g", "b", "m")
    )  # fmt: skip
    case = Stepper(file)
    assert (case.done.count("t"), case.done.count("u")) == (1, 3)
    assert case.instance.status == "completed"


def test_data_that_are_no_json_are_refused_and_nothing_is_shared() -> None:
    file = model(in_line('<userTask id="a"/>', "a"))
    given = {"list": [1]}
    case = Stepper(file, given)
    given["list"].append(2)
    assert case.instance.variables["list"] == [1]
    for bad in ({"x": {1: 2}}, {"x": float("nan")}, {"x": object()}):
        with pytest.raises(DataRefusedError):
            case.instance.complete(case.wait("a").instance_id, bad, NOW)


def test_no_name_or_content_of_a_variable_makes_a_case_unloadable() -> None:
    odd = {
        "$": 1,
        "typename": "x",
        "v": {"$": "dict", "v": {"$": 2}},
        "": None,
        "n": 2**80,
        "d": Decimal("1.10"),
        "day": date(2026, 1, 5),
    }
    case = Stepper(model(in_line('<userTask id="a"/>', "a")), odd)
    before = case.instance.variables
    case.reload()
    assert case.instance.variables == before
    assert str(before["d"]) == "1.10"
    assert before["n"] == 2**80


def test_a_call_activity_has_variables_of_its_own_and_passes_what_is_mapped() -> None:
    called = read_model(
        b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="f2" targetNamespace="urn:test"><process id="q">'  # noqa: E501  # the text of a file
        b'<startEvent id="qs"/><userTask id="qa"/><endEvent id="qe"/><sequenceFlow id="q1" sourceRef="qs" targetRef="qa"/>'  # noqa: E501  # the text of a file
        b'<sequenceFlow id="q2" sourceRef="qa" targetRef="qe"/></process></definitions>',
        source_name="called.bpmn",
    )
    call = (
        f'<callActivity id="c" calledElement="q" {CAMUNDA}><extensionElements><camunda:in source="n" target="given"/>'
        '<camunda:out source="result" target="got"/></extensionElements></callActivity>'
    )
    case = Stepper(model(in_line(call, "c")), {"n": 4}, more=[called])
    assert case.wait("qa").process == "q"
    case.do("qa", {"result": 8, "private": 1})
    assert case.instance.variables == {"n": 4, "got": 8}
    assert case.done == ["s", "qs", "qa", "qe", "c", "e"]


@pytest.mark.parametrize("source", ["n = 1", "n = 0\nn += 1", "if True:\n    n = 1"])
def test_a_script_that_names_no_language_but_assigns_sets_variables(source: str) -> None:
    case = Stepper(
        model('<startEvent id="s"/><scriptTask id="a"><script>' + source + "</script></scriptTask>" + path("s", "a"))
    )
    assert case.instance.variables["n"] == 1


def test_a_script_raises_an_error_that_the_model_catches() -> None:
    source = 'if n > 1:\n    raise BpmnError("E", "too many")'
    script = f'<scriptTask id="a" scriptFormat="python"><script>{source}</script></scriptTask>'
    catching = (
        '<boundaryEvent id="b" attachedToRef="a"><errorEventDefinition errorRef="x"/></boundaryEvent><task id="t"/>'
    )
    file = model(
        '<startEvent id="s"/>' + script + catching + path("s", "a") + path("b", "t"),
        more='<error id="x" errorCode="E"/>',
    )
    assert Stepper(file, {"n": 1}).done == ["s", "a"]
    case = Stepper(file, {"n": 2})
    assert case.done == ["s", "b", "t"]
    assert case.instance.variables["errorMessage"] == "too many"


def test_an_error_of_a_script_that_nobody_catches_ends_the_case() -> None:
    script = '<scriptTask id="a" scriptFormat="python"><script>raise BpmnError("E")</script></scriptTask>'
    case = Stepper(model('<startEvent id="s"/>' + script + path("s", "a")))
    assert case.instance.status == "error"
    assert case.instance.error is not None
    assert (case.instance.error.name, case.instance.error.element) == ("E", "a")
