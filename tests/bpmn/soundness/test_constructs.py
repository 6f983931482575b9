"""Processes of known verdict, one or more for each construct."""

import pytest

from tests.bpmn.soundness.drawing import (
    AND,
    ERROR,
    ESCALATION,
    EVENTS,
    INNER,
    INSTANCES,
    MESSAGE,
    OR,
    STUCK,
    TIMER,
    XOR,
    E,
    S,
    check,
    edge,
    flows,
    handler,
    node,
    process,
    tasks,
)

MANY = " ".join(f"x>{letter} {letter}>j" for letter in "abcdfghik")

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
    "inclusive split with many ways into a merge": (
        S + node(OR, "x") + tasks("abcdfghik") + node(XOR, "j") + E + flows("s>x j>e " + MANY),
        "lack-of-synchronisation",
        "s x a b j j",
    ),
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
    "inclusive split with more ways than are looked at": S
    + node(OR, "x", name="Two of three")
    + tasks("abcdfghik")
    + node(OR, "j")
    + E
    + flows("s>x j>e " + MANY),
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


def test_names_in_the_sentence_are_in_the_readers_language() -> None:
    found = check(process(S, node(XOR, "x"), node(AND, "j"), tasks("a"), E, flows("s>x x>j x>a a>j j>e")))["P"]
    assert "Parallel gateway j" in found.text.into("en")
    assert "Parallel" not in found.text.into("mn")
