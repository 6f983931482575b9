"""What the engine would refuse to run, a check before the deployment names."""

from pathlib import Path

import pytest

from bpmn import read_model
from bpmn.check import RUNNABLE, check_executable
from bpmn.errors import BpmnFileError
from bpmn.normal import normal_form
from engine.tokens.obstacles import obstacles
from engine.tokens.supported import SUPPORTED


def test_what_may_be_deployed_is_what_the_engine_runs() -> None:
    assert RUNNABLE == SUPPORTED


def unnamed(path: Path) -> set[str]:
    """Return the elements of a file that the engine refuses and no error names."""
    model = read_model(path.read_bytes(), source_name=path.name)
    named = {found.element for found in check_executable(model) if found.severity == "error"}
    called = {process.id for process in model.processes}
    processes = normal_form(model).model.processes
    refused = {
        element
        for process in processes
        for element, text in obstacles(process, called)
        # Whether another file that is called is deployed, only the engine knows.
        if text.template != "{element} calls {called}, which is not there."
    }
    return refused - named


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
def test_elements_that_the_engine_refuses_are_named_in_every_fifth_file(corpora: Path) -> None:
    assert check_all(executable_files(corpora)[::5]) == {}


@pytest.mark.nightly
@pytest.mark.corpora
def test_elements_that_the_engine_refuses_are_named_in_all_files(corpora: Path) -> None:
    assert check_all(executable_files(corpora)) == {}
