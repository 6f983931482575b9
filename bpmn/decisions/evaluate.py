"""Making a decision."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, cast

from bpmn.decisions.graph import Session
from bpmn.decisions.item_types import admit
from bpmn.decisions.nodes import DecisionNode, InputNode, KnowledgeNode, Node, ServiceNode
from bpmn.decisions.program import Program
from bpmn.decisions.reader import DecisionModel
from bpmn.decisions.reasons import errors_and_notes, missing_in
from bpmn.decisions.table import FiredRule
from bpmn.decisions.trace import MadeNode, TableTrace, TracedRun
from bpmn.errors import BpmnFileError
from bpmn.expressions.errors import BudgetExceededError
from bpmn.expressions.feel.access import call_named, nearest_name
from bpmn.expressions.feel.scanner import normal_name
from bpmn.expressions.interchange import JsonValue, to_json
from bpmn.expressions.run import LIMITS, Run
from bpmn.expressions.values import Value
from bpmn.language import Text

if TYPE_CHECKING:
    from bpmn.expressions.feel.types import Type

__all__ = ["DecisionResult", "UnknownDecisionError", "evaluate_decision"]


class UnknownDecisionError(BpmnFileError):
    """The model has no decision of that id or name."""


class DecisionResult(NamedTuple):
    """What was decided, and why.

    Attributes:
        result: The result as JSON.
        value: The result as a value of FEEL.
        errors: Why the result or a part of it is null, and what was not as the model says that it should be: a value of
            the wrong type, contradicting rules.
        rules: The rules of decision tables that fired, in the order of evaluation.
        notes: Why values came out null on the way to a result that is whole nevertheless.
        made: The input data and decisions that were needed, in order; only where an explanation was asked for.
        tables: How each decision table was evaluated; only where an explanation was asked for.
    """

    result: JsonValue
    value: Value
    errors: tuple[Text, ...]
    rules: tuple[FiredRule, ...]
    notes: tuple[Text, ...] = ()
    made: tuple[MadeNode, ...] = ()
    tables: tuple[TableTrace, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """The names that were asked for and had no value, whether it mattered or not.

        A table may well give a result then: its dashes let a missing value pass.
        """
        return missing_in((*self.errors, *self.notes))


def evaluate_decision(
    model: DecisionModel,
    decision: str,
    data: Mapping[str, object],
    *,
    now: datetime | None = None,
    imports: Iterable[DecisionModel] = (),
    explain: bool = False,
    takes_decisions: bool = False,
) -> DecisionResult:
    """Return the result of a decision, with those that it requires made first.

    Args:
        model: The model.
        decision: Id or name of a decision; or of a decision service or knowledge model, which is called with the data.
        data: JSON values of the input data by name (dates as texts, where the model says that they are dates).
        now: The time that `now()` tells; the clock's where it is not given.
        imports: The models that this one imports.
        explain: Whether to tell also what was made on the way, and how each rule of a table fared.
        takes_decisions: Whether data by the name of a required decision stand for its result. Not for data that may
            hold results of earlier decisions, as those of a process instance do.

    Raises:
        UnknownDecisionError: If there is no such decision.
    """
    program = model.program(imports)
    node = program.find(decision)
    if node is None or isinstance(node, InputNode):
        raise UnknownDecisionError(_unknown(decision, program), source_name=model.source_name)
    run = TracedRun(data, now) if explain else Run(data, now)
    try:
        value = _value(run, program, node, data, takes_decisions=takes_decisions)
    except BudgetExceededError as error:
        return _explained(run, None, error.text)
    except (RecursionError, MemoryError):
        text = Text("Functions call each other more than {limit} deep: is there an end?", limit=LIMITS.calls)
        return _explained(run, None, text)
    if not run.reasons and not explain:
        return DecisionResult(to_json(value), value, (), tuple(cast("list[FiredRule]", run.fired)))
    return _explained(run, value)


def _explained(run: Run, value: Value, *first: Text) -> DecisionResult:
    errors, notes = errors_and_notes(value, [*first, *run.reasons])
    return DecisionResult(
        result=to_json(value),
        value=value,
        errors=errors,
        rules=tuple(cast("list[FiredRule]", run.fired)),
        notes=notes,
        made=tuple(run.made) if isinstance(run, TracedRun) else (),
        tables=tuple(run.tables) if isinstance(run, TracedRun) else (),
    )


def _unknown(decision: str, program: Program) -> Text:
    near = nearest_name(decision, [node.name for node in program.nodes.values() if not isinstance(node, InputNode)])
    if near is None:
        return Text("The model has no decision called {name}.", name=decision)
    return Text("The model has no decision called {name}. Is {near} meant?", name=decision, near=near)


def _value(run: Run, program: Program, node: Node, data: Mapping[str, object], *, takes_decisions: bool) -> Value:
    if not (program.names.issuperset(data) or all(map(_is_normal, data))):
        data = {normal_name(name): value for name, value in data.items()}
    open_types = program.open_types
    others = {name: admit(data[name], open_types[name]) for name in open_types if name in data} if open_types else {}
    session = Session(run, data, others, _given(program, node, data) if takes_decisions else None)
    value = session.value(node)
    if isinstance(node, ServiceNode | KnowledgeNode):
        return _called(run, node, value, data)
    return value


@lru_cache(maxsize=4096)
def _is_normal(name: str) -> bool:
    return normal_name(name) == name


def _given(program: Program, wanted: Node, data: Mapping[str, object]) -> dict[Node, Value]:
    """Return the decisions whose results are among the data."""
    return {
        node: admit(data[node.name], node.expected)
        for node in program.nodes.values()
        if isinstance(node, DecisionNode) and node is not wanted and node.name in data
    }


def _called(run: Run, node: ServiceNode | KnowledgeNode, function: Value, data: Mapping[str, object]) -> Value:
    parameters: dict[str, Type | None] = {}
    if isinstance(node, ServiceNode):
        parameters = {one.name: one.expected for one in node.inputs}
    elif node.function is not None:
        parameters = {parameter.name: parameter.expected for parameter in node.function.parameters}
    values = [admit(data[name], expected) if name in data else None for name, expected in parameters.items()]
    return call_named(run, list(parameters), function, *values)
