"""Changing by hand where the tokens of a case are."""

from random import Random

import pytest

from engine.errors import ModificationRefusedError, UnknownActivityInstanceError
from engine.tokens import Budget
from tests.engine.tokens.blocks import random_process
from tests.engine.tokens.diagrams import NOW, Stepper, model, path

LINE = '<startEvent id="s"/><userTask id="a"/><userTask id="b"/><userTask id="c"/><endEvent id="e"/>' + path(
    "s", "a", "b", "c", "e"
)
PARALLEL = (
    '<startEvent id="s"/><parallelGateway id="split"/><userTask id="a"/><userTask id="b"/><userTask id="a2"/>'
    '<parallelGateway id="join"/><userTask id="z"/><endEvent id="e"/>'
    + path("s", "split", "a", "a2", "join", "z", "e")
    + path("split", "b", "join")
)
NESTED = (
    '<startEvent id="s"/><userTask id="first"/><subProcess id="outer"><startEvent id="os"/><userTask id="x"/>'
    '<subProcess id="inner"><startEvent id="is"/><userTask id="y"/><userTask id="y2"/><endEvent id="ie"/>'
    + path("is", "y", "y2", "ie")
    + '</subProcess><endEvent id="oe"/>'
    + path("os", "x", "inner", "oe")
    + '</subProcess><userTask id="last"/><endEvent id="e"/>'
    + path("s", "first", "outer", "last", "e")
)
SEVERAL = (
    '<startEvent id="s"/><userTask id="m"><multiInstanceLoopCharacteristics{}><loopCardinality>3</loopCardinality>'
    '</multiInstanceLoopCharacteristics></userTask><userTask id="z"/><endEvent id="e"/>' + path("s", "m", "z", "e")
)


def modify(case: Stepper, *, cancel: tuple[str, ...] = (), start: tuple[str, ...] = (), after: bool = False) -> None:
    """Start elements, cancel all instances of others, and move the case on."""
    leaving = [one.instance_id for one in case.instance.active if one.element in cancel]
    for element in start:
        case.instance.start_at(element, is_after=after, leaving=leaving)
    for one in leaving:
        if case.instance.is_alive(one):  # an instance of a loop has gone with the loop
            case.instance.cancel_activity(one)
    case.instance.advance(NOW)
    case.reload()


def test_a_token_is_moved_forwards_and_backwards() -> None:
    case = Stepper(model(LINE))
    modify(case, cancel=("a",), start=("c",))
    assert (case.waiting, case.aborted) == (["c"], ["a"])
    modify(case, cancel=("c",), start=("b",))
    assert case.waiting == ["b"]


def test_a_token_goes_on_after_an_element_as_if_it_had_been_done() -> None:
    case = Stepper(model(LINE))
    modify(case, cancel=("a",), start=("a",), after=True)
    assert case.waiting == ["b"]
    assert "a" not in case.done


def test_variables_are_set_before_the_element_begins() -> None:
    case = Stepper(model(LINE))
    case.instance.start_at("b", variables={"why": "by hand"})
    case.instance.advance(NOW)
    assert case.instance.variables == {"why": "by hand"}


def test_the_case_ends_when_nothing_is_left_in_it() -> None:
    case = Stepper(model(LINE))
    modify(case, cancel=("a",))
    assert case.instance.status == "terminated"


def test_a_task_inside_sub_processes_that_are_not_active_opens_them() -> None:
    case = Stepper(model(NESTED))
    modify(case, cancel=("first",), start=("y2",))
    assert case.waiting == ["y2"]
    case.do("y2")
    assert case.waiting == ["last"]
    assert [one for one in case.done if one in {"x", "y", "inner", "outer"}] == ["inner", "outer"]


def test_a_sub_process_is_started_at_its_start() -> None:
    case = Stepper(model(NESTED))
    modify(case, cancel=("first",), start=("outer",))
    assert case.waiting == ["x"]


def test_a_sub_process_that_is_active_is_used() -> None:
    case = Stepper(model(NESTED))
    case.do("first")
    modify(case, cancel=("x",), start=("y",))
    assert case.waiting == ["y"]
    assert "outer" not in case.aborted


def test_nothing_is_started_in_a_sub_process_that_is_being_left() -> None:
    case = Stepper(model(NESTED))
    case.do("first")
    modify(case, cancel=("outer",), start=("y",))
    assert case.waiting == ["y"]
    assert case.aborted == ["outer", "x"]


def test_a_sub_process_in_which_nothing_is_left_is_not_taken_as_done() -> None:
    case = Stepper(model(NESTED))
    case.do("first")
    modify(case, cancel=("x",), start=("last",))
    assert case.waiting == ["last"]
    assert "outer" in case.aborted
    case.do("last")
    assert case.instance.status == "completed"


def test_one_of_several_instances_is_cancelled_and_the_others_go_on() -> None:
    case = Stepper(model(SEVERAL.format("")))
    case.instance.cancel_activity(case.wait("m").instance_id)
    case.instance.advance(NOW)
    case.reload()
    assert case.waiting == ["m", "m"]
    case.do("m")
    case.do("m")
    assert case.waiting == ["z"]


@pytest.mark.parametrize("sequential", ["", ' isSequential="true"'])
def test_cancelling_every_instance_cancels_the_loop(sequential: str) -> None:
    case = Stepper(model(SEVERAL.format(sequential)))
    while case.waiting:
        case.instance.cancel_activity(case.wait("m").instance_id)
        case.instance.advance(NOW)
        case.reload()
    assert case.instance.status == "terminated"


def test_a_loop_is_started_as_a_whole() -> None:
    case = Stepper(model(SEVERAL.format("")))
    modify(case, cancel=("m",), start=("z",))
    assert case.waiting == ["z"]
    modify(case, cancel=("z",), start=("m",))
    assert case.waiting == ["m", "m", "m"]


def test_boundary_events_listen_at_what_is_started_and_go_with_what_is_cancelled() -> None:
    case = Stepper(
        model(
            LINE + '<boundaryEvent id="late" attachedToRef="b"><timerEventDefinition><timeDuration>PT1H</timeDuration>'
            '</timerEventDefinition></boundaryEvent><endEvent id="le"/>' + path("late", "le")
        )
    )
    modify(case, cancel=("a",), start=("b",))
    assert sorted(case.waiting) == ["b", "late"]
    modify(case, cancel=("b",), start=("c",))
    assert case.waiting == ["c"]


def test_a_token_before_a_join_waits_there_as_any_other() -> None:
    case = Stepper(model(PARALLEL))
    modify(case, cancel=("a",), start=("join",))
    assert case.waiting == ["b"]
    case.do("b")
    assert case.waiting == ["z"]


def test_tokens_that_wait_at_a_join_are_taken_away() -> None:
    case = Stepper(model(PARALLEL))
    case.do("b")
    assert [one.element for one in case.instance.active] == ["a", "join"]
    assert case.instance.cancel_waiting_tokens("join")
    case.instance.advance(NOW)
    case.reload()
    assert [one.element for one in case.instance.active] == ["a"]
    before = case.instance.hopeless_joins
    case.do("a")
    case.do("a2")
    assert (before, case.instance.hopeless_joins) == ((), ("join",))


def test_a_join_that_no_further_token_can_reach_is_told() -> None:
    case = Stepper(model(PARALLEL))
    case.do("b")
    before = case.instance.hopeless_joins
    modify(case, cancel=("a",), start=("z",))
    assert (before, case.instance.hopeless_joins) == ((), ("join",))


@pytest.mark.parametrize(
    ("element", "after", "said"),
    [
        ("nowhere", False, "There is no nowhere"),
        ("split", True, "2 flows lead on from split"),
        ("e", True, "0 flows lead on from e"),
    ],
)
def test_what_cannot_be_started_is_refused_with_a_sentence(element: str, after: bool, said: str) -> None:
    case = Stepper(model(PARALLEL))
    with pytest.raises(ModificationRefusedError, match=said):
        case.instance.start_at(element, is_after=after)


def test_a_handler_of_compensation_is_not_started_by_itself() -> None:
    body = (
        LINE
        + '<boundaryEvent id="undo" attachedToRef="a"><compensateEventDefinition/></boundaryEvent>'
        + '<task id="handler" isForCompensation="true"/><association sourceRef="undo" targetRef="handler"/>'
    )
    with pytest.raises(ModificationRefusedError, match="undoes another"):
        Stepper(model(body)).instance.start_at("handler")


def test_a_task_inside_a_repeated_sub_process_is_refused() -> None:
    body = NESTED.replace(
        '<startEvent id="os"/>',
        "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>"
        '<startEvent id="os"/>',
    )
    case = Stepper(model(body))
    with pytest.raises(ModificationRefusedError, match="repeated: start outer"):
        case.instance.start_at("x")
    case.do("first")
    with pytest.raises(ModificationRefusedError, match="in 2 sub-processes"):
        case.instance.start_at("inner")
    inside = [one.instance_id for one in case.instance.active if one.element == "outer"][-1]
    case.instance.start_at("y", inside=inside)
    case.instance.advance(NOW)
    assert case.waiting.count("y") == 1


def test_a_listener_is_not_an_activity_to_cancel() -> None:
    case = Stepper(model(LINE))
    with pytest.raises(UnknownActivityInstanceError):
        case.instance.cancel_activity("none")


def test_a_called_process_is_entered_where_it_is_active() -> None:
    called = (
        '<process id="q" isExecutable="true"><startEvent id="qs"/><userTask id="q1"/><userTask id="q2"/>'
        '<endEvent id="qe"/>' + path("qs", "q1", "q2", "qe") + "</process>"
    )
    body = '<startEvent id="s"/><callActivity id="call" calledElement="q"/><endEvent id="e"/>' + path("s", "call", "e")
    case = Stepper(model(body, more=called))
    modify(case, cancel=("q1",), start=("q2",))
    assert case.waiting == ["q2"]
    case.do("q2")
    assert case.instance.status == "completed"


def meddle(seed: int) -> None:
    """Cancel and start at random in a random case, and let it go on; it is saved and loaded all the time."""
    body, _ = random_process(seed)
    rng = Random(seed)  # noqa: S311  # repeatable, not secret
    file = model(body)
    elements = list(file.nodes)
    counters = {f"n{number}": 0 for number in range(200)}  # loops that are entered in the middle have begun to count
    case = Stepper(file, counters, budget=Budget(tokens=5000))
    for _ in range(12):
        if case.instance.status != "running":
            break
        active = [one.instance_id for one in case.instance.active if one.instance_id]
        leaving = [one for one in active if rng.random() < 0.3]
        try:
            case.instance.start_at(rng.choice(elements), is_after=rng.random() < 0.3, leaving=leaving)
        except ModificationRefusedError:
            leaving = []
        for one in leaving:
            if case.instance.is_alive(one):
                case.instance.cancel_activity(one)
        case.instance.advance(NOW)
        case.reload()
        assert (case.instance.status == "running") == bool(case.instance.active), seed
        work = [wait for wait in case.instance.waits if wait.kind == "user"]
        if work:
            case.do(rng.choice(work).element)


@pytest.mark.parametrize("part", range(5))
def test_whatever_is_changed_by_hand_leaves_a_case_that_can_be_saved_and_goes_on(part: int) -> None:
    for seed in range(part * 20, part * 20 + 20):
        meddle(seed)


@pytest.mark.nightly
@pytest.mark.parametrize("part", range(50))
def test_thousands_of_random_changes(part: int) -> None:
    for seed in range(3000 + part * 100, 3100 + part * 100):
        meddle(seed)
