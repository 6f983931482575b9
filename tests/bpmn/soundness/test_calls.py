"""Processes that call each other."""

from tests.bpmn.soundness.drawing import XOR, check, flows, node, process


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
