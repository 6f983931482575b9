"""Data associations: how values come into an activity or event, and how they go out. BPMN 2.0.2 §10.4.2.

An association that only joins a data object with an activity changes nothing, since all see the one variable; one that
gives the value another name, transforms it or assigns it does.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bpmn.model import Activity, DataAssociation, Event, Expression
from engine.tokens.values import Value

if TYPE_CHECKING:
    from engine.tokens.evaluation import Evaluator

__all__ = ["DataFlow", "Passage", "data_flow_of"]

_MARKS = ("${", "#{", "=")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One association.

    Attributes:
        sources: The variables it takes, by name.
        target: The variable it sets, "" for none.
        transformation: What the value becomes on the way, or None.
        assignments: Expressions, and the variables that get their values.
    """

    sources: tuple[str, ...]
    target: str
    transformation: Expression | None
    assignments: tuple[tuple[Expression, str], ...]

    def values(self, evaluator: "Evaluator", seen: Sequence[dict[str, Value]], element: str) -> dict[str, Value]:
        """Return what it sets, by variable.

        Args:
            evaluator: The case's.
            seen: The variables it sees, innermost first.
            element: Id of the activity or event, for errors.

        Raises:
            ExpressionFailedError: If its transformation or an assignment cannot be evaluated.
        """
        found = {name: evaluator.kept(source, seen, element=element) for source, name in self.assignments}
        if self.transformation is not None and self.target:
            found[self.target] = evaluator.kept(self.transformation, seen, element=element)
        elif not self.assignments and self.target:
            holder = next((one for one in seen for name in self.sources[:1] if name in one), None)
            if holder is not None and self.sources[0] != self.target:
                found[self.target] = holder[self.sources[0]]
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class DataFlow:
    """The associations of one activity or event.

    Attributes:
        inputs: Those that bring values in.
        outputs: Those that take values out.
        own: The names of its outputs that go elsewhere under another name: what is set under them stays inside.
    """

    inputs: tuple[Passage, ...] = ()
    outputs: tuple[Passage, ...] = ()
    own: frozenset[str] = field(default=frozenset())

    def brought(self, evaluator: "Evaluator", seen: Sequence[dict[str, Value]], element: str) -> dict[str, Value]:
        """Return the values that come in, by the names they have inside."""
        return _all_values(self.inputs, evaluator, seen, element)

    def taken(self, evaluator: "Evaluator", seen: Sequence[dict[str, Value]], element: str) -> dict[str, Value]:
        """Return the values that go out, by the names of the variables outside."""
        return _all_values(self.outputs, evaluator, seen, element)


def _all_values(
    passages: Iterable[Passage], evaluator: "Evaluator", seen: Sequence[dict[str, Value]], element: str
) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for passage in passages:
        found |= passage.values(evaluator, seen, element)
    return found


def data_flow_of(node: Activity | Event, names: Mapping[str, str]) -> DataFlow | None:
    """Return the associations of a node, or None where none of them changes anything.

    Args:
        node: The activity or event.
        names: The variable of each data element (`bpmn.model.variable_names`).
    """
    inputs = tuple(filter(_matters, (_passage(one, names) for one in node.data_input_associations)))
    outputs = tuple(filter(_matters, (_passage(one, names) for one in node.data_output_associations)))
    if not inputs and not outputs:
        return None
    inside = {names[one.id] for one in node.data_outputs if one.id in names}
    outside = {passage.target for passage in outputs}
    return DataFlow(inputs=inputs, outputs=outputs, own=frozenset(inside - outside))


def _passage(association: DataAssociation, names: Mapping[str, str]) -> Passage:
    target = names.get(association.target, association.target)
    return Passage(
        sources=tuple(names.get(source, source) for source in association.sources),
        target=target,
        transformation=association.transformation,
        assignments=tuple((source, _named(to, target, names)) for source, to in association.assignments),
    )


def _named(expression: Expression, target: str, names: Mapping[str, str]) -> str:
    """Return the variable that the to-expression of an assignment names; one that names none means the target."""
    text = expression.text.strip()
    for mark in _MARKS:
        text = text.removeprefix(mark)
    text = text.removesuffix("}").strip()
    return names.get(text, text) or target


def _matters(passage: Passage) -> bool:
    moves = bool(passage.target) and passage.sources[:1] not in {(), (passage.target,)}
    return moves or passage.transformation is not None or bool(passage.assignments)
