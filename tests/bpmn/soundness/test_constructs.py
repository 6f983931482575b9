"""Models of known verdict, one or more for each construct."""

from collections.abc import Iterable

import pytest

from bpmn import read_model
from bpmn.soundness import Soundness, check_soundness

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="D" targetNamespace="urn:test" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
)
S, E = '<startEvent id="s"/>', '<endEvent id="e"/>'
MESSAGE, TIMER = "<messageEventDefinition/>", "<timerEventDefinition/>"
ERROR, ESCALATION = "<errorEventDefinition/>", "<escalationEventDefinition/>"


def flows(text: str) -> str:
    """Return sequence flows, written "a>b b>c"."""
    pairs = (pair.split(">") for pair in text.split())
    return "".join(f'<sequenceFlow id="{a}-{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in pairs)


def node(kind: str, element: str, inside: str = "", **attributes: str) -> str:
    """Return an element."""
    written = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f'<{kind} id="{element}"{written}>{inside}</{kind}>'


def tasks(names: Iterable[str]) -> str:
    """Return a task for each letter."""
    return "".join(node("task", name) for name in names)


def edge(name: str, host: str, definition: str, *, interrupts: bool = True) -> str:
    """Return a boundary event."""
    return node("boundaryEvent", name, definition, attachedToRef=host, cancelActivity=str(interrupts).lower())


def handler(definition: str, *, interrupts: bool, inside: str = "") -> str:
    """Return an event sub-process "h" that does task "ht", or what is given."""
    start = node("startEvent", "hs", definition, isInterrupting=str(interrupts).lower())
    body = inside or tasks("t") + flows("hs>t")
    return node("subProcess", "h", start + body, triggeredByEvent="true")


def check(*parts: str) -> dict[str, Soundness]:
    """Return the verdicts on what is inside definitions."""
    return check_soundness(read_model(f"{HEAD}{''.join(parts)}</definitions>".encode(), source_name="test.bpmn"))


def process(*parts: str, name: str = "P") -> str:
    return node("process", name, "".join(parts))


def pools(*message_flows: str, names: str = "PQ") -> str:
    """Return a collaboration "C" of pools, message flows written "a>b"."""
    parts = [node("participant", f"pool{name}", processRef=name) for name in names]
    for number, flow in enumerate(message_flows):
        source, target = flow.split(">")
        parts.append(node("messageFlow", f"m{number}", sourceRef=source, targetRef=target))
    return node("collaboration", "C", "".join(parts))


XOR, AND, OR, EVENTS = "exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway"
INSTANCES = "<multiInstanceLoopCharacteristics/>"
THREE = "<multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>"
WHILE = '<standardLoopCharacteristics testBefore="true"/>'
INNER = '<startEvent id="is"/><endEvent id="ie"/>'
STUCK = node(XOR, "ix") + node(AND, "ij") + node("task", "it") + INNER + flows("is>ix ix>ij ix>it it>ij ij>ie")

SOUND = {
    "link": S
    + E
    + node("intermediateThrowEvent", "l", '<linkEventDefinition name="L"/>')
    + node("intermediateCatchEvent", "k", '<linkEventDefinition name="L"/>')
    + flows("s>l k>e"),
    "several starts are alternatives": S + node("startEvent", "s2", TIMER) + tasks("a") + E + flows("s>a s2>a a>e"),
    "paths that just stop": S + node(AND, "x") + tasks("ab") + flows("s>x x>a x>b"),
    "no start event": tasks("a") + E + flows("a>e"),
    "event-based gateway": S
    + node(EVENTS, "g")
    + node("intermediateCatchEvent", "a", TIMER)
    + node("receiveTask", "b")
    + node(XOR, "j")
    + E
    + flows("s>g g>a g>b a>j b>j j>e"),
    "receive task that instantiates": node("receiveTask", "r", instantiate="true") + E + flows("r>e"),
    "event-based gateway that instantiates": node(EVENTS, "g", instantiate="true")
    + node("intermediateCatchEvent", "a", MESSAGE)
    + node("intermediateCatchEvent", "b", TIMER)
    + E
    + flows("g>a g>b a>e b>e"),
    "all events of a parallel event-based gateway": node(EVENTS, "g", instantiate="true", eventGatewayType="Parallel")
    + node("intermediateCatchEvent", "a", MESSAGE)
    + node("intermediateCatchEvent", "b", MESSAGE)
    + node(AND, "j")
    + E
    + flows("g>a g>b a>j b>j j>e"),
    "escalation beside": S
    + node("subProcess", "p", INNER + node("intermediateThrowEvent", "it", ESCALATION) + flows("is>it it>ie"))
    + edge("b", "p", ESCALATION, interrupts=False)
    + tasks("ac")
    + E
    + node("endEvent", "f")
    + flows("s>p p>a a>e b>c c>f"),
    "error out of two levels": S
    + node(
        "subProcess",
        "p",
        INNER
        + node("subProcess", "q", node("startEvent", "qs") + node("endEvent", "qe", ERROR) + flows("qs>qe"))
        + flows("is>q q>ie"),
    )
    + edge("b", "p", ERROR)
    + E
    + node("endEvent", "f")
    + flows("s>p p>e b>f"),
    "error that nobody catches ends the process": S
    + node(AND, "x")
    + tasks("ab")
    + node("endEvent", "f", ERROR)
    + E
    + flows("s>x x>a x>b a>f b>e"),
    "transaction that is cancelled": S
    + node(
        "transaction",
        "p",
        node(XOR, "ix") + INNER + node("endEvent", "ic", "<cancelEventDefinition/>") + flows("is>ix ix>ie ix>ic"),
    )
    + edge("b", "p", "<cancelEventDefinition/>")
    + tasks("a")
    + E
    + node("endEvent", "f")
    + flows("s>p p>e b>a a>f"),
    "terminate inside ends only the sub-process": S
    + node(
        "subProcess",
        "p",
        INNER
        + node(AND, "ix")
        + tasks("ab")
        + node("endEvent", "if", "<terminateEventDefinition/>")
        + flows("is>ix ix>a ix>b a>ie b>if"),
    )
    + E
    + flows("s>p p>e"),
    "compensation": S
    + tasks("a")
    + edge("c", "a", "<compensateEventDefinition/>")
    + node("task", "u", isForCompensation="true")
    + node("association", "as", sourceRef="c", targetRef="u")
    + node("endEvent", "e", "<compensateEventDefinition/>")
    + flows("s>a a>e"),
    "ad-hoc sub-process": S + node("adHocSubProcess", "p", tasks("abc") + flows("a>b")) + E + flows("s>p p>e"),
    "complex split": S
    + node("complexGateway", "x")
    + tasks("ab")
    + node(OR, "j")
    + E
    + flows("s>x x>a x>b a>j b>j j>e"),
    "interrupting event sub-process": S + tasks("a") + E + flows("s>a a>e") + handler(TIMER, interrupts=True),
    "event sub-process beside": S + tasks("a") + E + flows("s>a a>e") + handler(MESSAGE, interrupts=False),
    "multi-instance": S
    + node("subProcess", "p", INNER + tasks("a") + flows("is>a a>ie") + INSTANCES)
    + E
    + flows("s>p p>e"),
    "failing instance": S
    + node(
        "subProcess",
        "p",
        node("startEvent", "is")
        + node(XOR, "ix")
        + node("endEvent", "ie")
        + node("endEvent", "if", ERROR)
        + flows("is>ix ix>ie ix>if")
        + INSTANCES,
    )
    + edge("b", "p", ERROR)
    + node(XOR, "j")
    + E
    + flows("s>p p>j b>j j>e"),
    "call of another file": S + node("callActivity", "c", calledElement="elsewhere") + E + flows("s>c c>e"),
    "inclusive join behind a boundary event": S
    + node(OR, "x")
    + tasks("ab")
    + edge("t", "a", TIMER)
    + tasks("c")
    + node(OR, "j")
    + E
    + flows("s>x x>a x>b a>j b>j t>c c>j j>e"),
}


@pytest.mark.parametrize("name", SOUND)
def test_sound(name: str) -> None:
    found = check(process(SOUND[name]))["P"]
    assert (found.verdict, found.problem, found.path) == ("sound", None, ()), found.text


UNSOUND = {
    "activity that starts with several tokens and gets one": (
        S + node("task", "a", startQuantity="2") + E + flows("s>a a>e"),
        "deadlock",
        "s",
    ),
    "choice into a parallel join": (
        S + node(XOR, "x") + node(AND, "j") + tasks("a") + E + flows("s>x x>j x>a a>j j>e"),
        "deadlock",
        "s x",
    ),
    "inclusive split into a parallel join": (
        S + node(OR, "x") + tasks("a") + node(AND, "j") + E + flows("s>x x>j x>a a>j j>e"),
        "deadlock",
        "s x",
    ),
    "event-based gateway into a parallel join": (
        S
        + node(EVENTS, "g")
        + node("intermediateCatchEvent", "a", TIMER)
        + node("intermediateCatchEvent", "b", TIMER)
        + node(AND, "j")
        + E
        + flows("s>g g>a g>b a>j b>j j>e"),
        "deadlock",
        "s g a|s g b",
    ),
    "interrupted branch into a parallel join": (
        S
        + node(AND, "x")
        + tasks("ab")
        + edge("t", "a", TIMER)
        + node(AND, "j")
        + E
        + node("endEvent", "f")
        + flows("s>x x>a x>b a>j b>j j>e t>f"),
        "deadlock",
        "s x a t f b|s x a t b f|s x a b t f|s x b a t f",
    ),
    "deadlock inside a sub-process": (
        S + node("subProcess", "p", STUCK) + E + flows("s>p p>e"),
        "deadlock",
        "s p is ix",
    ),
    "sub-process that no token can start": (
        S
        + node("subProcess", "p", node("startEvent", "is", MESSAGE) + node("endEvent", "ie") + flows("is>ie"))
        + E
        + flows("s>p p>e"),
        "deadlock",
        "s p",
    ),
    "parallel split into a merge": (
        S + node(AND, "x") + tasks("a") + node(XOR, "j") + tasks("c") + E + flows("s>x x>a x>j a>j j>c c>e"),
        "lack-of-synchronisation",
        "s x j a j|s x a j j",
    ),
    "split of an activity into one activity": (
        S + tasks("abc") + E + flows("s>a a>b a>c b>c c>e"),
        "lack-of-synchronisation",
        "s a b",
    ),
    "loop with a parallel split": (
        S + node(XOR, "j") + node(AND, "x") + E + flows("s>j j>x x>j x>e"),
        "lack-of-synchronisation",
        "s j x j x",
    ),
    "two tokens at one end event": (
        S + node(AND, "x") + tasks("a") + E + flows("s>x x>a x>e a>e"),
        "improper-completion",
        "s x a",
    ),
    "loop without a way out": (
        S + node(XOR, "j") + node(XOR, "x") + tasks("a") + E + flows("s>x x>e x>j j>a a>j"),
        "improper-completion",
        "s x",
    ),
    "event beside, into the main path": (
        S + tasks("a") + edge("t", "a", TIMER, interrupts=False) + tasks("b") + E + flows("s>a a>b t>b b>e"),
        "lack-of-synchronisation",
        "s a t",
    ),
    "activity behind an event that never comes": (
        S + tasks("ab") + edge("c", "a", "<cancelEventDefinition/>") + E + flows("s>a a>e c>b b>e"),
        "dead-activity",
        "b",
    ),
    "activity behind itself": (S + tasks("abc") + E + flows("s>a a>e b>c c>b"), "dead-activity", "b c"),
    "error that another boundary event would catch": (
        S
        + node(
            "subProcess",
            "p",
            node("startEvent", "is") + tasks("q") + node("endEvent", "ie", ERROR) + flows("is>q q>ie"),
        )
        + edge("b", "p", ERROR)
        + tasks("a")
        + E
        + node("endEvent", "f")
        + flows("s>p p>a a>e b>f"),
        "dead-activity",
        "a",
    ),
    "deadlock in an event sub-process": (
        S
        + tasks("a")
        + E
        + flows("s>a a>e")
        + handler(
            TIMER, interrupts=True, inside=node(XOR, "x") + node(AND, "j") + tasks("t") + flows("hs>x x>j x>t t>j")
        ),
        "deadlock",
        "s h hs x",
    ),
    "deadlock in what compensates": (
        S
        + tasks("a")
        + edge("c", "a", "<compensateEventDefinition/>")
        + node("subProcess", "p", STUCK, isForCompensation="true")
        + node("association", "as", sourceRef="c", targetRef="p")
        + E
        + flows("s>a a>e"),
        "deadlock",
        "is ix",
    ),
    "parallel event-based gateway into a merge": (
        node(EVENTS, "g", instantiate="true", eventGatewayType="Parallel")
        + node("intermediateCatchEvent", "a", TIMER)
        + node("intermediateCatchEvent", "b", TIMER)
        + node(XOR, "j")
        + tasks("c")
        + E
        + flows("g>a g>b a>j b>j j>c c>e"),
        "lack-of-synchronisation",
        "g a j b j|g a b j j|g b a j j|g b j a j",
    ),
}


@pytest.mark.parametrize("name", UNSOUND)
def test_unsound(name: str) -> None:
    body, problem, paths = UNSOUND[name]
    found = check(process(body))["P"]
    assert (found.verdict, found.problem) == ("unsound", problem), found.text
    assert found.path in [tuple(path.split()) for path in paths.split("|")]


UNDECIDED = {
    "several tokens before an activity that starts with several": S
    + node(AND, "x")
    + tasks("ab")
    + node("task", "c", name="Two of three", startQuantity="2")
    + E
    + flows("s>x x>a x>b a>c b>c c>e"),
    "complex join": S
    + node(AND, "x")
    + tasks("ab")
    + node("complexGateway", "j", name="Two of three")
    + E
    + flows("s>x x>a x>b a>j b>j j>e"),
    "several tokens out of one activity": S
    + node("task", "a", name="Two of three", completionQuantity="2")
    + E
    + flows("s>a a>e"),
}


@pytest.mark.parametrize("name", UNDECIDED)
def test_undecided_with_the_reason(name: str) -> None:
    found = check(process(UNDECIDED[name]))["P"]
    assert found.verdict == "undecided"
    assert "Two of three" in str(found.text)


def caller(name: str, *called: str) -> str:
    """Return a process that calls one of these, chosen by an exclusive gateway; "-" for none."""
    parts, arrows = (
        [node("startEvent", f"{name}s"), node("endEvent", f"{name}e"), node(XOR, f"{name}x")],
        f"{name}s>{name}x",
    )
    for other in called:
        step = f"{name}{other}"
        parts.append(node("task", step) if other == "-" else node("callActivity", step, calledElement=other))
        arrows += f" {name}x>{step} {step}>{name}e"
    return process(*parts, flows(arrows), name=name)


def test_a_process_that_can_only_call_itself_never_ends() -> None:
    found = check(caller("A", "A"))["A"]
    assert (found.problem, found.path) == ("deadlock", ("As", "Ax"))
    assert "calling itself" in str(found.text)


def test_a_process_that_may_call_itself_can_end() -> None:
    assert check(caller("A", "A", "-"))["A"].verdict == "sound"


def test_processes_that_can_only_call_each_other_never_end() -> None:
    found = check(caller("A", "B"), caller("B", "A"), caller("Z", "A"))
    assert {name: verdict.problem for name, verdict in found.items()} == dict.fromkeys("ABZ", "deadlock")


def test_a_way_out_of_a_ring_of_calls_is_enough() -> None:
    found = check(caller("A", "B"), caller("B", "A", "-"))
    assert [verdict.verdict for verdict in found.values()] == ["sound", "sound"]


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


def test_names_in_the_sentence_are_in_the_readers_language() -> None:
    found = check(process(S, node(XOR, "x"), node(AND, "j"), tasks("a"), E, flows("s>x x>j x>a a>j j>e")))["P"]
    assert "Parallel gateway j" in found.text.into("en")
    assert "Parallel" not in found.text.into("mn")
