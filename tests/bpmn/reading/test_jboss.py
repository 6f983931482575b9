"""What jBPM writes becomes neutral values."""

from collections.abc import Callable

import pytest

from bpmn import Model
from bpmn.model import CallActivity, CatchEvent, DecisionCall, Form, Job, Listener, Task

Read = Callable[..., Model]
DROOLS = ' xmlns:drools="http://www.jboss.org/drools"'


def given(**inputs: str) -> str:
    """Return a task's inputs with fixed texts."""
    declared = "".join(f'<dataInput id="{name}_in" name="{name}"/>' for name in inputs)
    filled = "".join(
        f"<dataInputAssociation><targetRef>{name}_in</targetRef><assignment><from>{value}</from><to>{name}_in</to>"
        "</assignment></dataInputAssociation>"
        for name, value in inputs.items()
    )
    return f"<ioSpecification>{declared}</ioSpecification>{filled}"


def task(read_process: Read, body: str) -> Task:
    found = read_process(body, dialect=DROOLS).nodes["A"]
    assert isinstance(found, Task)
    return found


def texts(values: tuple[object, ...]) -> list[str]:
    return [str(getattr(value, "text", value)) for value in values]


def test_user_tasks_are_assigned_by_their_inputs(read_process: Read) -> None:
    found = task(
        read_process,
        f'<userTask id="A" drools:x="1">{given(TaskName="approve", GroupId="clerks,heads", Priority="5", Amount="1")}'
        "</userTask>",
    )
    assert found.assignment is not None
    assert texts(found.assignment.candidate_groups) == ["clerks", "heads"]
    assert found.assignment.assignee is None
    assert found.assignment.priority is not None
    assert found.assignment.priority.text == "5"
    assert found.form == Form(reference="approve")


@pytest.mark.parametrize(
    ("owner", "assignee", "users"),
    [("ann", "ann", []), ("ann,bat", None, ["ann", "bat"]), ("#{boss}", "#{boss}", [])],
)
def test_one_actor_has_the_task_and_several_may_take_it(
    read_process: Read, owner: str, assignee: str | None, users: list[str]
) -> None:
    found = task(
        read_process,
        '<userTask id="A" drools:x="1"><potentialOwner><resourceAssignmentExpression><formalExpression>'
        f"{owner}</formalExpression></resourceAssignmentExpression></potentialOwner></userTask>",
    ).assignment
    assert found is not None
    assert (found.assignee and found.assignee.text, texts(found.candidate_users)) == (assignee, users)
    assert found.candidate_groups == ()


def test_a_task_without_any_of_it_has_no_assignment(read_process: Read) -> None:
    assert task(read_process, '<userTask id="A" drools:x="1"/>').assignment is None


def test_work_items_rules_and_operations_become_jobs(read: Read) -> None:
    model = read(
        '<interface id="I" name="Mail" implementationRef="org.x.Mail"><operation id="O" name="send"/></interface>'
        f'<process id="P"><task id="A" drools:taskName="Email">{given(TaskName="Email", To="a@b")}</task>'
        '<businessRuleTask id="B" drools:ruleFlowGroup="fees"/><serviceTask id="C" operationRef="O"/>'
        '<serviceTask id="D" drools:serviceinterface="org.x.Pay" drools:serviceoperation="pay"/></process>',
        dialect=DROOLS,
    )
    jobs = [node.job for node in model.nodes.values() if isinstance(node, Task)]
    assert jobs == [
        Job(kind="topic", topic="Email", headers=(("To", "a@b"),)),
        Job(kind="connector", implementation="drools", headers=(("ruleFlowGroup", "fees"),)),
        Job(kind="class", implementation="org.x.Mail.send"),
        Job(kind="class", implementation="org.x.Pay.pay"),
    ]


def test_decisions_are_named_by_an_input(read_process: Read) -> None:
    found = task(
        read_process,
        f'<businessRuleTask id="A" drools:x="1" implementation="http://www.jboss.org/drools/dmn">'
        f"{given(namespace='urn:d', model='Fees', decision='fee')}</businessRuleTask>",
    )
    assert (found.decision, found.job) == (DecisionCall(decision="fee"), None)


def test_scripts_around_a_task_are_kept_with_their_language(read_process: Read) -> None:
    found = task(
        read_process,
        '<userTask id="A"><extensionElements><drools:metaData name="elementname"><drools:metaValue><![CDATA[Approve]]>'
        '</drools:metaValue></drools:metaData><drools:onEntry-script scriptFormat="http://www.java.com/java">'
        "<drools:script><![CDATA[a();]]></drools:script></drools:onEntry-script>"
        '<drools:onExit-script scriptFormat="http://www.mvel.org/2.0"><drools:script>b</drools:script>'
        "</drools:onExit-script></extensionElements></userTask>",
    )
    assert found.name == "Approve"
    assert found.listeners == (
        Listener(event="start", kind="script", implementation="a();", language="java"),
        Listener(event="end", kind="script", implementation="b", language="mvel"),
    )


@pytest.mark.parametrize(
    ("kind", "written", "expected"),
    [
        ("timeDuration", "1s", "PT1S"),
        ("timeDuration", "1d2h30m5s", "P1DT2H30M5S"),
        ("timeDuration", "500", "PT0.500S"),
        ("timeDuration", "PT1H", "PT1H"),
        ("timeCycle", "10m", "R/PT10M"),
        ("timeCycle", "5m###1h", "R/PT1H"),
        ("timeDuration", "0s", "PT0S"),
        ("timeDate", "2026-11-26T10:00:00Z", "2026-11-26T10:00:00Z"),
    ],
)
def test_intervals_become_iso_8601(read_process: Read, kind: str, written: str, expected: str) -> None:
    model = read_process(
        '<intermediateCatchEvent id="A" drools:x="1"><timerEventDefinition>'
        f'<{kind} language="none">{written}</{kind}></timerEventDefinition></intermediateCatchEvent>',
        dialect=DROOLS,
    )
    found = model.nodes["A"]
    assert isinstance(found, CatchEvent)
    timer = found.definitions[0].timer
    assert timer is not None
    assert (timer.value.text, timer.value.language) == (expected, "")


def test_calls_pass_only_what_they_list(read_process: Read) -> None:
    found = read_process('<callActivity id="A" calledElement="x" drools:independent="false"/>', dialect=DROOLS)
    call = found.nodes["A"]
    assert isinstance(call, CallActivity)
    assert (call.passes_all_inputs, call.passes_all_outputs) == (False, False)
    assert found.notes == ()


def test_signals_are_referred_to_by_name(read_process: Read) -> None:
    model = read_process(
        '<intermediateCatchEvent id="A" drools:x="1"><signalEventDefinition signalRef="Paid"/>'
        "</intermediateCatchEvent>",
        dialect=DROOLS,
    )
    assert (model.definitions["Paid"].type, model.definitions["Paid"].name) == ("signal", "Paid")


def test_files_of_others_that_only_declare_the_namespace_are_not_jbpm(read_process: Read) -> None:
    model = read_process('<callActivity id="A" calledElement="x"/>', dialect=DROOLS)
    assert model.dialects == ()
    assert not model.is_for_engine
