"""The test processes of two other engines: how many can be deployed here."""

from pathlib import Path

import pytest

from bpmn import read_model
from bpmn.errors import UnreadableFileError
from engine.errors import NotExecutableError
from engine.simulated import run_model
from engine.tokens import compile_process
from engine.tokens.values import Json

# Files that their own engine refuses too, or that the standard does not allow.
WRONG_ON_PURPOSE = {
    "TestWarDeploymentWithBrokenBpmnXml.testXmlInvalid.bpmn20.xml": "not XML",
    "testXxeParsingIsDisabled.bpmn20.xml": "a document type declaration",
    "BpmnParseTest.testInvalidTransactionWithEscalationStartEvent.bpmn": "an escalation starts a transaction",
    "call-activities-with-references.bpmn": "a call activity that calls nothing",
    "intermediateTimerThrowEvent.bpmn20.xml": "a timer that is thrown",
    "escalationtest.bpmn": "an escalation caught by an intermediate event",
}


def is_deployable(path: Path) -> bool:
    """Whether every process of a file that has something in it compiles."""
    model = read_model(path.read_bytes(), source_name=path.name)
    try:
        for process in model.processes:
            if process.scope.nodes:
                compile_process(model, process.id)
    except NotExecutableError:
        return False
    return True


@pytest.mark.corpora
def test_ninety_five_of_a_hundred_public_test_processes_can_be_deployed(corpora: Path) -> None:
    files = [
        path
        for folder in ("operaton", "flowable-engine")
        for path in sorted((corpora / folder).iterdir())
        if path.name not in WRONG_ON_PURPOSE and path.suffix in {".bpmn", ".xml"}
    ]
    refused = [path.name for path in files if not is_deployable(path)]
    assert len(files) > 650
    assert len(refused) <= 0.05 * len(files), refused


@pytest.mark.corpora
@pytest.mark.parametrize("name", WRONG_ON_PURPOSE)
def test_what_is_wrong_on_purpose_is_refused(corpora: Path, name: str) -> None:
    (path,) = corpora.glob(f"*/{name}")
    try:
        assert not is_deployable(path)
    except UnreadableFileError as error:
        assert error.text  # noqa: PT017  # either refusal will do


@pytest.mark.corpora
@pytest.mark.parametrize(
    ("name", "data", "done", "status"),
    [
        ("ExclusiveGatewayTest.testDivergingExclusiveGateway", {"input": 1}, "theStart theTask1 theEnd", "completed"),
        ("ExclusiveGatewayTest.testDivergingExclusiveGateway", {"input": 2}, "theStart theTask2 theEnd", "completed"),
        ("ExclusiveGatewayTest.testDivergingExclusiveGateway", {"input": 3}, "theStart theTask3 theEnd", "completed"),
        ("ExclusiveGatewayTest.testMultipleValidConditions", {"input": 5}, "theStart theTask2 theEnd", "completed"),
        ("ParallelGatewayTest.testSplitMergeNoWaitstates", {}, "theStart theEnd", "completed"),
        ("ConditionalSequenceFlowTest.testUelExpression", {"input": "left"}, "theStart task1", "completed"),
        ("ConditionalSequenceFlowTest.testUelExpression", {"input": "right"}, "theStart task2", "completed"),
        ("MultiInstanceTest.testParallelEmptyCollection", {"collection": []}, "start end", "completed"),
        ("MultiInstanceTest.testSequentialSubprocessEmptyCollection", {"collection": []}, "start end", "completed"),
        ("TerminateEndEventTest.testCancelActivity", {}, "start preTerminateTask EndEvent_2", "terminated"),
    ],
)
def test_public_processes_do_what_their_names_say(
    corpora: Path, name: str, data: dict[str, Json], done: str, status: str
) -> None:
    (path,) = corpora.glob(f"*/{name}.bpmn*")
    result = run_model(read_model(path.read_bytes(), source_name=path.name), data=data)
    assert [step.element for step in result.trace] == done.split()
    assert result.status == status
