"""How often activities are repeated by rules, and what ends before its time, as the engine has it."""

from collections import Counter

import pytest

from analysis.scenario import ActivityParameters, Distribution, Scenario
from analysis.scenario.attributes import AttributeSource
from analysis.simulation import compile_simulation, simulate
from engine.simulated import run_model
from tests.analysis.simulation.test_constructs import simulated
from tests.engine.tokens.diagrams import model, path
from tests.engine.tokens.pieces import (
    DEFINITIONS,
    START,
    catch,
    condition,
    end,
    error,
    inside,
    instances,
    script,
    sub,
    task,
    timer,
)

SPLIT = '<parallelGateway id="g"/>'


def loop(rule: str, more: str = "") -> str:
    condition_of = f"<loopCondition>{rule}</loopCondition>"
    return f"<standardLoopCharacteristics {more}>{condition_of}</standardLoopCharacteristics>"


def completion(rule: str) -> str:
    return f"<completionCondition>{rule}</completionCondition>"


BODIES = {
    "a loop goes on while its condition holds": START + script("k", "x = x + 1", loop("x &lt; 3")) + path("s", "k"),
    "a loop has no more turns than its maximum": START
    + script("k", "x = x + 1", loop("x &lt; 9", 'loopMaximum="4"'))
    + path("s", "k"),
    "a loop whose condition is false before is not done at all": START
    + script("k", "x = x + 1", loop("x &gt; 3", 'testBefore="true"'))
    + task("b")
    + path("s", "k", "b"),
    "what is known says how many instances there are": START
    + script("k", "x = 3")
    + task("a", "<multiInstanceLoopCharacteristics><loopCardinality>x</loopCardinality>"
           "</multiInstanceLoopCharacteristics>")
    + path("s", "k", "a"),
    "one after the other until enough are done": START
    + task("a", instances(5, 'isSequential="true"', completion("numberOfCompletedInstances &gt;= 2")))
    + path("s", "a"),
    "side by side until enough are done": START
    + task("a", instances(5, "", completion("numberOfCompletedInstances &gt;= 2")))
    + task("b")
    + path("s", "a", "b"),
    "one after the other until a rule holds": START
    + script("k", "x = x + 1", instances(5, 'isSequential="true"', completion("x = 3")))
    + path("s", "k"),
    "one after the other until a rule over what is known and how many are done holds": START
    + script("k", "x = x + 1", instances(6, 'isSequential="true"',
             completion("x &gt; 1 and numberOfCompletedInstances &gt;= 4")))
    + path("s", "k"),
    "side by side until a rule over what is known and a share of them holds": START
    + script("k", "x = x + 1", instances(8, "",
             completion("x &gt;= 2 and nrOfCompletedInstances / nrOfInstances &gt;= 0.5")))
    + task("b")
    + path("s", "k", "b"),
    "the number of active instances counts": START
    + script("k", "x = x + 1", instances(7, "", completion("x &gt; 1 and numberOfActiveInstances &lt;= 2")))
    + path("s", "k"),
    "none is active when one of several that come one after the other is done": START
    + task("a", instances(4, 'isSequential="true"', completion("numberOfActiveInstances = 1")))
    + path("s", "a"),
    "the number of the instance counts": START
    + script("k", "x = x + 1", instances(7, 'isSequential="true"', completion("x &gt; 1 and loopCounter = 5")))
    + path("s", "k"),
    "how many are enough of as many as is known": START
    + script("k", "x = 5")
    + task("a", '<multiInstanceLoopCharacteristics isSequential="true"><loopCardinality>x</loopCardinality>'
           + completion("numberOfCompletedInstances = 3") + "</multiInstanceLoopCharacteristics>")
    + path("s", "k", "a"),
    "a loop goes on while its condition over the number of the turn holds": START
    + task("k", loop("loopCounter &lt; 4"))
    + path("s", "k"),
    "a loop that is tested before goes on by the number of the turn": START
    + task("k", loop("loopCounter &lt; 4", 'testBefore="true"'))
    + path("s", "k"),
    "a loop goes on while its condition over what is known and the number of the turn holds": START
    + script("k", "x = x + 2", loop("x &lt; 9 and loopCounter &lt;= 3"))
    + path("s", "k"),
    "a loop tested before goes on while its condition over both holds": START
    + script("k", "x = x + 2", loop("x &lt; 9 and loopCounter &lt;= 3", 'testBefore="true"'))
    + path("s", "k"),
    "an error that nobody catches ends all that runs": START
    + SPLIT
    + sub("u", end("x", error()), names="x")
    + catch("w", timer("PT3H"))
    + task("a")
    + path("s", "g", "u")
    + path("g", "w", "a"),
    "a condition that holds already is heard at once": START
    + script("k", "x = 1")
    + catch("c", condition("x = 1"))
    + task("a")
    + path("s", "k", "c", "a"),
    "a condition is heard when another branch makes it true": START
    + SPLIT
    + catch("c", condition("x = 2"))
    + task("a")
    + catch("w", timer("PT2H"))
    + script("k", "x = 2")
    + path("s", "g", "c", "a")
    + path("g", "w", "k"),
    "an ad-hoc sub-process is done when its condition holds": START
    + inside("h", script("a", "x = 1") + script("b", "x = 2") + script("d", "x = 3") + completion("x = 2"),
             "adHocSubProcess", 'ordering="Sequential"')
    + task("c")
    + path("s", "h", "c"),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(BODIES))
def test_the_simulator_repeats_what_the_engine_repeats(name: str) -> None:
    done = simulated(BODIES[name])
    found = run_model(model(BODIES[name], more=DEFINITIONS), processes=["p"], data={"x": 0})
    ran = Counter(step.element for step in found.trace)
    assert done == {key: ran[key] for key in done}


def test_instances_that_are_not_waited_for_end_when_enough_are_done() -> None:
    body = START + task("a", instances(3, "", completion("numberOfCompletedInstances = 2"))) + path("s", "a")
    hours = Distribution(type="empirical", values=(3600.0, 7200.0, 36000.0))
    scenario = Scenario(cases=200, warm_up=0, replications=1, activities={"a": ActivityParameters(duration=hours)})
    result = simulate(compile_simulation(model(body), scenario))
    # The second of three, each of an hour, two or ten: two with 13 chances of 27, one with 7 and ten with 7.
    expected = (13 * 7200 + 7 * 3600 + 7 * 36000) / 27
    assert result.measures["cycle_time"].mean == pytest.approx(expected, rel=0.15)
    assert result.activities["a"].instances == 2


def test_what_is_said_of_repetitions_and_errors() -> None:
    known = {"n": AttributeSource(expression="2")}
    count = "<multiInstanceLoopCharacteristics><loopCardinality>n</loopCardinality></multiInstanceLoopCharacteristics>"
    body = START + task("a", count) + end("x", error()) + path("s", "a", "x")
    compiled = compile_simulation(model(body, more=DEFINITIONS), Scenario(attributes=known))
    said = [text.into("en") for text in compiled.assumed]
    assert "How often a is done follows from the case." in said
    assert "Nobody catches the error of x: a case that comes there ends." in said


def test_instances_that_nobody_knows_when_they_are_enough_are_said_to_be_waited_for_all() -> None:
    body = (
        START + task("a", instances(3, "", completion("vote = 1 and numberOfCompletedInstances = 2"))) + path("s", "a")
    )
    compiled = compile_simulation(model(body), Scenario())
    said = [text.into("en") for text in compiled.assumed if "vote" in str(text)]
    assert len(said) == 1
    assert said[0].startswith("All instances of a are waited for: when fewer are enough depends on vote")
    assert simulated(body)["a"] == 3


def test_a_completion_condition_in_juel_may_ask_for_both_too() -> None:
    rule = "${done &amp;&amp; nrOfCompletedInstances >= 3}"
    body = START + task("a", instances(6, 'isSequential="true"', completion(rule))) + path("s", "a")
    camunda = body.replace(
        "<task ", '<task xmlns:camunda="http://camunda.org/schema/1.0/bpmn" camunda:asyncBefore="false" '
    )
    said = Scenario(cases=1, warm_up=0, attributes={"done": AttributeSource(choices=((True, 1.0),))})
    result = simulate(compile_simulation(model(camunda), said), replications=1)
    assert result.activities["a"].instances == 3


def test_turns_are_counted_from_0_where_the_model_is_for_camunda_7() -> None:
    name = 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" camunda:asyncBefore="false"'
    camunda = START + task("k", loop("${loopCounter &lt; 4}"), name) + path("s", "k")
    assert simulated(camunda)["k"] == 4
    assert simulated(START + task("k", loop("loopCounter &lt; 4")) + path("s", "k"))["k"] == 3
