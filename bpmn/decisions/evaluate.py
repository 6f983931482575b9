"""Making a decision."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from bpmn.decisions.graph import InputNode, KnowledgeNode, Node, ServiceNode, Session
from bpmn.decisions.program import Program
from bpmn.decisions.reader import DecisionModel
from bpmn.decisions.table import FiredRule
from bpmn.errors import BpmnFileError
from bpmn.expressions.errors import BudgetExceededError
from bpmn.expressions.feel.access import call_named, nearest_name
from bpmn.expressions.feel.scanner import normal_name
from bpmn.expressions.interchange import JsonValue, from_json, to_json
from bpmn.expressions.run import LIMITS, Run
from bpmn.expressions.values import Value
from bpmn.language import Text

__all__ = ["DecisionResult", "UnknownDecisionError", "evaluate_decision"]


class UnknownDecisionError(BpmnFileError):
    """The model has no decision of that id or name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionResult:
    """What was decided, and why.

    Attributes:
        result: The result as JSON.
        value: The result as a value of FEEL.
        errors: Why parts of it came out null, or why there is no result.
        rules: The rules of decision tables that fired, in the order of evaluation.
    """

    result: JsonValue
    value: Value
    errors: tuple[Text, ...]
    rules: tuple[FiredRule, ...]


def evaluate_decision(
    model: DecisionModel,
    decision: str,
    data: Mapping[str, object],
    *,
    now: datetime | None = None,
    imports: Iterable[DecisionModel] = (),
) -> DecisionResult:
    """Return the result of a decision, with those that it requires made first.

    Args:
        model: The model.
        decision: Id or name of a decision; or of a decision service or knowledge model, which is called with the data.
        data: JSON values of the input data by name (dates as texts, where the model says that they are dates).
        now: The time that `now()` tells; the clock's where it is not given.
        imports: The models that this one imports.

    Raises:
        UnknownDecisionError: If there is no such decision.
    """
    program = model.program(imports)
    node = program.find(decision)
    if node is None or isinstance(node, InputNode):
        raise UnknownDecisionError(_unknown(decision, program), source_name=model.source_name)
    run = Run(now=now, names=data)
    try:
        value = _value(run, program, node, data)
    except BudgetExceededError as error:
        run.reasons.insert(0, error.text)
        value = None
    except (RecursionError, MemoryError):
        run.reasons.insert(
            0, Text("Functions call each other more than {limit} deep: is there an end?", limit=LIMITS.calls)
        )
        value = None
    return DecisionResult(
        result=to_json(value),
        value=value,
        errors=tuple(run.reasons),
        rules=tuple(cast("list[FiredRule]", run.fired)),
    )


def _unknown(decision: str, program: Program) -> Text:
    near = nearest_name(decision, [node.name for node in program.nodes.values() if not isinstance(node, InputNode)])
    if near is None:
        return Text("The model has no decision called {name}.", name=decision)
    return Text("The model has no decision called {name}. Is {near} meant?", name=decision, near=near)


def _value(run: Run, program: Program, node: Node, data: Mapping[str, object]) -> Value:
    normal = {normal_name(name): value for name, value in data.items()}
    others = {name: from_json(value) for name, value in normal.items() if name not in program.names}
    session = Session(run, normal, others)
    value = session.value(node)
    if isinstance(node, ServiceNode | KnowledgeNode):
        given = {name: from_json(value) for name, value in normal.items()}
        return _called(run, node, value, given)
    return value


def _called(run: Run, node: ServiceNode | KnowledgeNode, function: Value, given: Mapping[str, Value]) -> Value:
    if isinstance(node, ServiceNode):
        names = [one.name for one in node.inputs]
    else:
        names = [] if node.function is None else [parameter.name for parameter in node.function.parameters]
    return call_named(run, names, function, *(given.get(name) for name in names))
