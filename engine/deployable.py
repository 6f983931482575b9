"""Whether a deployment can be run: its model, and the decisions that the model calls."""

from bpmn import Model
from bpmn.check import Finding, check_executable
from bpmn.decisions.calling import callable_decisions, called_decisions, check_calls
from bpmn.decisions.checking import check_decision_file
from engine.compiled import read_deployed_decisions
from engine.values import Deployment

__all__ = ["faults_of"]

# To a check, no decisions at all would mean that nobody knows which there are.
_NO_DECISION = frozenset({""})


def faults_of(deployment: Deployment, model: Model) -> tuple[Finding, ...]:
    """Return what keeps a deployment from being run: errors of its model, and of the decisions that the model calls.

    Raises:
        UnreadableFileError: If one of its DMN files cannot be read.
    """
    files = read_deployed_decisions(deployment)
    called = called_decisions(model)
    # What a file imports must be deployed with it.
    asked = [
        (file, [other for other in files if other is not file])
        for file in files
        if any(file.find(name) for name in called)
    ]
    findings = (
        *check_executable(model, decisions=callable_decisions(files) or _NO_DECISION),
        *(finding for file, others in asked for finding in check_decision_file(file, others)),
        *check_calls(model, asked),
    )
    return tuple(finding for finding in findings if finding.severity == "error")
