"""A case that is moved to another version of its model goes on there as if it had been on it all the time."""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from random import Random

import pytest

from bpmn.language import Text
from engine.tokens import Budget, ProcessInstance, compile_process
from engine.tokens.migrating import Rewritten, rewrite_state
from tests.engine.tokens.blocks import random_process
from tests.engine.tokens.diagrams import NOW, Stepper, model, path

_REFERENCE = re.compile(r'\b(id|sourceRef|targetRef|attachedToRef|default)="([^"]*)"')


def renamed(body: str) -> str:
    """The same body with every id called otherwise."""
    return _REFERENCE.sub(r'\1="\2_v"', body)


class Moving(Stepper):
    """A case that can be moved to another version."""

    def move(self, body: str, mapping: Mapping[str, str]) -> Rewritten:
        """Move it, where nothing stands in the way."""
        new = compile_process(model(body), "p")
        found = rewrite_state(self.instance.save(), self.definition, new, mapping, {})
        if not found.obstacles:
            self.definition = new
            self.instance = ProcessInstance.load(new, found.state, new_id=self.new_id, budget=self.budget)
            self.instance.take_up(found.known, NOW)
            self.instance.advance(NOW)
            self.reload()
        return found


def to_and_fro(seed: int) -> None:
    """Run a random model that is moved to a renamed version, and back, before every step."""
    body, expected = random_process(seed)
    bodies = [body, renamed(body)]
    there = {one: f"{one}_v" for one in model(body).nodes}
    mappings = [there, {new: old for old, new in there.items()}]
    rng = Random(seed)  # noqa: S311  # repeatable, not secret
    case = Moving(model(body), budget=Budget(tokens=5000))
    turn = 0
    while case.instance.status == "running":
        found = case.move(bodies[1 - turn], mappings[turn])
        assert (found.obstacles, found.warnings) == ([], []), seed
        turn = 1 - turn
        work = [wait for wait in case.instance.waits if wait.kind == "user"]
        case.do(rng.choice(work).element)
    done = [one.removesuffix("_v") for one in case.done]
    assert Counter(one for one in done if one[0] in "us" and one[1:].isdigit()) == expected, seed
    assert case.instance.status == "completed"


@pytest.mark.parametrize("part", range(5))
def test_random_cases_go_on_however_often_they_are_moved(part: int) -> None:
    for seed in range(part * 12, part * 12 + 12):
        to_and_fro(seed)


@pytest.mark.nightly
@pytest.mark.parametrize("part", range(50))
def test_thousands_of_random_cases_go_on_however_often_they_are_moved(part: int) -> None:
    for seed in range(2000 + part * 100, 2100 + part * 100):
        to_and_fro(seed)


LINE = '<startEvent id="s"/><userTask id="a"/><userTask id="b"/><endEvent id="e"/>' + path("s", "a", "b", "e")
SAME = {one: one for one in ("s", "a", "b", "e")}
TIMER = "<timerEventDefinition><timeDuration>PT{}H</timeDuration></timerEventDefinition>"
EDGE = (
    '<boundaryEvent id="late" attachedToRef="a">' + TIMER.format(1) + "</boundaryEvent>"
    '<endEvent id="le"/>' + path("late", "le")
)


def test_a_boundary_event_that_is_new_listens_from_now_on() -> None:
    case = Moving(model(LINE))
    assert case.move(LINE + EDGE, SAME).warnings == []
    assert case.wait("late").due == NOW + timedelta(hours=1)
    case.fire("late")
    assert case.instance.status == "completed"


def test_a_boundary_event_without_a_counterpart_is_given_up_and_told() -> None:
    case = Moving(model(LINE + EDGE))
    (warning,) = case.move(LINE, SAME | {"late": "late", "le": "le"}).warnings
    assert str(warning).startswith("late is no longer waited for.")
    assert case.waiting == ["a"]
    case.do("a")
    assert case.waiting == ["b"]


def test_a_timer_that_runs_keeps_its_time() -> None:
    case = Moving(model(LINE + EDGE))
    case.move((LINE + EDGE).replace("PT1H", "PT5H"), SAME | {"late": "late", "le": "le"})
    assert case.wait("late").due == NOW + timedelta(hours=1)


def test_a_boundary_event_that_waits_for_something_else_is_set_anew() -> None:
    other = LINE + EDGE.replace(TIMER.format(1), "<signalEventDefinition/>")
    case = Moving(model(LINE + EDGE))
    assert len(case.move(other, SAME | {"late": "late", "le": "le"}).warnings) == 1
    assert case.wait("late").kind == "signal"


def test_a_boundary_event_that_has_moved_to_another_activity_listens_there() -> None:
    case = Moving(model(LINE + EDGE))
    case.do("a")
    case.move((LINE + EDGE).replace('attachedToRef="a"', 'attachedToRef="b"'), SAME | {"late": "late", "le": "le"})
    assert sorted(case.waiting) == ["b", "late"]


def test_a_boundary_event_that_has_fired_does_not_listen_again() -> None:
    once = LINE + EDGE.replace("attachedToRef", 'cancelActivity="false" attachedToRef')
    case = Moving(model(once))
    case.fire("late")
    assert case.waiting == ["a"]
    case.move(once, SAME | {"late": "late", "le": "le"})
    assert case.waiting == ["a"]


def test_an_event_sub_process_that_is_new_listens_from_now_on() -> None:
    handler = (
        '<subProcess id="h" triggeredByEvent="true"><startEvent id="hs"><signalEventDefinition/></startEvent>'
        '<endEvent id="he"/>' + path("hs", "he") + "</subProcess>"
    )
    case = Moving(model(LINE))
    case.move(LINE + handler, SAME)
    assert sorted(case.waiting) == ["a", "hs"]
    case.move(LINE + handler, SAME | {"h": "h", "hs": "hs", "he": "he"})
    assert sorted(case.waiting) == ["a", "hs"]


TWICE = "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>"


def obstacles(before: str, after: str, mapping: Mapping[str, str]) -> list[str]:
    """Why a case at the first user task cannot be moved."""
    case = Moving(model(before))
    return [str(one) for one in case.move(after, mapping).obstacles]


def test_a_task_that_is_no_longer_there_stands_in_the_way() -> None:
    after = '<startEvent id="s"/><userTask id="b"/><endEvent id="e"/>' + path("s", "b", "e")
    assert obstacles(LINE, after, SAME) == [
        "The case is at a. a is in another place, or repeated in another way, in the new version."
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('<userTask id="a"/>', '<receiveTask id="a"/>', "another kind"),
        (
            '<userTask id="a"/>',
            f'<userTask id="a">{TWICE}</userTask>',
            "another kind",
        ),
        (
            '<userTask id="a"/>',
            f'<intermediateCatchEvent id="a">{TIMER.format(1)}</intermediateCatchEvent>',
            "another kind",
        ),
    ],
)
def test_what_has_become_something_else_stands_in_the_way(old: str, new: str, said: str) -> None:
    (told,) = obstacles(LINE, LINE.replace(old, new), SAME)
    assert said in told
    (told,) = obstacles(LINE.replace(old, new), LINE, SAME) if "multi" not in new else (told,)
    assert said in told


def test_an_event_that_waits_for_something_else_stands_in_the_way() -> None:
    catch = '<intermediateCatchEvent id="a">{}</intermediateCatchEvent>'
    before = LINE.replace('<userTask id="a"/>', catch.format(TIMER.format(1)))
    after = LINE.replace('<userTask id="a"/>', catch.format("<signalEventDefinition/>"))
    (told,) = obstacles(before, after, SAME)
    assert "waits for something else" in told


def test_a_task_that_has_moved_into_a_sub_process_stands_in_the_way() -> None:
    after = (
        '<startEvent id="s"/><subProcess id="sub"><startEvent id="is"/><userTask id="a"/><endEvent id="ie"/>'
        + path("is", "a", "ie")
        + '</subProcess><userTask id="b"/><endEvent id="e"/>'
        + path("s", "sub", "b", "e")
    )
    (told,) = obstacles(LINE, after, SAME)
    assert "another place" in told


PARALLEL = (
    '<startEvent id="s"/><parallelGateway id="split"/><userTask id="a"/><userTask id="b"/><userTask id="c"/>'
    '<parallelGateway id="join"/><userTask id="z"/><endEvent id="e"/>'
    + path("s", "split", "a", "join", "z", "e")
    + path("split", "b", "join")
    + path("split", "c", "join")
)
PARALLEL_SAME = {one: one for one in ("s", "split", "a", "b", "c", "join", "z", "e")}


def test_tokens_wait_at_the_join_of_the_new_version() -> None:
    case = Moving(model(PARALLEL))
    case.do("a")
    case.move(renamed(PARALLEL), {one: f"{one}_v" for one in PARALLEL_SAME})
    assert case.waiting == ["b_v", "c_v"]
    case.do("b_v")
    case.do("c_v")
    assert case.waiting == ["z_v"]


def test_a_join_that_waits_for_less_in_the_new_version_goes_on_at_once() -> None:
    case = Moving(model(PARALLEL))
    case.do("a")
    case.do("b")
    case.instance.cancel_activity(case.wait("c").instance_id)
    case.instance.advance(NOW)
    case.reload()
    less = PARALLEL.replace('<userTask id="c"/>', "").replace(path("split", "c", "join"), "")
    case.move(less, {one: one for one in PARALLEL_SAME if one != "c"})
    assert case.waiting == ["z"]


def test_a_token_on_a_flow_that_is_not_there_any_more_stands_in_the_way() -> None:
    case = Moving(model(PARALLEL))
    case.do("c")
    less = PARALLEL.replace(path("split", "c", "join"), path("split", "c", "z"))
    (told,) = case.move(less, PARALLEL_SAME).obstacles
    assert "A token waits on a flow" in str(told)


def test_what_can_be_undone_can_be_undone_after_the_move() -> None:
    body = (
        '<startEvent id="s"/><userTask id="a"/><userTask id="b"/>'
        '<endEvent id="e"><compensateEventDefinition/></endEvent>'
        '<boundaryEvent id="undo" attachedToRef="a"><compensateEventDefinition/></boundaryEvent>'
        '<task id="handler" isForCompensation="true"/><association id="as" sourceRef="undo" targetRef="handler"/>'
        + path("s", "a", "b", "e")
    )
    names = ("s", "a", "b", "e", "undo", "handler")
    case = Moving(model(body))
    case.do("a")
    assert case.move(renamed(body), {one: f"{one}_v" for one in names}).warnings == []
    case.do("b_v")
    assert "handler_v" in case.done


def test_what_can_no_longer_be_undone_is_told() -> None:
    body = (
        LINE + '<boundaryEvent id="undo" attachedToRef="a"><compensateEventDefinition/></boundaryEvent>'
        '<task id="handler" isForCompensation="true"/><association id="as" sourceRef="undo" targetRef="handler"/>'
    )
    case = Moving(model(body))
    case.do("a")
    new = compile_process(model(LINE), "p")
    found = rewrite_state(case.instance.save(), case.definition, new, SAME, {"handler": Text("It is gone.")})
    assert [str(one) for one in found.warnings] == ["What was done at a can no longer be undone."]


def test_a_called_process_goes_on_inside_the_caller() -> None:
    called = (
        '<process id="q" isExecutable="true"><startEvent id="qs"/><userTask id="q1"/><endEvent id="qe"/>'
        + path("qs", "q1", "qe")
        + "</process>"
    )
    body = '<startEvent id="s"/><callActivity id="call" calledElement="q"/><endEvent id="e"/>' + path("s", "call", "e")
    case = Moving(model(body, more=called))
    new = compile_process(model(renamed(body), more=called.replace('"q1"', '"q2"')), "p")
    mapping = {"s": "s_v", "call": "call_v", "e": "e_v", "qs": "qs", "q1": "q2", "qe": "qe"}
    found = rewrite_state(case.instance.save(), case.definition, new, mapping, {})
    assert found.obstacles == []
    case.definition = new
    case.instance = ProcessInstance.load(new, found.state, new_id=case.new_id)
    assert case.waiting == ["q2"]
    case.do("q2")
    assert case.instance.status == "completed"
    assert case.done[-2:] == ["call_v", "e_v"]


def test_a_called_process_that_is_gone_stands_in_the_way() -> None:
    called = (
        '<process id="q" isExecutable="true"><startEvent id="qs"/><userTask id="q1"/>' + path("qs", "q1") + "</process>"
    )
    body = '<startEvent id="s"/><callActivity id="call" calledElement="q"/>' + path("s", "call")
    case = Moving(model(body, more=called))
    new = compile_process(model(LINE), "p")
    found = rewrite_state(case.instance.save(), case.definition, new, {"call": "call"}, {})
    assert "The process q is not in the new version." in [str(one) for one in found.obstacles]


def test_the_events_after_an_event_based_gateway_still_exclude_each_other() -> None:
    catch = '<intermediateCatchEvent id="{}">{}</intermediateCatchEvent>'
    body = (
        '<startEvent id="s"/><eventBasedGateway id="g"/>'
        + catch.format("wait", TIMER.format(1))
        + catch.format("hear", "<signalEventDefinition/>")
        + '<userTask id="x"/><userTask id="y"/>'
        + path("s", "g", "wait", "x")
        + path("g", "hear", "y")
    )
    case = Moving(model(body))
    found = case.move(renamed(body), {one: f"{one}_v" for one in ("s", "g", "wait", "hear", "x", "y")})
    assert found.obstacles == []
    case.fire("wait_v")
    assert case.waiting == ["x_v"]


def test_an_event_sub_process_that_runs_goes_on() -> None:
    handler = (
        '<subProcess id="h" triggeredByEvent="true"><startEvent id="hs" isInterrupting="false">'
        '<signalEventDefinition signalRef="S"/></startEvent><userTask id="hu"/><endEvent id="he"/>'
        + path("hs", "hu", "he")
        + "</subProcess>"
    )
    more = '<signal id="S" name="storm"/>'
    case = Moving(model(LINE + handler, more=more))
    case.signal("storm")
    names = (*SAME, "h", "hs", "hu", "he")
    new = compile_process(model(renamed(LINE + handler), more=more), "p")
    found = rewrite_state(case.instance.save(), case.definition, new, {one: f"{one}_v" for one in names}, {})
    assert (found.obstacles, found.warnings) == ([], [])
    case.definition = new
    case.instance = ProcessInstance.load(new, found.state, new_id=case.new_id)
    case.instance.take_up(found.known, NOW)
    case.reload()
    assert sorted(case.waiting) == ["a_v", "hs_v", "hu_v"]
    case.do("hu_v")
    assert sorted(case.waiting) == ["a_v", "hs_v"]


def test_an_ad_hoc_sub_process_goes_on_with_what_is_pending() -> None:
    body = (
        '<startEvent id="s"/><adHocSubProcess id="h" ordering="Sequential"><userTask id="h1"/><userTask id="h2"/>'
        '</adHocSubProcess><endEvent id="e"/>' + path("s", "h", "e")
    )
    case = Moving(model(body))
    first = case.waiting[0]
    second = "h2" if first == "h1" else "h1"
    case.move(renamed(body), {one: f"{one}_v" for one in ("s", "h", "h1", "h2", "e")})
    case.do(f"{first}_v")
    assert case.waiting == [f"{second}_v"]
    case.do(f"{second}_v")
    assert case.instance.status == "completed"
