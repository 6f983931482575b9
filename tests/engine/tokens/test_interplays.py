"""Constructs of BPMN within each other, as `ortoo run` shows them: a small file, and what has completed at the end."""

# ruff: noqa: E501  # the nodes and flows of a file are easier to follow on one line

from collections import Counter

import pytest

from tests.engine.tokens.diagrams import flow, path
from tests.engine.tokens.pieces import (
    CANCEL,
    COMPENSATE,
    START,
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
from tests.engine.tokens.test_constructs import done, run

TURNS = script("z", "n = 0"), script("k", "n = n + 1")


def three_times(inner: str, first: str, last: str) -> str:
    """A block that is done three times by a flow back: z, then k after each turn, then o."""
    zero, more = TURNS
    gateways = '<exclusiveGateway id="m"/><exclusiveGateway id="t" default="t-o"/>'
    flows = path("s", "z", "m", first) + path(last, "k", "t") + flow("t", "m", "n &lt; 3") + flow("t", "o")
    return START + zero + more + gateways + task("o") + inner + flows


def nested(name: str, *inner: str, names: str, kind: str = "subProcess") -> str:
    return inside(name, f'<startEvent id="s{name}"/>' + "".join(inner) + path(f"s{name}", *names.split()), kind)


COMPLETED = {
    "a boundary event ends all instances of a parallel multi-instance": (
        START + node("receiveTask", "r", instances(3), 'messageRef="m2"') + boundary("b", "r", timer()) + path("s", "r"),
        "s b",
    ),
    "a boundary event ends a sequential multi-instance for good": (
        START + node("receiveTask", "r", instances(3, 'isSequential="true"'), 'messageRef="m2"') + boundary("b", "r", timer())
        + path("s", "r"),
        "s b",
    ),
    "a boundary event beside a multi-instance fires once for all instances": (
        START + inside("u", catch("w", timer("PT2H")) + instances(3)) + boundary("b", "u", timer(), interrupts=False) + path("s", "u"),
        "s b w w w u u u",
    ),
    "an error in one instance of a multi-instance ends the others": (
        START + inside("u", task("i") + end("x", error()) + path("i", "x") + instances(3)) + boundary("b", "u", error()) + path("s", "u"),
        "s i i i x b",
    ),
    "an escalation of each instance is heard each time": (
        START + inside("u", throw("x", escalation()) + instances(3)) + boundary("b", "u", escalation(), interrupts=False) + path("s", "u"),
        "s x x x b b b u u u",
    ),
    "an event sub-process in a loop listens anew each turn": (
        three_times(
            nested("u", event_sub_process("v", signal(), interrupts=False), throw("x", signal()), names="x"), "u", "u"
        ),
        "s z su x sv av ev v u k su x sv av ev v u k su x sv av ev v u k o",
    ),
    "a boundary event in a loop listens anew each turn": (
        three_times(waiting("r") + boundary("b", "r", timer()) + path("b", "k"), "r", "r"),
        "s z b k b k b k o",
    ),
    "an event-based gateway in a loop offers its events anew each turn": (
        three_times(
            '<eventBasedGateway id="g"/>' + catch("c", timer()) + catch("d", timer("PT2H")) + '<exclusiveGateway id="j"/>'
            + path("g", "c", "j") + path("g", "d", "j"),
            "g",
            "j",
        ),
        "s z c k c k c k o",
    ),
    "parallel branches in a loop join once a turn": (
        three_times(
            '<parallelGateway id="g"/><parallelGateway id="j"/>' + task("a") + task("b") + path("g", "a", "j") + path("g", "b", "j"),
            "g",
            "j",
        ),
        "s z a b k a b k a b k o",
    ),
    "inclusive branches in a loop join once a turn": (
        three_times(
            '<inclusiveGateway id="g"/><inclusiveGateway id="j"/>' + task("a") + task("b") + path("a", "j") + path("b", "j")
            + flow("g", "a", "true") + flow("g", "b", "n != 1"),
            "g",
            "j",
        ),
        "s z a b k a k a b k o",
    ),
    "a cancel end event leaves the inner transaction only": (
        START
        + nested(
            "u",
            task("a"), handler("ua", "a"),
            nested("v", task("c"), handler("uc", "c"), end("x", CANCEL), names="c x", kind="transaction"),
            boundary("bv", "v", CANCEL), task("d"), path("bv", "d"),
            names="a v",
            kind="transaction",
        )
        + boundary("bu", "u", CANCEL) + path("s", "u"),
        "s su a sv c uc x bv d u",
    ),
    "a cancelled outer transaction undoes what its inner one has done": (
        START
        + nested(
            "u",
            nested("v", task("c"), handler("uc", "c"), names="c", kind="transaction"),
            end("x", CANCEL),
            names="v x",
            kind="transaction",
        )
        + boundary("bu", "u", CANCEL) + path("s", "u"),
        "s su sv c v uc x bu",
    ),
    "an error goes through two levels to the one who catches it": (
        START + nested("u", nested("v", end("x", error()), names="x"), names="v") + boundary("b", "u", error()) + path("s", "u"),
        "s su sv x b",
    ),
    "an error is caught inside, not outside, where both could": (
        START
        + nested("u", nested("v", end("x", error()), names="x"), boundary("bv", "v", error()), names="v")
        + boundary("bu", "u", error()) + path("s", "u"),
        "s su sv x bv u",
    ),
    "an error thrown by an event sub-process goes outwards, not to itself": (
        START + nested("u", event_sub_process("v", error()).replace('<endEvent id="ev" >', f'<endEvent id="ev">{error()}'), end("x", error()), names="x")
        + boundary("b", "u", error()) + path("s", "u"),
        "s su x sv av ev b",
    ),
    "an interrupting event sub-process ends the branches beside it": (
        START + event_sub_process("v", signal()) + '<parallelGateway id="g"/>' + waiting("r") + throw("x", signal()) + task("b")
        + path("s", "g", "r") + path("g", "x", "b"),
        "s x sv av ev v",
    ),
    "terminate in a sub-process ends the sub-process only": (
        START + nested("u", '<parallelGateway id="g"/>', waiting("r"), end("x", "<terminateEventDefinition/>"), path("g", "r"), names="g x")
        + task("b") + path("s", "u", "b"),
        "s su x u b",
    ),
    "terminate in one instance of a multi-instance leaves the others": (
        START
        + inside("u", script("k", "n = loopCounter") + '<exclusiveGateway id="g" default="g-b"/>' + task("b")
                 + end("x", "<terminateEventDefinition/>") + path("k", "g") + flow("g", "x", "loopCounter = 2") + flow("g", "b") + instances(3))
        + path("s", "u"),
        "s k k k b b x u u u",
    ),
    # As in Camunda 8; Camunda 7 and Flowable call the handler for each instance. The standard leaves it open (§13.5.5).
    "compensation of a multi-instance calls its handler once": (
        START + task("a", instances(2, 'isSequential="true"')) + handler("ua", "a") + end("x", COMPENSATE) + path("s", "a", "x"),
        "s a a ua x",
    ),
    "compensation of a sub-process undoes what is in it": (
        START + nested("u", task("a"), handler("ua", "a"), names="a") + end("x", COMPENSATE) + path("s", "u", "x"),
        "s su a u ua x",
    ),
    "what an interrupted sub-process did is not undone later": (
        START + nested("u", task("a"), handler("ua", "a"), waiting("r"), names="a r") + boundary("b", "u", timer())
        + end("x", COMPENSATE) + path("s", "u") + path("b", "x"),
        "s su a b x",
    ),
    "a boundary timer on a call activity ends the called process": (
        START + '<callActivity id="c" calledElement="q"/>' + boundary("b", "c", timer()) + path("s", "c"),
        "s sq b",
    ),
    "an error of a called process is caught at its call": (
        START + '<callActivity id="c" calledElement="w"/>' + boundary("b", "c", error()) + path("s", "c"),
        "s sw x b",
    ),
    "a call activity may be a multi-instance": (
        START + '<callActivity id="c" calledElement="t">' + instances(2) + "</callActivity>" + path("s", "c"),
        "s st at st at c c",
    ),
    "a signal reaches waiting events on every level": (
        START + '<parallelGateway id="g"/>' + nested("u", catch("c", signal()), names="c") + catch("d", signal()) + task("a") + throw("x", signal())
        + path("s", "g", "u") + path("g", "d") + path("g", "a", "x"),
        "s su a x c d u",
    ),
    "a conditional event in a sub-process sees a variable set outside": (
        START + '<parallelGateway id="g"/>' + nested("u", catch("c", condition("x = 1")), names="c") + script("k", "x = 1")
        + path("s", "g", "u") + path("g", "k"),
        "s su k c u",
    ),
    "a standard loop of a sub-process runs it anew each turn": (
        START
        + inside("u", '<startEvent id="su"/>' + task("a") + path("su", "a") + '<standardLoopCharacteristics loopMaximum="2"/>')
        + path("s", "u"),
        "s su a u su a u",
    ),
    "a multiple boundary event that does not interrupt fires for each": (
        START + '<parallelGateway id="g"/>' + sub("u", catch("w", timer("PT3H")), names="w")
        + boundary("b", "u", signal() + signal("s2"), interrupts=False) + throw("x", signal()) + throw("y", signal("s2"))
        + path("s", "g", "u") + path("g", "x", "y"),
        "s su x y b b w u",
    ),
    "an event-based gateway in a sub-process is withdrawn with it": (
        START
        + nested("u", '<eventBasedGateway id="g"/>', catch("c", message()), catch("d", timer("PT5H")), path("g", "c"), path("g", "d"), names="g")
        + boundary("b", "u", timer()) + path("s", "u"),
        "s su b",
    ),
    "tokens that wait at a join are ended with their sub-process": (
        START
        + nested("u", '<parallelGateway id="g"/><parallelGateway id="j"/>', waiting("r"), path("g", "r", "j"), path("g", "j"), names="g")
        + boundary("b", "u", timer()) + task("o") + path("s", "u") + path("b", "o"),
        "s su b o",
    ),
}  # fmt: skip
CALLED = (
    '<process id="q"><startEvent id="sq"/>' + waiting("rq") + path("sq", "rq") + "</process>"
    '<process id="w"><startEvent id="sw"/>' + end("x", error()) + path("sw", "x") + "</process>"
    '<process id="t"><startEvent id="st"/>' + task("at") + path("st", "at") + "</process>"
)  # fmt: skip


@pytest.mark.parametrize("shown", COMPLETED)
def test_interplay(shown: str) -> None:
    body, names = COMPLETED[shown]
    result = run(body, CALLED if "callActivity" in body else "")
    assert done(result) == Counter(names.split()), (result.errors, result.waiting)
    assert result.status == "completed"
