"""Each construct of BPMN as the engine runs it: the simulator does the same activities as often."""

import re
from collections import Counter

import pytest

from analysis.scenario import ActivityParameters, Distribution, EventParameters, Scenario
from analysis.scenario.attributes import AttributeSource
from analysis.simulation import compile_simulation, simulate
from engine.simulated import run_model
from tests.engine.tokens.diagrams import flow, model, path
from tests.engine.tokens.pieces import (
    CANCEL,
    COMPENSATE,
    DEFINITIONS,
    START,
    boundary,
    catch,
    end,
    error,
    escalation,
    event_sub_process,
    handler,
    inside,
    signal,
    sub,
    task,
    throw,
    timer,
    waiting,
)
from tests.engine.tokens.test_constructs import COMPLETED

SPLIT = '<parallelGateway id="g"/>'


def for_all(text: str) -> str:
    """An event on an activity, or of an event sub-process, that waits for all of its definitions."""
    return re.sub("(cancelActivity|isInterrupting)=", r'parallelMultiple="true" \1=', text, count=1)


ESCALATING = sub("k", throw("x", escalation()), task("n"), names="x n")
UNDONE = task("a") + task("b") + handler("ua", "a") + handler("ub", "b")
TRANSACTION = inside(
    "u",
    '<startEvent id="su"/>' + SPLIT + UNDONE + task("c") + end("x", CANCEL)
    + path("su", "a", "b", "g", "x") + path("g", "c"),
    "transaction",
)  # fmt: skip
FURTHER = {
    "a sub-process is undone from outside": START
    + inside("u", '<startEvent id="su"/>' + UNDONE + path("su", "a", "b"))
    + throw("x", COMPENSATE)
    + path("s", "u", "x"),
    "a sub-process with a handler of its own is undone by that": START
    + inside("u", '<startEvent id="su"/>' + UNDONE + path("su", "a", "b"))
    + handler("uu", "u")
    + throw("x", COMPENSATE)
    + path("s", "u", "x"),
    "one activity is undone where it is named": START
    + UNDONE
    + throw("x", '<compensateEventDefinition activityRef="a"/>')
    + path("s", "a", "b", "x"),
    "what is undone is undone once": START
    + UNDONE
    + throw("x", COMPENSATE)
    + throw("y", COMPENSATE)
    + path("s", "a", "b", "x", "y"),
    "what has been done in a loop is undone as often": START
    + UNDONE
    + '<exclusiveGateway id="m"/><exclusiveGateway id="g" default="g-x"/>'
    + end("x", COMPENSATE)
    + path("s", "m", "a", "b", "g", "x")
    + flow("g", "m", "false"),
    "a cancelled transaction ends what runs in it": START
    + TRANSACTION
    + boundary("t", "u", CANCEL)
    + task("d")
    + path("s", "u")
    + path("t", "d"),
    "an error is caught by an event sub-process before a boundary event": START
    + inside("u", '<startEvent id="su"/>' + event_sub_process("v", error()) + end("x", error()) + path("su", "x"))
    + boundary("t", "u", error())
    + task("d")
    + task("e")
    + path("s", "u", "d")
    + path("t", "e"),
    "what an event sub-process throws goes outwards": START
    + inside(
        "u",
        '<startEvent id="su"/>'
        + inside(
            "v",
            f'<startEvent id="sv">{error()}</startEvent>' + task("av") + end("ev", error()) + path("sv", "av", "ev"),
            more='triggeredByEvent="true"',
        )
        + end("x", error())
        + path("su", "x"),
    )
    + boundary("t", "u", error())
    + task("e")
    + path("s", "u")
    + path("t", "e"),
    "an event sub-process by a timer interrupts what waits": START
    + event_sub_process("v", timer("PT1H"))
    + catch("w", timer("PT3H"))
    + task("d")
    + path("s", "w", "d"),
    "an event sub-process by a timer comes as often as it repeats": START
    + event_sub_process("v", timer("R3/PT1H", "timeCycle"), interrupts=False)
    + catch("w", timer("PT10H"))
    + path("s", "w"),
    "an event sub-process that is in time no more never begins": START
    + event_sub_process("v", timer("PT5H"), interrupts=False)
    + catch("w", timer("PT3H"))
    + path("s", "w"),
    "a signal interrupts what runs beside its thrower": START
    + SPLIT
    + task("a")
    + throw("x", signal())
    + waiting("r")
    + boundary("b", "r", signal())
    + task("c")
    + path("s", "g", "a", "x")
    + path("g", "r")
    + path("b", "c"),
    "an escalation goes through a sub-process that does not catch it": START
    + inside(
        "u", '<startEvent id="su"/>' + sub("k", throw("x", escalation()), task("n"), names="x n") + path("su", "k")
    )
    + boundary("b", "u", escalation(), interrupts=False)
    + task("a")
    + path("s", "u")
    + path("b", "a"),
    "a boundary event that waits for all comes with the last of them": START
    + SPLIT
    + task("a")
    + throw("x", signal())
    + task("b")
    + throw("y", signal("s2"))
    + task("n")
    + waiting("r")
    + for_all(boundary("t", "r", signal() + signal("s2")))
    + task("c")
    + path("s", "g", "a", "x", "b", "y", "n")
    + path("g", "r")
    + path("t", "c"),
    "a boundary event of which one thing is missing never comes": START
    + SPLIT
    + throw("x", signal())
    + task("b")
    + throw("y", signal())
    + catch("w", timer("PT3H"))
    + sub("k", catch("h", timer("PT2H")), names="h")
    + for_all(boundary("t", "k", signal() + signal("s2")))
    + task("c")
    + path("s", "g", "x", "b", "y", "w")
    + path("g", "k")
    + path("t", "c"),
    "a boundary event that waits for all and does not interrupt begins anew": START
    + SPLIT
    + "".join(throw(f"x{n}", signal("s1" if n in {1, 2, 4} else "s2")) for n in range(1, 6))
    + sub("k", catch("h", timer("PT2H")), names="h")
    + for_all(boundary("t", "k", signal() + signal("s2"), interrupts=False))
    + task("c")
    + path("s", "g", "k")
    + path("g", "x1", "x2", "x3", "x4", "x5")
    + path("t", "c"),
    "a boundary event waits for a time and a signal, whichever comes last": START
    + SPLIT
    + catch("w", timer("PT2H"))
    + throw("x", signal())
    + sub("k", catch("h", timer("PT5H")), names="h")
    + for_all(boundary("t", "k", signal() + timer("PT3H")))
    + task("c")
    + path("s", "g", "w", "x")
    + path("g", "k")
    + path("t", "c"),
    "a boundary event that waits for a time and a signal is over with its activity": START
    + SPLIT
    + catch("w", timer("PT2H"))
    + throw("x", signal())
    + sub("k", catch("h", timer("PT2H30M")), names="h")
    + for_all(boundary("t", "k", signal() + timer("PT3H")))
    + task("c")
    + path("s", "g", "w", "x")
    + path("g", "k")
    + path("t", "c"),
    "a boundary event that waits for a time or a signal comes with the first": START
    + SPLIT
    + catch("w", timer("PT4H"))
    + throw("x", signal())
    + sub("k", catch("h", timer("PT5H")), names="h")
    + boundary("t", "k", signal() + timer("PT3H"))
    + task("c")
    + path("s", "g", "w", "x")
    + path("g", "k")
    + path("t", "c"),
    "an event sub-process that waits for all begins with the last of them": START
    + for_all(event_sub_process("v", signal() + signal("s2")))
    + throw("x", signal())
    + catch("w", timer("PT1H"))
    + throw("y", signal("s2"))
    + catch("u", timer("PT1H"))
    + task("d")
    + path("s", "x", "w", "y", "u", "d"),
    "an event sub-process that waits for all is begun beside as often as all have come": START
    + for_all(event_sub_process("v", signal() + signal("s2"), interrupts=False))
    + "".join(throw(f"x{n}", signal("s1" if n % 2 else "s2")) for n in range(1, 6))
    + path("s", "x1", "x2", "x3", "x4", "x5"),
    "an event sub-process that waits for a time and a signal begins with the last": START
    + for_all(event_sub_process("v", signal() + timer("PT1H")))
    + throw("x", signal())
    + catch("w", timer("PT3H"))
    + task("d")
    + path("s", "x", "w", "d"),
    "compensation within an event sub-process undoes what is around it": START
    + inside(
        "u",
        '<startEvent id="su"/>'
        + UNDONE
        + inside(
            "v",
            f'<startEvent id="sv">{error()}</startEvent>' + throw("xv", COMPENSATE) + path("sv", "xv"),
            more='triggeredByEvent="true"',
        )
        + end("x", error())
        + path("su", "a", "b", "x"),
    )
    + path("s", "u"),
}
SCRIPT = re.compile(r'<scriptTask id="(\w+)"[^>]*>.*?<script>(\w+) = ([^<]+)</script>')
# A receive task that waits for ever, as its message is from nobody.
NEVER = {"r": EventParameters(duration=Distribution(type="fixed", value=1e7))}


def simulated(body: str) -> dict[str, float]:
    """Return how often each activity was done in one case, tasks that wait for ever left out.

    What its scripts set is told to the simulator as attributes of the case.
    """
    waits = NEVER if '"r"' in body and "instantiate" not in body else {}
    written = [(element, name, AttributeSource(expression=value)) for element, name, value in SCRIPT.findall(body)]
    said = Scenario(
        cases=1,
        warm_up=0,
        replications=1,
        events=waits,
        attributes={name: AttributeSource(expression="0") for _, name, _ in written},
        activities={element: ActivityParameters(sets={name: value}) for element, name, value in written},
    )
    result = simulate(compile_simulation(model(body, more=DEFINITIONS), said))
    return {key: figures.instances for key, figures in result.activities.items()}


@pytest.mark.parametrize("name", sorted(COMPLETED))
def test_the_simulator_does_what_the_engine_does(name: str) -> None:
    body, expected = COMPLETED[name]
    done = simulated(body)
    assert done == {key: Counter(expected.split())[key] for key in done}


@pytest.mark.parametrize("name", sorted(FURTHER))
def test_the_engine_confirms_what_the_simulator_does(name: str) -> None:
    done = simulated(FURTHER[name])
    ran = Counter(step.element for step in run_model(model(FURTHER[name], more=DEFINITIONS)).trace)
    assert done == {key: ran[key] for key in done}
