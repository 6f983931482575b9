"""Making the decisions of a requirements graph, each after what it requires (DMN 1.5 §6, §10.4)."""

from collections.abc import Callable, Mapping

from bpmn.decisions.boxed import Scope, result_of
from bpmn.decisions.item_types import with_dates
from bpmn.decisions.nodes import DecisionNode, InputNode, KnowledgeNode, Node, Requirement, ServiceNode, plan_of
from bpmn.decisions.trace import MadeNode, TracedRun
from bpmn.expressions.errors import BudgetExceededError, ExpressionError
from bpmn.expressions.feel.types import convert
from bpmn.expressions.interchange import from_json
from bpmn.expressions.run import Run
from bpmn.expressions.values import Function, Value

__all__ = ["Session"]

_NOWHERE = object()


class Session:
    """One evaluation of a graph: each node at most once.

    Args:
        run: Bounds and reasons.
        data: JSON values of the input data, by name.
        others: The values that are no input data of the model, as FEEL has them: all expressions see them, which is
            how tables of Camunda and Operaton, that state no requirements, find theirs.
        given: Values of nodes that are not to be computed.
    """

    def __init__(
        self, run: Run, data: Mapping[str, object], others: Scope, given: Mapping[Node, Value] | None = None
    ) -> None:
        self._run = run
        self._data = data
        self._others = others
        self._values: dict[Node, Value] = dict(given) if given else {}
        self._is_planned = not given
        self._made = run.made if isinstance(run, TracedRun) else None

    def value(self, node: Node) -> Value:
        """Return the value of a node; null, with the reason, where it has none."""
        if self._is_planned:
            if not node.plan:
                node.plan = plan_of([node])
            self.make(node.plan)
        else:
            self.make(plan_of([node], self._values))
        return self._values[node]

    def make(self, plan: tuple[Node, ...]) -> None:
        """Find the values of nodes, in this order."""
        values = self._values
        for node in plan:
            if node not in values:
                values[node] = _VALUES[type(node)](self, node)
                if self._made is not None and isinstance(node, InputNode | DecisionNode):
                    self._made.append(_made(node, values[node]))

    def scope_of(self, node: DecisionNode | KnowledgeNode) -> Scope:
        """Return the names that a node's logic sees."""
        scope = self._others.copy()
        values = self._values
        for requirement in node.requirements:
            required = requirement.node
            if required.also and required in values:
                _name_otherwise(scope, required, values[required])
        for requirement in node.requirements:
            required = requirement.node
            value = values[required] if required in values else self._circular(required)
            if requirement.imported_as:
                _put_imported(scope, requirement, value)
            else:
                scope[required.name] = value
        return scope

    def _circular(self, node: Node) -> Value:
        return self._run.note("{name} depends on itself.", name=node.name)

    def input(self, node: InputNode) -> Value:
        """Return what the data say about input data."""
        value = self._data.get(node.name, _NOWHERE)
        if value is _NOWHERE:
            value = self._otherwise(node)
        if value is _NOWHERE:
            return self._run.note("There is no value for the input {name}.", name=node.name)
        value = from_json(value)
        if type(value) is node.value_class:
            return value
        fits, converted = convert(self._run, with_dates(value, node.expected), node.expected)
        return converted if fits else self._misfit(node)

    def _otherwise(self, node: InputNode) -> object:
        """Return input data that are given by another name: the variable's, or that of an import."""
        for name in node.also:
            if name in self._data:
                return self._data[name]
        for prefix in node.prefixes:
            entries = self._data.get(prefix)
            if isinstance(entries, Mapping) and node.name in entries:
                return entries[node.name]
            if (name := f"{prefix}.{node.name}") in self._data:
                return self._data[name]
        return _NOWHERE

    def decision(self, node: DecisionNode) -> Value:
        """Return the result of a decision."""
        if node.logic is None:
            return self._run.note("The decision {name} has no logic.", name=node.name)
        try:
            result = node.logic.evaluate(self._run, self.scope_of(node))
        except BudgetExceededError:
            raise
        except ExpressionError as error:
            result = self._run.note("{problem}", problem=error.text)
        if node.expected is None:
            return result
        fits, converted = convert(self._run, result, node.expected)
        return converted if fits else self._misfit(node)

    def knowledge(self, node: KnowledgeNode) -> Value:
        """Return the function of a knowledge model."""
        if node.function is None:
            return self._run.note("The knowledge model {name} has no logic.", name=node.name)

        def scope_of_call() -> Scope:
            return {**self.scope_of(node), node.name: function}

        function = node.function.function(scope_of_call)
        return function

    def service(self, node: ServiceNode) -> Value:
        """Return a decision service as a function of its inputs."""
        if not node.inner_plan:
            node.inner_plan = plan_of(node.outputs, node.inputs)

        def invoke(run: Run, *arguments: Value) -> Value:
            inner = Session(run, self._data, self._others, dict(zip(node.inputs, arguments, strict=True)))
            inner.make(node.inner_plan)
            results = {output.name: inner.value(output) for output in node.outputs}
            return result_of(run, results if len(results) != 1 else next(iter(results.values())), node.expected)

        return Function(
            parameters=(tuple(one.name for one in node.inputs),),
            call=invoke,
            types=tuple(one.expected for one in node.inputs),
            text=f"decision service {node.name}",
        )

    def _misfit(self, node: InputNode | DecisionNode) -> Value:
        return self._run.note("The value of {name} is not of its type.", name=node.name)


def _made(node: InputNode | DecisionNode, value: Value) -> MadeNode:
    kind = "input" if isinstance(node, InputNode) else "decision"
    return MadeNode(kind=kind, id=node.id, name=node.name, value=value)


def _name_otherwise(scope: Scope, node: Node, value: Value) -> None:
    """Add a node's value by its further names."""
    scope.update(dict.fromkeys(node.also, value))
    outputs = node.outputs if isinstance(node, DecisionNode) else ()
    if len(outputs) == 1:
        scope[outputs[0]] = value
    elif isinstance(value, dict):
        scope.update({name: value[name] for name in outputs if name in value})


def _put_imported(scope: Scope, requirement: Requirement, value: Value) -> None:
    """Add a value as an entry of the context that an imported model is seen as."""
    entries = scope.get(requirement.imported_as)
    known = entries if isinstance(entries, dict) else {}
    scope[requirement.imported_as] = {**known, requirement.node.name: value}


_VALUES: Mapping[type, Callable[..., Value]] = {
    InputNode: Session.input,
    DecisionNode: Session.decision,
    KnowledgeNode: Session.knowledge,
    ServiceNode: Session.service,
}
