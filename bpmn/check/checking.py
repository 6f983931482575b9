"""Runs the rules over a model."""

from collections.abc import Callable, Collection, Sequence

from bpmn.check.finding import Finding, in_order
from bpmn.check.rule import Rule
from bpmn.check.rules import EXECUTION_RULES, RULES
from bpmn.check.subject import Subject
from bpmn.model import Model

__all__ = ["check_executable", "check_model"]


def check_model(
    model: Model,
    *,
    decisions: Collection[str] = (),
    neighbour: Callable[[str], bytes | None] | None = None,
) -> tuple[Finding, ...]:
    """Check a model against all rules.

    Args:
        model: The model.
        decisions: Ids and names of the decisions that business rule tasks can call; empty where they are not known.
        neighbour: Gives the bytes of a file in the model's folder, None where there is none of that name; without it
            nothing is said about imported files.

    Returns:
        The findings in the order of the file: by line, element and rule.
    """
    return _check(Subject(model=model, decisions=frozenset(decisions), neighbour=neighbour), RULES)


def check_executable(model: Model, *, decisions: Collection[str] = ()) -> tuple[Finding, ...]:
    """Check whether the engine can run a model, whatever its `isExecutable` says.

    Args:
        model: The model.
        decisions: Ids and names of the decisions that business rule tasks can call; empty where they are not known.

    Returns:
        What stands in the way; any of severity "error" means that a deployment is refused.
    """
    return _check(Subject(model=model, decisions=frozenset(decisions), is_deployment=True), EXECUTION_RULES)


def _check(subject: Subject, rules: Sequence[Rule]) -> tuple[Finding, ...]:
    findings = (finding for rule in rules for finding in rule.findings(subject))
    return in_order(findings)
