"""Business rule tasks whose decision is known. BPMN 2.0.2 §10.3.3, DMN 1.5 §6."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from bpmn.decisions import DecisionModel, evaluate_decision
from bpmn.language import Text
from bpmn.model import DecisionCall, Task
from engine.errors import ExpressionFailedError
from engine.tokens.evaluation import visible
from engine.tokens.specs.activity import ActivitySpec
from engine.tokens.values import Value

if TYPE_CHECKING:
    from engine.tokens.scope_spec import ScopeSpec
    from engine.tokens.task import TokenTask

__all__ = ["DecisionTaskSpec"]


class DecisionTaskSpec(ActivitySpec):
    """Evaluates its decision and keeps the result."""

    node: Task

    def __init__(
        self,
        scope: "ScopeSpec",
        node: Task,
        call: DecisionCall,
        model: DecisionModel,
        *,
        imports: Sequence[DecisionModel] = (),
        name: str | None = None,
        lane: str = "",
    ) -> None:
        super().__init__(scope, node, name=name, lane=lane)
        self.call = call
        self.model = model
        self.imports = tuple(imports)

    def work(self, task: "TokenTask") -> bool:
        """Decide.

        Raises:
            ExpressionFailedError: If the decision has errors, or the case has no variable for one of its inputs: a
                table would let that pass at its dashes, and decide on what nobody has said. Null has been said.
        """
        found = evaluate_decision(
            self.model,
            self.call.decision,
            visible(self.chain(task)),
            now=task.workflow.case.now,
            imports=self.imports,
        )
        reason = found.errors[0] if found.errors else _missing(found.missing)
        if reason is not None:
            text = Text(
                "The decision {decision} of {element} failed: {reason}",
                decision=self.call.decision, element=self.node.id, reason=reason,
            )  # fmt: skip
            raise ExpressionFailedError(text, element=self.node.id)
        self.give(task, _named(self.call, found.result))
        return True


def _missing(names: tuple[str, ...]) -> Text | None:
    return Text("There is no value for the input {name}.", name=names[0]) if names else None


def _named(call: DecisionCall, result: Value) -> dict[str, Value]:
    """Return the result under its variable; without one, a result that has names becomes variables by them."""
    value = _MAPPINGS.get(call.result_mapping, _as_it_is)(result)
    if call.result_variable:
        return {call.result_variable: value}
    if isinstance(value, Mapping):
        return {str(name): item for name, item in value.items()}
    return {call.decision: value}


def _as_it_is(result: Value) -> Value:
    return result


def _single_entry(result: Value) -> Value:
    """Return the one value of the one rule (Camunda 7's "singleEntry")."""
    single = _single_result(result)
    return next(iter(single.values()), None) if isinstance(single, Mapping) else single


def _single_result(result: Value) -> Value:
    return (result[0] if result else None) if isinstance(result, list) else result


def _collect_entries(result: Value) -> Value:
    return [_single_entry(one) for one in (result if isinstance(result, list) else [result])]


def _result_list(result: Value) -> Value:
    return result if isinstance(result, list) else [result]


_MAPPINGS = {
    "singleEntry": _single_entry,
    "singleResult": _single_result,
    "collectEntries": _collect_entries,
    "resultList": _result_list,
}
