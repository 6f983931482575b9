"""What the engine would refuse to run, a check before the deployment names."""

from pathlib import Path

import pytest

from bpmn import Model, read_model
from bpmn.check import RUNNABLE, check_executable
from bpmn.errors import BpmnFileError
from engine.errors import NotExecutableError
from engine.tokens import compile_process
from engine.tokens.supported import SUPPORTED


def test_what_may_be_deployed_is_what_the_engine_runs() -> None:
    assert RUNNABLE == SUPPORTED


def unnamed(path: Path) -> set[str]:
    """Return the elements of a file that the engine refuses and no error names."""
    model = read_model(path.read_bytes(), source_name=path.name)
    named = {found.element for found in check_executable(model) if found.severity == "error"}
    processes = [process.id for process in model.processes if process.scope.nodes]
    return {element for process in processes for element in _refused(model, process)} - named


def _refused(model: Model, process_id: str) -> set[str]:
    try:
        compile_process(model, process_id, models=(model,))
    except NotExecutableError as error:
        # Whether another file that is called is deployed, only the engine knows.
        found = zip(error.elements, error.findings, strict=True)
        return {element for element, text in found if not str(text).endswith("which is not there.")}
    return set()


def executable_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.name.endswith((".bpmn", ".bpmn20.xml")))


def check_all(paths: list[Path]) -> dict[str, set[str]]:
    found = {}
    for path in paths:
        try:
            elements = unnamed(path)
        except BpmnFileError:
            continue
        if elements:
            found[path.name] = elements
    return found


@pytest.mark.corpora
def test_elements_that_the_engine_refuses_are_named_in_every_tenth_file(corpora: Path) -> None:
    assert check_all(executable_files(corpora)[::10]) == {}


@pytest.mark.nightly
@pytest.mark.corpora
def test_elements_that_the_engine_refuses_are_named_in_all_files(corpora: Path) -> None:
    assert check_all(executable_files(corpora)) == {}
