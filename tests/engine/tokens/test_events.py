from datetime import timedelta

import pytest

from tests.engine.tokens.diagrams import NOW, Stepper, model, path

NAMES = (
    '<message id="M" name="Note"/><signal id="S" name="Alarm"/><error id="E" name="Err" errorCode="E1"/>'
    '<escalation id="L" name="Esc" escalationCode="L1"/>'
)
MESSAGE = '<messageEventDefinition messageRef="M"/>'
SIGNAL = '<signalEventDefinition signalRef="S"/>'
ERROR = '<errorEventDefinition errorRef="E"/>'
ESCALATION = '<escalationEventDefinition escalationRef="L"/>'


def timer(kind: str, value: str) -> str:
    return f"<timerEventDefinition><{kind}>{value}</{kind}></timerEventDefinition>"


def with_boundary(definition: str, *, interrupts: bool, host: str = '<userTask id="a"/>') -> Stepper:
    return Stepper(
        model(
            f'<startEvent id="s"/>{host}<boundaryEvent id="b" attachedToRef="a" cancelActivity="{str(interrupts).lower()}">'  # noqa: E501  # the text of a file
            f'{definition}</boundaryEvent><task id="t"/><endEvent id="e"/>' + path("s", "a", "e") + path("b", "t"),
            more=NAMES,
        )
    )


@pytest.mark.parametrize("definition", [MESSAGE, SIGNAL, timer("timeDuration", "PT1H")])
def test_an_interrupting_boundary_event_ends_its_activity(definition: str) -> None:
    case = with_boundary(definition, interrupts=True)
    if "timer" in definition:
        assert case.wait("b").due == NOW + timedelta(hours=1)
        case.fire("b")
    elif "message" in definition:
        assert case.message("Note")
    else:
        assert case.signal("Alarm") == 1
    assert case.done == ["s", "b", "t"]
    assert case.aborted == ["a"]
    assert case.instance.status == "completed"


@pytest.mark.parametrize("definition", [MESSAGE, SIGNAL, timer("timeCycle", "R3/PT1H")])
def test_a_non_interrupting_boundary_event_fires_as_often_as_its_event_occurs(definition: str) -> None:
    case = with_boundary(definition, interrupts=False)
    for _ in range(3):
        if "timer" in definition:
            case.fire("b")
        elif "message" in definition:
            case.message("Note")
        else:
            case.signal("Alarm")
    assert case.done.count("t") == 3
    assert "a" in case.waiting
    assert ("b" in case.waiting) == ("timer" not in definition)
    case.do("a")
    assert case.instance.status == "completed"
    assert not case.message("Note")


def test_a_timer_does_not_fire_early() -> None:
    case = with_boundary(timer("timeDate", "2026-02-01T00:00:00Z"), interrupts=True)
    case.instance.fire_timer(case.wait("b").instance_id, NOW)
    case.reload()
    assert "a" in case.waiting


def test_an_error_of_a_job_is_caught_by_its_boundary_and_one_of_another_code_is_not() -> None:
    case = with_boundary(ERROR, interrupts=True, host='<serviceTask id="a"/>')
    assert not case.fail("a", "E2")
    assert case.waiting == ["a"]
    assert case.fail("a", "E1")
    assert case.done == ["s", "b", "t"]


SUB = '<subProcess id="a"><startEvent id="as"/><userTask id="u"/>{end}</subProcess>'


def test_an_error_end_event_leaves_its_sub_process_by_the_boundary() -> None:
    host = SUB.format(end=f'<endEvent id="ae">{ERROR}</endEvent>' + path("as", "u", "ae"))
    case = with_boundary(ERROR, interrupts=True, host=host)
    case.do("u")
    assert case.done == ["s", "as", "u", "ae", "b", "t"]
    assert case.aborted == ["a"]


def test_an_uncaught_error_ends_the_case_and_says_where() -> None:
    case = Stepper(model(f'<startEvent id="s"/><endEvent id="e">{ERROR}</endEvent>' + path("s", "e"), more=NAMES))
    assert case.instance.status == "error"
    assert case.instance.error is not None
    assert (case.instance.error.name, case.instance.error.element) == ("E1", "e")
    assert case.thrown == [("error", "E1")]


@pytest.mark.parametrize("interrupts", [True, False])
def test_an_escalation_is_caught_by_the_boundary_of_its_sub_process(interrupts: bool) -> None:
    end = f'<intermediateThrowEvent id="x">{ESCALATION}</intermediateThrowEvent><userTask id="v"/>' + path(
        "as", "u", "x", "v"
    )
    case = with_boundary(ESCALATION, interrupts=interrupts, host=SUB.format(end=end))
    case.do("u")
    assert "t" in case.done
    assert ("v" in case.waiting) is not interrupts


def test_an_escalation_that_nobody_catches_goes_out_and_ends_nothing() -> None:
    case = Stepper(model(f'<startEvent id="s"/><endEvent id="e">{ESCALATION}</endEvent>' + path("s", "e"), more=NAMES))
    assert case.thrown == [("escalation", "L1")]
    assert case.instance.status == "completed"


def test_terminate_ends_everything_in_its_scope() -> None:
    body = (
        '<startEvent id="s"/><parallelGateway id="g"/><userTask id="a"/><userTask id="b"/>'
        '<endEvent id="e"><terminateEventDefinition/></endEvent>' + path("s", "g", "a", "e") + path("g", "b")
    )
    case = Stepper(model(body))
    case.do("a")
    assert case.instance.status == "terminated"
    assert case.aborted == ["b"]
    inner = Stepper(
        model(f'<startEvent id="z"/><subProcess id="p1">{body}</subProcess><task id="t"/>' + path("z", "p1", "t"))
    )
    inner.do("a")
    assert inner.instance.status == "completed"
    assert inner.done[-2:] == ["p1", "t"]


def test_a_signal_reaches_all_who_listen_in_the_case_and_goes_out() -> None:
    catch = f'<intermediateCatchEvent id="{{}}">{SIGNAL}</intermediateCatchEvent>'
    file = model(
        '<startEvent id="s"/><parallelGateway id="g"/>' + catch.format("c1") + catch.format("c2")
        + f'<userTask id="a"/><endEvent id="e">{SIGNAL}</endEvent>' + path("s", "g", "a", "e") + path("g", "c1") + path("g", "c2"),  # noqa: E501  # the text of a file
        more=NAMES,
    )  # fmt: skip
    case = Stepper(file)
    case.do("a")
    assert {"c1", "c2"} <= set(case.done)
    assert case.thrown == [("signal", "Alarm")]
    assert case.instance.status == "completed"


def test_messages_find_their_instance_by_the_correlation_value() -> None:
    zeebe = 'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
    file = model(
        f'<startEvent id="s"/><intermediateCatchEvent id="c">{MESSAGE}</intermediateCatchEvent>' + path("s", "c"),
        more=f'<message id="M" name="Note" {zeebe}><extensionElements><zeebe:subscription correlationKey="=number"/>'
        "</extensionElements></message>",
    )
    case = Stepper(file, {"number": "A-1"})
    assert case.wait("c").correlation == "A-1"
    assert not case.message("Note", key="A-2")
    assert case.message("Note", key="A-1")


def test_a_conditional_event_fires_when_another_branch_makes_it_true() -> None:
    condition = "<conditionalEventDefinition><condition>n &gt; 3</condition></conditionalEventDefinition>"
    file = model(
        f'<startEvent id="s"/><parallelGateway id="g"/><intermediateCatchEvent id="c">{condition}</intermediateCatchEvent>'  # noqa: E501  # the text of a file
        '<userTask id="a"/><userTask id="b"/>' + path("s", "g", "a", "b") + path("g", "c")
    )
    case = Stepper(file, {"n": 1})
    assert case.wait("c").kind == "condition"
    case.do("a", {"n": 5})
    assert "c" in case.done


def test_a_link_goes_on_at_its_partner() -> None:
    file = model(
        '<startEvent id="s"/><intermediateThrowEvent id="x"><linkEventDefinition name="L"/></intermediateThrowEvent>'
        '<intermediateCatchEvent id="y"><linkEventDefinition name="L"/></intermediateCatchEvent><task id="t"/>'
        + path("s", "x") + path("y", "t")
    )  # fmt: skip
    assert Stepper(file).done == ["s", "x", "y", "t"]


def test_a_multiple_event_takes_any_and_a_parallel_multiple_all() -> None:
    both = f'<intermediateCatchEvent id="c" parallelMultiple="{{}}">{MESSAGE}{SIGNAL}</intermediateCatchEvent>'
    body = '<startEvent id="s"/>' + both + path("s", "c")
    one = Stepper(model(body.format("false"), more=NAMES))
    assert one.signal("Alarm") == 1
    assert one.instance.status == "completed"
    every = Stepper(model(body.format("true"), more=NAMES))
    every.signal("Alarm")
    assert every.instance.status == "running"
    every.message("Note", {"x": 1})
    assert every.instance.status == "completed"


def event_sub_process(definition: str, *, interrupts: bool) -> Stepper:
    return Stepper(
        model(
            '<startEvent id="s"/><userTask id="a"/><endEvent id="e"/>' + path("s", "a", "e")
            + f'<subProcess id="h" triggeredByEvent="true"><startEvent id="hs" isInterrupting="{str(interrupts).lower()}">'  # noqa: E501  # the text of a file
            f'{definition}</startEvent><userTask id="hu"/>' + path("hs", "hu") + "</subProcess>",
            more=NAMES,
        )
    )  # fmt: skip


def test_an_interrupting_event_sub_process_takes_the_place_of_its_scope() -> None:
    case = event_sub_process(MESSAGE, interrupts=True)
    assert case.message("Note", {"why": "x"})
    assert case.waiting == ["hu"]
    assert case.aborted == ["a"]
    case.do("hu")
    assert case.instance.status == "completed"
    assert case.done == ["s", "hs", "hu", "h"]


def test_a_non_interrupting_event_sub_process_runs_beside_its_scope_more_than_once() -> None:
    case = event_sub_process(SIGNAL, interrupts=False)
    case.signal("Alarm")
    case.signal("Alarm")
    assert case.waiting.count("hu") == 2
    case.do("a")
    case.do("hu")
    assert case.instance.status == "running"
    case.do("hu")
    assert case.instance.status == "completed"


def test_a_listening_event_sub_process_does_not_keep_its_scope_alive() -> None:
    case = event_sub_process(timer("timeDuration", "P1D"), interrupts=True)
    assert sorted(case.waiting) == ["a", "hs"]
    case.do("a")
    assert case.instance.status == "completed"
    assert case.waiting == []


def test_an_error_event_sub_process_catches_what_its_scope_throws() -> None:
    file = model(
        '<startEvent id="s"/><serviceTask id="a"/>' + path("s", "a")
        + f'<subProcess id="h" triggeredByEvent="true"><startEvent id="hs">{ERROR}</startEvent><task id="ht"/>'
        + path("hs", "ht") + "</subProcess>",
        more=NAMES,
    )  # fmt: skip
    case = Stepper(file)
    assert case.fail("a", "E1")
    assert case.done == ["s", "hs", "ht", "h"]


def test_an_event_sub_process_that_interrupts_ends_the_signal_that_started_it() -> None:
    file = model(
        f'<startEvent id="s"/><intermediateThrowEvent id="x">{SIGNAL}</intermediateThrowEvent><task id="never"/>'
        + path("s", "x", "never")
        + f'<subProcess id="h" triggeredByEvent="true"><startEvent id="hs">{SIGNAL}</startEvent></subProcess>',
        more=NAMES,
    )  # fmt: skip
    case = Stepper(file)
    assert case.done == ["s", "x", "hs", "h"]
    assert case.instance.status == "completed"
