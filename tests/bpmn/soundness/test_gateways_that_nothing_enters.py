"""A gateway that no flow enters never runs, and so does nothing behind it."""

from collections.abc import Callable

import pytest

from bpmn import Model
from bpmn.soundness import check_soundness


@pytest.mark.parametrize("kind", ["exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway"])
def test_what_is_behind_it_is_dead(read_process: Callable[..., Model], kind: str) -> None:
    model = read_process(
        f'<startEvent id="s"/><task id="a"/><{kind} id="g"/><receiveTask id="b"/>'
        '<sequenceFlow id="f" sourceRef="s" targetRef="a"/><sequenceFlow id="h" sourceRef="g" targetRef="b"/>'
    )
    found = check_soundness(model)["P"]
    assert (found.verdict, found.problem, found.path) == ("unsound", "dead-activity", ("b",))
