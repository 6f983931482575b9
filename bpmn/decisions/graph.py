"""Requirement graphs: decisions, input data, knowledge models, services, and what each needs (DMN 1.5 §6)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from bpmn.decisions.boxed import Boxed, BoxedFunction, Scope
from bpmn.decisions.item_types import admit
from bpmn.expressions.errors import BudgetExceededError, ExpressionError
from bpmn.expressions.feel.types import Type, convert
from bpmn.expressions.run import Run
from bpmn.expressions.values import Function, Value

__all__ = ["DecisionNode", "InputNode", "KnowledgeNode", "Node", "Requirement", "ServiceNode", "Session"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """That one node uses another.

    Attributes:
        imported_as: The name of the import it comes through, or "" for the model's own.
        node: What is used.
    """

    imported_as: str
    node: "Node"


@dataclass(slots=True, kw_only=True, eq=False)
class InputNode:
    """Input data."""

    id: str
    name: str
    also: tuple[str, ...]
    expected: Type | None


@dataclass(slots=True, kw_only=True, eq=False)
class DecisionNode:
    """A decision; without logic where the model has none.

    Attributes:
        also: Further names by which others may call its result.
        outputs: Names by which others may call the outputs of its table.
    """

    id: str
    name: str
    also: tuple[str, ...]
    outputs: tuple[str, ...]
    logic: Boxed | None
    expected: Type | None
    requirements: list[Requirement] = field(default_factory=list)


@dataclass(slots=True, kw_only=True, eq=False)
class KnowledgeNode:
    """A business knowledge model: a function."""

    id: str
    name: str
    also: tuple[str, ...]
    function: BoxedFunction | None
    expected: Type | None
    requirements: list[Requirement] = field(default_factory=list)


@dataclass(slots=True, kw_only=True, eq=False)
class ServiceNode:
    """A decision service: a part of the graph that is called as a function."""

    id: str
    name: str
    also: tuple[str, ...]
    expected: Type | None
    inputs: list["InputNode | DecisionNode"] = field(default_factory=list)
    outputs: list["DecisionNode"] = field(default_factory=list)


Node: TypeAlias = InputNode | DecisionNode | KnowledgeNode | ServiceNode


class Session:
    """One evaluation of a graph: each node at most once.

    Args:
        run: Bounds and reasons.
        data: JSON values of the input data, by name.
        others: The values that are no input data of the model, as FEEL has them: all expressions see them, which is
            how tables of Camunda and Operaton, that state no requirements, find theirs.
        given: Values of nodes that are not to be computed: the inputs of a service.
    """

    def __init__(
        self, run: Run, data: Mapping[str, object], others: Scope, given: Mapping[Node, Value] | None = None
    ) -> None:
        self._run = run
        self._data = data
        self._others = others
        self._values: dict[Node, Value] = dict(given or {})
        self._active: set[Node] = set()

    def value(self, node: Node) -> Value:
        """Return the value of a node; null, with the reason, where it has none."""
        values = self._values
        if node not in values:
            if node in self._active:
                return self._run.note("{name} depends on itself.", name=node.name)
            self._active.add(node)
            # What is required is made first and without recursion: requirements may be thousands of levels deep.
            waiting = [node]
            while waiting:
                last = waiting[-1]
                required = last.requirements if type(last) is DecisionNode else ()
                needed = next(
                    (one.node for one in required if one.node not in values and one.node not in self._active), None
                )
                if needed is None:
                    values[last] = _VALUES[type(last)](self, waiting.pop())
                    self._active.discard(last)
                else:
                    self._active.add(needed)
                    waiting.append(needed)
        return values[node]

    def scope_of(self, node: DecisionNode | KnowledgeNode) -> Scope:
        """Return the names that a node's logic sees."""
        scope = dict(self._others)
        for requirement in node.requirements:
            self._name_otherwise(scope, requirement.node)
        for requirement in node.requirements:
            value = self.value(requirement.node)
            if not requirement.imported_as:
                scope[requirement.node.name] = value
                continue
            imported = scope.get(requirement.imported_as)
            entries = imported if isinstance(imported, dict) else {}
            scope[requirement.imported_as] = {**entries, requirement.node.name: value}
        return scope

    def _name_otherwise(self, scope: Scope, node: Node) -> None:
        """Add a node's value by its further names."""
        if not node.also:
            return
        value = self.value(node)
        scope.update(dict.fromkeys(node.also, value))
        outputs = node.outputs if isinstance(node, DecisionNode) else ()
        if len(outputs) == 1:
            scope[outputs[0]] = value
        elif isinstance(value, dict):
            scope.update({name: value[name] for name in outputs if name in value})

    def input(self, node: InputNode) -> Value:
        """Return what the data say about input data."""
        name = next((name for name in (node.name, *node.also) if name in self._data), None)
        if name is None:
            return self._run.note("There is no value for the input {name}.", name=node.name)
        return self._fitting(node, admit(self._data[name], node.expected))

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
        return self._fitting(node, result)

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

        def invoke(run: Run, *arguments: Value) -> Value:
            given: dict[Node, Value] = dict(zip(node.inputs, arguments, strict=True))
            inner = Session(run, self._data, self._others, given)
            results = {output.name: inner.value(output) for output in node.outputs}
            return results if len(results) != 1 else next(iter(results.values()))

        return Function(
            parameters=(tuple(one.name for one in node.inputs),),
            call=invoke,
            types=tuple(one.expected for one in node.inputs),
            text=f"decision service {node.name}",
        )

    def _fitting(self, node: InputNode | DecisionNode, value: Value) -> Value:
        fits, converted = convert(self._run, value, node.expected)
        return converted if fits else self._run.note("The value of {name} is not of its type.", name=node.name)


_VALUES: Mapping[type, Callable[..., Value]] = {
    InputNode: Session.input,
    DecisionNode: Session.decision,
    KnowledgeNode: Session.knowledge,
    ServiceNode: Session.service,
}
