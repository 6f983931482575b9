"""Public processes, moved to their own version at every step: nothing is given up and nothing changes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bpmn import Model, read_model
from bpmn.errors import UnreadableFileError
from engine.errors import EngineError, ExpressionFailedError
from engine.tokens import ProcessDefinition, ProcessInstance, Wait, compile_process
from engine.tokens.migrating import rewrite_state
from tests.engine.tokens.diagrams import NOW, ids

_STEPS = 6


def begun(path: Path) -> Iterator[tuple[Model, ProcessDefinition, ProcessInstance]]:
    """Yield a case of each process of a file that can be run without data."""
    try:
        file = read_model(path.read_bytes(), source_name=path.name)
    except UnreadableFileError:
        return
    for process in file.processes:
        try:
            definition = compile_process(file, process.id)
            case = ProcessInstance.create(definition, data={}, now=NOW, new_id=ids())
            case.advance(NOW)
        except EngineError:
            continue
        yield file, definition, case


def told(case: ProcessInstance) -> list[tuple[str, str, str]]:
    """What a case waits for."""
    return sorted((wait.instance_id, wait.element, wait.kind) for wait in case.waits)


def do(case: ProcessInstance, wait: Wait) -> bool:
    """Let what is waited for happen; return whether the case can be used on."""
    try:
        if wait.kind in {"user", "job"}:
            case.complete(wait.instance_id, {}, NOW)
        elif wait.due is not None:
            case.fire_timer(wait.instance_id, wait.due)
        elif wait.kind in {"message", "receive"}:
            case.deliver_message(wait.event, {}, wait.correlation, NOW)
        else:
            case.deliver_signal(wait.event, {}, NOW)
    except EngineError:
        return False
    return True


def moves(file: Model, definition: ProcessDefinition, case: ProcessInstance) -> int:
    """Move a case before every step, and return how often it was moved."""
    mapping = {one: one for one in file.nodes}
    new_id = ids()
    for number in range(_STEPS):
        if case.status != "running" or not case.waits:
            return number
        found = rewrite_state(case.save(), definition, definition, mapping, {})
        assert (found.obstacles, found.warnings) == ([], []), file.source_name
        before = told(case)
        case = ProcessInstance.load(definition, found.state, new_id=lambda: f"m{new_id()}")
        case.take_up(found.known, NOW)
        try:
            case.advance(NOW)
        except ExpressionFailedError:  # for want of data, as the case would without a move
            return number
        assert told(case) == before, file.source_name
        if not do(case, case.waits[0]):
            return number + 1
    return _STEPS


@pytest.mark.corpora
def test_a_case_of_a_public_process_is_the_same_after_a_move(corpora: Path) -> None:
    files = [
        path
        for folder in ("operaton", "flowable-engine")
        for path in sorted((corpora / folder).iterdir())
        if path.suffix in {".bpmn", ".xml"}
    ]
    assert sum(moves(*one) for path in files for one in begun(path)) > 500
