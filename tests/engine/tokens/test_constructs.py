"""Each construct of BPMN once, as `ortoo run` shows it: a small file, and what has completed at the end."""

# ruff: noqa: E501  # the nodes and flows of a file are easier to follow on one line

from collections import Counter

import pytest

from engine.simulated import RunResult, run_model
from tests.engine.tokens.diagrams import flow, model, path
from tests.engine.tokens.pieces import (
    CANCEL,
    COMPENSATE,
    DEFINITIONS,
    START,
    TERMINATE,
    boundary,
    catch,
    condition,
    end,
    error,
    escalation,
    event_sub_process,
    handler,
    inside,
    instances,
    message,
    node,
    script,
    signal,
    sub,
    task,
    throw,
    timer,
    waiting,
)

SPLIT = '<parallelGateway id="g"/>'
UNCAUGHT_ERROR = sub("u", end("x", error()), names="x")
ESCALATING = sub("u", throw("x", escalation()), task("n"), end("y"), names="x n y")
UNDONE = task("a") + task("b") + handler("ua", "a") + handler("ub", "b")

# What is shown, the file's nodes and flows, and what has completed, in any order.
COMPLETED = {
    "inclusive gateway, nothing true: the default flow": (
        START + '<inclusiveGateway id="g" default="g-b"/>' + task("a") + task("b") + path("s", "g")
        + flow("g", "a", "false") + flow("g", "b"),
        "s b",
    ),
    "inclusive gateway, something true: not the default flow": (
        START + '<inclusiveGateway id="g" default="g-b"/>' + task("a") + task("b") + path("s", "g")
        + flow("g", "a", "true") + flow("g", "b"),
        "s a",
    ),
    "exclusive gateway: the first true flow only": (
        START + '<exclusiveGateway id="g"/>' + task("a") + task("b") + path("s", "g") + flow("g", "a", "true")
        + flow("g", "b", "true"),
        "s a",
    ),
    "complex gateway: every true flow": (
        START + '<complexGateway id="g"/>' + task("a") + task("b") + path("s", "g") + flow("g", "a", "true")
        + flow("g", "b", "true"),
        "s a b",
    ),
    "complex gateway: goes on when two of three are there": (
        START + SPLIT + task("a") + task("b") + task("c") + task("d")
        + '<complexGateway id="j"><activationCondition>activationCount &gt;= 2</activationCondition></complexGateway>'
        + path("s", "g", "a", "j", "d") + path("g", "b", "j") + path("g", "c", "j"),
        "s a b c d",
    ),
    "mixed gateway: joins, then splits": (
        START + SPLIT + '<parallelGateway id="h"/>' + "".join(map(task, "abcd")) + path("s", "g", "a", "h", "c")
        + path("g", "b", "h", "d"),
        "s a b c d",
    ),
    "event-based gateway: the earlier timer": (
        START + '<eventBasedGateway id="g"/>' + catch("c", timer()) + catch("d", timer("PT2H")) + task("a") + task("b")
        + path("s", "g", "c", "a") + path("g", "d", "b"),
        "s c a",
    ),
    "instantiating event-based gateway: begins with its first event": (
        '<eventBasedGateway id="g" instantiate="true"/>' + catch("c", message()) + catch("d", message("m2")) + task("a")
        + path("g", "c", "a") + path("g", "d"),
        "c a",
    ),
    "instantiating receive task": (
        node("receiveTask", "r", more='instantiate="true" messageRef="m1"') + task("a") + path("r", "a"),
        "r a",
    ),
    "signal end event: reaches who waits": (
        START + SPLIT + catch("c", signal()) + task("a") + end("x", signal()) + path("s", "g", "c") + path("g", "a", "x"),
        "s a x c",
    ),
    "link: goes on at its partner": (
        START + throw("x", '<linkEventDefinition name="L"/>') + catch("y", '<linkEventDefinition name="L"/>') + task("a")
        + path("s", "x") + path("y", "a"),
        "s x y a",
    ),
    "multiple catch event: any of its signals": (
        START + SPLIT + catch("c", signal() + signal("s2")) + throw("x", signal("s2")) + path("s", "g", "c")
        + path("g", "x"),
        "s x c",
    ),
    "parallel multiple catch event: all of its signals": (
        START + SPLIT + catch("c", signal() + signal("s2"), 'parallelMultiple="true"') + throw("x", signal())
        + throw("y", signal("s2")) + path("s", "g", "c") + path("g", "x", "y"),
        "s x y c",
    ),
    "multiple end event: throws all": (
        START + SPLIT + catch("c", signal()) + catch("d", signal("s2")) + task("a") + end("x", signal() + signal("s2"))
        + path("s", "g", "c") + path("g", "d") + path("g", "a", "x"),
        "s a x c d",
    ),
    "error end event: caught by its code": (
        START + UNCAUGHT_ERROR + boundary("b", "u", error()) + task("a") + path("s", "u") + path("b", "a"),
        "s su x b a",
    ),
    "error end event: caught by an event that catches all": (
        START + UNCAUGHT_ERROR + boundary("b", "u", error("")) + task("a") + path("s", "u") + path("b", "a"),
        "s su x b a",
    ),
    "error end event: its own code before all codes": (
        START + UNCAUGHT_ERROR + boundary("b", "u", error("")) + boundary("d", "u", error()) + task("a") + task("c")
        + path("s", "u") + path("b", "a") + path("d", "c"),
        "s su x d c",
    ),
    "escalation: a boundary event that interrupts": (
        START + ESCALATING + boundary("b", "u", escalation()) + task("a") + path("s", "u") + path("b", "a"),
        "s su x b a",
    ),
    "escalation: a boundary event that does not interrupt": (
        START + ESCALATING + boundary("b", "u", escalation(), interrupts=False) + task("a") + path("s", "u")
        + path("b", "a"),
        "s su x n y u b a",
    ),
    "escalation: one of another code goes by": (
        START + ESCALATING + boundary("b", "u", escalation("esc2")) + task("a") + path("s", "u") + path("b", "a"),
        "s su x n y u",
    ),
    "signal boundary event": (
        START + SPLIT + waiting("r") + boundary("b", "r", signal()) + throw("x", signal()) + task("a")
        + path("s", "g", "r") + path("g", "x") + path("b", "a"),
        "s x b a",
    ),
    "multiple boundary event": (
        START + SPLIT + waiting("r") + boundary("b", "r", signal() + signal("s2")) + throw("x", signal("s2")) + task("a")
        + path("s", "g", "r") + path("g", "x") + path("b", "a"),
        "s x b a",
    ),
    "conditional boundary event: when another branch makes it true": (
        START + SPLIT + waiting("r") + boundary("b", "r", condition("x = 1")) + script("k", "x = 1") + task("a")
        + path("s", "g", "r") + path("g", "k") + path("b", "a"),
        "s k b a",
    ),
    "timer boundary event: three times": (
        START + sub("u", catch("w", timer("PT5H")), names="w") + boundary("b", "u", timer("R3/PT1H", "timeCycle"), interrupts=False)
        + path("s", "u"),
        "s su b b b w u",
    ),
    "event sub-process: error": (START + event_sub_process("v", error()) + end("x", error()) + path("s", "x"), "s x sv av ev v"),
    "event sub-process: escalation": (
        START + event_sub_process("v", escalation()) + end("x", escalation()) + path("s", "x"),
        "s x sv av ev v",
    ),
    "event sub-process: signal": (START + event_sub_process("v", signal()) + end("x", signal()) + path("s", "x"), "s x sv av ev v"),
    "event sub-process: condition": (
        START + event_sub_process("v", condition("x = 1"), interrupts=False) + script("k", "x = 1") + task("b")
        + path("s", "k", "b"),
        "s k b sv av ev v",
    ),
    "event sub-process: a condition that interrupts comes before what else could move": (
        START + event_sub_process("v", condition("x = 1")) + script("k", "x = 1") + task("b") + path("s", "k", "b"),
        "s k sv av ev v",
    ),
    "event sub-process: timer beside what waits": (
        START + event_sub_process("v", timer(), interrupts=False) + catch("w", timer("PT3H")) + path("s", "w"),
        "s sv av ev v w",
    ),
    "event sub-process: an escalation does not interrupt": (
        START + event_sub_process("v", escalation(), interrupts=False) + throw("x", escalation()) + task("b")
        + path("s", "x", "b"),
        "s x b sv av ev v",
    ),
    "event sub-process in a sub-process: its flow goes on": (
        START + inside("u", '<startEvent id="su"/>' + event_sub_process("v", error()) + end("x", error()) + path("su", "x"))
        + task("b") + path("s", "u", "b"),
        "s su x sv av ev v u b",
    ),
    "two event sub-processes: each hears its own": (
        START + event_sub_process("v", signal(), interrupts=False) + event_sub_process("w", signal("s2"), interrupts=False)
        + throw("x", signal()) + throw("y", signal("s2")) + path("s", "x", "y"),
        "s x y sv av ev v sw aw ew w",
    ),
    "compensation: all that has completed": (
        START + UNDONE + throw("x", COMPENSATE) + path("s", "a", "b", "x"),
        "s a b ub ua x",
    ),
    "compensation: what has not run is not undone": (
        START + UNDONE + '<exclusiveGateway id="g" default="g-x"/>' + end("x", COMPENSATE) + path("s", "a", "g")
        + flow("g", "x") + flow("g", "b", "false"),
        "s a ua x",
    ),
    "transaction: a cancel end event undoes it and leaves it": (
        START + inside("u", '<startEvent id="su"/>' + task("a") + handler("ua", "a") + end("x", CANCEL) + path("su", "a", "x"), "transaction")
        + boundary("b", "u", CANCEL) + task("n") + path("s", "u") + path("b", "n"),
        "s su a ua x b n",
    ),
    "multi-instance, parallel": (START + task("a", instances(3)) + path("s", "a"), "s a a a"),
    "multi-instance, sequential": (START + task("a", instances(3, 'isSequential="true"')) + path("s", "a"), "s a a a"),
    "multi-instance, none": (START + task("a", instances(0)) + task("b") + path("s", "a", "b"), "s b"),
    "multi-instance behaviour One: an event when the first is done": (
        START + inside("u", task("i") + instances(3, 'behavior="One" oneBehaviorEventRef="each"'))
        + boundary("b", "u", signal(), interrupts=False) + path("s", "u"),
        "s i i i u u u b",
    ),
    "multi-instance behaviour None: an event whenever one is done": (
        START + inside("u", task("i") + instances(3, 'behavior="None" noneBehaviorEventRef="each"'))
        + boundary("b", "u", signal(), interrupts=False) + path("s", "u"),
        "s i i i u u u b b b",
    ),
    "multi-instance behaviour Complex: an event where its condition holds": (
        START
        + inside(
            "u",
            task("i")
            + instances(
                3,
                'behavior="Complex"',
                '<complexBehaviorDefinition><condition>numberOfCompletedInstances = 2</condition><event id="ce">'
                + signal() + "</event></complexBehaviorDefinition>",
            ),
        )
        + boundary("b", "u", signal(), interrupts=False) + path("s", "u"),
        "s i i i u u u b",
    ),
    "standard loop: at most three times": (
        START + task("a", '<standardLoopCharacteristics loopMaximum="3"/>') + path("s", "a"),
        "s a a a",
    ),
    "standard loop: tested after, once at least": (
        START + task("a", "<standardLoopCharacteristics><loopCondition>false</loopCondition></standardLoopCharacteristics>")
        + path("s", "a"),
        "s a",
    ),
    "standard loop: tested before, perhaps never": (
        START
        + task("a", '<standardLoopCharacteristics testBefore="true"><loopCondition>false</loopCondition></standardLoopCharacteristics>')
        + task("b") + path("s", "a", "b"),
        "s b",
    ),
    "start quantity: begins with two tokens": (
        START + SPLIT + task("a") + task("b") + task("c", more='startQuantity="2"') + path("s", "g", "a", "c")
        + path("g", "b", "c"),
        "s a b c",
    ),
    "completion quantity: gives two tokens": (
        START + task("a", more='completionQuantity="2"') + task("b") + path("s", "a", "b"),
        "s a b b",
    ),
    "ad-hoc sub-process: each activity once": (
        START + inside("h", task("a") + task("b"), "adHocSubProcess", 'ordering="Parallel"') + path("s", "h"),
        "s a b h",
    ),
    "ad-hoc sub-process, sequential: until its condition holds": (
        START
        + inside("h", script("a", "x = 1") + script("b", "x = 2") + "<completionCondition>x = 1</completionCondition>", "adHocSubProcess", 'ordering="Sequential"')
        + path("s", "h"),
        "s a h",
    ),
    "message start event": (node("startEvent", "s", message()) + task("a") + path("s", "a"), "s a"),
    "timer start event": (node("startEvent", "s", timer()) + task("a") + path("s", "a"), "s a"),
    "conditional start event": (node("startEvent", "s", condition("true")) + task("a") + path("s", "a"), "s a"),
    "signal start event": (node("startEvent", "s", signal()) + task("a") + path("s", "a"), "s a"),
    "multiple start event": (node("startEvent", "s", message() + signal()) + task("a") + path("s", "a"), "s a"),
}  # fmt: skip


def run(body: str, more: str = "") -> RunResult:
    return run_model(model(body, more=DEFINITIONS + more), processes=["p"], data={"x": 0})


def done(result: RunResult) -> Counter[str]:
    return Counter(step.element for step in result.trace)


@pytest.mark.parametrize("shown", COMPLETED)
def test_construct(shown: str) -> None:
    body, names = COMPLETED[shown]
    result = run(body)
    assert done(result) == Counter(names.split()), (result.errors, result.waiting)
    assert result.status == "completed"


def test_terminate_ends_what_still_waits() -> None:
    body = START + SPLIT + waiting("r") + task("a") + end("x", TERMINATE) + path("s", "g", "r") + path("g", "a", "x")
    result = run(body)
    assert (result.status, done(result)) == ("terminated", Counter("sax"))


def test_an_error_that_nobody_catches_ends_the_run_in_error() -> None:
    result = run(START + end("x", error()) + path("s", "x"))
    assert result.status == "error"
    assert "E1" in str(result.errors[0])


def test_compensation_goes_backwards() -> None:
    result = run(START + UNDONE + throw("x", COMPENSATE) + path("s", "a", "b", "x"))
    assert [step.element for step in result.trace] == ["s", "a", "b", "ub", "ua", "x"]


def test_a_called_process_and_a_global_task_run_as_they_are_called() -> None:
    called = '<process id="q"><startEvent id="t"/>' + task("b") + path("t", "b") + "</process>"
    called += '<globalScriptTask id="r" scriptLanguage="python"><script>z = 1</script></globalScriptTask>'
    calls = '<callActivity id="c" calledElement="q"/><callActivity id="d" calledElement="r"/>'
    result = run(START + calls + path("s", "c", "d"), called)
    assert list(done(result)) == ["s", "t", "b", "c", "r", "d"]
    assert result.data["z"] == 1


def test_a_timer_without_end_does_not_keep_a_run_from_ending() -> None:
    body = START + waiting("r") + boundary("b", "r", timer("R/PT1H", "timeCycle"), interrupts=False) + path("s", "r")
    result = run(body)
    assert (result.status, done(result)) == ("waiting", Counter({"s": 1, "b": 3}))
    assert {wait["element"] for wait in result.waiting} == {"r", "b"}


def test_a_timer_without_end_goes_on_beside_what_is_still_to_come() -> None:
    body = START + sub("u", catch("w", timer("PT5H30M")), names="w")
    body += boundary("b", "u", timer("R/PT1H", "timeCycle"), interrupts=False) + path("s", "u")
    result = run(body)
    assert (result.status, done(result)["b"]) == ("completed", 5)


def test_what_an_instantiating_parallel_gateway_still_waits_for_is_said() -> None:
    body = '<eventBasedGateway id="g" instantiate="true" eventGatewayType="Parallel"/>' + catch("c", message())
    body += catch("d", message("m2")) + path("g", "c") + path("g", "d")
    result = run(body)
    assert (result.status, done(result)) == ("waiting", Counter("c"))
    assert [wait["element"] for wait in result.waiting] == ["d"]


def test_an_instance_that_several_events_must_begin_gets_each_of_them_once() -> None:
    body = '<eventBasedGateway id="g" instantiate="true"/>' + path("g", "c", "a") + task("a")
    result = run(body + catch("c", message() + message("m2"), 'parallelMultiple="true"'))
    assert (result.status, done(result)) == ("completed", Counter("ca"))
