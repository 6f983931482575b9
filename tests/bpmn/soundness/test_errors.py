"""Errors are matched by their codes."""

from bpmn import read_model
from bpmn.normal import normal_form
from bpmn.soundness import Marking, Messages, TokenGame, make_net
from tests.bpmn.soundness.drawing import HEAD, E, S, edge, flows, node, process, tasks


def thrown_and_caught(first: str, second: str) -> str:
    """Return a process whose sub-process throws one error and has a boundary event for another, with a task behind."""
    inside = node("startEvent", "is") + node("endEvent", "ie", f'<errorEventDefinition errorRef="{first}"/>')
    caught = edge("b", "p", f'<errorEventDefinition errorRef="{second}"/>')
    body = S + node("subProcess", "p", inside + flows("is>ie")) + caught + tasks("a") + E + flows("b>a a>e")
    errors = node("error", "X", errorCode="late") + node("error", "Y", errorCode="late") + node("error", "Z")
    return errors + process(body, flows("s>p"))


def test_errors_are_matched_by_their_code() -> None:
    assert check_paths(thrown_and_caught("X", "Y")) == {"s p is ie b a e"}


def test_an_error_of_another_code_ends_the_process() -> None:
    assert check_paths(thrown_and_caught("X", "Z")) == {"s p is ie", "s p is b a e"}


def check_paths(text: str) -> set[str]:
    """Return all ways through a process, which must have no loops."""
    model = normal_form(read_model(f"{HEAD}{text}</definitions>".encode(), source_name="test.bpmn")).model
    codes = {one.id: one.code for one in model.definitions.values() if one.code}
    net, _ = make_net(model.processes, Messages(), codes=codes)
    game, found = TokenGame(net), set()
    waiting: list[tuple[Marking, tuple[str, ...]]] = [(net.first, ())]
    while waiting:
        marking, passed = waiting.pop()
        moves = list(game.moves(marking))
        waiting.extend((move.marking, (*passed, *move.transition.elements)) for move in moves)
        if not moves:
            found.add(" ".join(element for element in passed if "_" not in element))
    return found
