"""Collaborations of known verdict: messages, instances, black boxes."""

import pytest

from tests.bpmn.soundness.drawing import (
    EVENTS,
    INSTANCES,
    MESSAGE,
    THREE,
    TIMER,
    WHILE,
    XOR,
    E,
    S,
    check,
    flows,
    node,
    pools,
    process,
    tasks,
)


def sender(extra: str = "", arrows: str = "s>a a>e", loop: str = "") -> str:
    return process(S, node("sendTask", "a", loop), extra, E, flows(arrows))


def receiver(loop: str = "") -> str:
    return process(
        node("startEvent", "qs"), node("receiveTask", "r", loop), node("endEvent", "qe"), flows("qs>r r>qe"), name="Q"
    )


def test_a_message_that_is_sent_and_awaited_is_sound() -> None:
    found = check(pools("a>r"), sender(), receiver())
    assert {name: verdict.verdict for name, verdict in found.items()} == dict.fromkeys("PQC", "sound")


def test_a_message_that_may_not_be_sent_is_awaited_for_ever() -> None:
    found = check(pools("a>r"), sender(node(XOR, "x") + tasks("b"), "s>x x>a x>b a>e b>e"), receiver())
    assert (found["Q"].verdict, found["C"].problem) == ("sound", "deadlock")
    assert sorted(found["C"].path) == ["b", "e", "qs", "s", "x"]


def test_a_message_that_nobody_takes_is_left_over() -> None:
    choice = process(
        node("startEvent", "qs"),
        node(EVENTS, "g"),
        node("intermediateCatchEvent", "r", MESSAGE),
        node("intermediateCatchEvent", "t", TIMER),
        node("endEvent", "qe"),
        flows("qs>g g>r g>t r>qe t>qe"),
        name="Q",
    )
    found = check(pools("a>r"), sender(), choice)["C"]
    assert found.problem == "improper-completion"
    assert "Intermediate catch event r" in str(found.text)


def test_each_message_to_a_start_event_makes_an_instance() -> None:
    loop = sender(node(XOR, "j") + node(XOR, "x"), "s>j j>a a>x x>j x>e")
    started = process(
        node("startEvent", "qs", MESSAGE), tasks("b"), node("endEvent", "qe"), flows("qs>b b>qe"), name="Q"
    )
    assert check(pools("a>qs"), loop, started)["C"].verdict == "sound"


def test_two_pools_that_wait_for_each_other_are_stuck() -> None:
    def waiting_first(name: str) -> str:
        letters = name.lower()
        parts = (node("startEvent", f"{letters}s"), node("receiveTask", f"{letters}r"), node("sendTask", f"{letters}t"))
        return process(
            *parts,
            node("endEvent", f"{letters}e"),
            flows(f"{letters}s>{letters}r {letters}r>{letters}t {letters}t>{letters}e"),
            name=name,
        )

    found = check(pools("pt>qr", "qt>pr"), waiting_first("P"), waiting_first("Q"))
    assert found["C"].problem == "deadlock"
    assert sorted(found["C"].path) == ["ps", "qs"]


def test_messages_come_in_any_order() -> None:
    twice = process(S, node("sendTask", "a"), node("sendTask", "b"), E, flows("s>a a>b b>e"))
    other = process(
        node("startEvent", "qs"),
        node("receiveTask", "r"),
        node("receiveTask", "t"),
        node("endEvent", "qe"),
        flows("qs>r r>t t>qe"),
        name="Q",
    )
    assert check(pools("a>t", "b>r"), twice, other)["C"].verdict == "sound"


@pytest.mark.parametrize(
    ("loop", "problem"), [("", None), (INSTANCES, "deadlock"), (WHILE, "deadlock"), (THREE, "improper-completion")]
)
def test_an_activity_with_many_turns_may_send_none_or_several(loop: str, problem: str | None) -> None:
    assert check(pools("a>r"), sender(loop=loop), receiver())["C"].problem == problem


def test_a_loop_of_messages_is_answered_by_a_loop_of_replies() -> None:
    asks = process(
        S,
        node(
            "subProcess",
            "p",
            node("startEvent", "is")
            + node("sendTask", "a")
            + node("receiveTask", "b")
            + node("endEvent", "ie")
            + flows("is>a a>b b>ie")
            + THREE,
        ),
        E,
        flows("s>p p>e"),
    )
    answers = process(
        node("startEvent", "qs", MESSAGE), node("sendTask", "c"), node("endEvent", "qe"), flows("qs>c c>qe"), name="Q"
    )
    assert check(pools("a>qs", "c>b"), asks, answers)["C"].verdict == "sound"


def test_a_black_box_may_send_at_any_time_or_never() -> None:
    box = node("participant", "box")
    collaboration = pools("box>r", "a>r2").replace("</collaboration>", f"{box}</collaboration>")
    two = process(
        node("startEvent", "qs"),
        node("receiveTask", "r"),
        node("receiveTask", "r2"),
        node("endEvent", "qe"),
        flows("qs>r r>r2 r2>qe"),
        name="Q",
    )
    assert check(collaboration, sender(), two)["C"].verdict == "sound"


def test_a_sender_that_is_never_heard_piles_messages_up() -> None:
    endless = process(S, node(XOR, "j"), node("sendTask", "a"), flows("s>j j>a a>j"))
    slow = process(node("startEvent", "qs"), node(XOR, "k"), node("receiveTask", "r"), flows("qs>k k>r r>k"), name="Q")
    found = check(pools("a>r"), endless, slow)["C"]
    assert found.verdict == "undecided"
    assert "messages pile up" in str(found.text)


def test_messages_start_a_non_interrupting_event_sub_process_as_often_as_they_come() -> None:
    twice = process(S, node("sendTask", "a"), node("sendTask", "b"), node("sendTask", "c"), E, flows("s>a a>b b>c c>e"))
    start = node("startEvent", "hs", MESSAGE, isInterrupting="false")
    beside = node("subProcess", "h", start + tasks("t") + flows("hs>t"), triggeredByEvent="true")
    other = process(
        node("startEvent", "qs"), node("receiveTask", "r"), node("endEvent", "qe"), beside, flows("qs>r r>qe"), name="Q"
    )
    found = check(pools("a>hs", "b>hs", "c>r"), twice, other)["C"]
    # The messages may come before each other: the last one ends the process while the first are still on their way.
    assert found.problem == "improper-completion"
    assert found.path[-1] in {"qe", "e"}
