"""DMN decisions evaluated beforehand for everything that their input data can be."""

from collections.abc import Mapping
from dataclasses import field

from lxml import etree

from analysis.network.rules import DecisionUse
from analysis.scenario.attributes import Scalar
from analysis.simulation.domains import Domain
from analysis.simulation.lookups import Axis, Cuts, axis_of, cuts_of, parts_of, tabulate
from analysis.simulation.rule_code import scalar_of
from bpmn.decisions import DecisionModel, evaluate_decision
from bpmn.decisions.elements import child, children, text_of
from bpmn.decisions.program import identifier_of, reference, requirements
from bpmn.expressions import Language, compile_expression
from bpmn.expressions.compile import parse
from bpmn.expressions.feel.parser import parse_unary_tests
from bpmn.expressions.tree import Constant, Node, Variable
from bpmn.expressions.values import Value
from bpmn.frozen import dataclass
from bpmn.model import Expression

__all__ = ["tabulated_decision"]


def tabulated_decision(
    use: DecisionUse, domains: Mapping[str, Domain]
) -> tuple[tuple[Axis, ...], dict[str, list[Scalar]]]:
    """Return the attributes that a decision depends on, and what each of its variables is in every cell of them.

    A result with several outputs makes a variable of each, "result.output".

    Raises:
        UnsupportedError: If it uses a number otherwise than in comparisons, gives a list, or depends on too much.
    """
    numbers = frozenset(name for name, domain in domains.items() if domain.has_numbers)
    seen = _Seen(model=use.model, numbers=numbers)
    for element in _needed(use.model, use.decision.id):
        seen.look_at(element)
    axes = tuple(axis_of(name, domains[name], seen.cuts.get(name, ())) for name in sorted(seen.names & set(domains)))
    return axes, tabulate(axes, lambda cell: _result(use, cell))


def _needed(model: DecisionModel, decision: str) -> list[etree._Element]:
    """Return the elements of a decision and of what it requires, also through others."""
    by_id = {identifier_of(element): element for element in model.root.iter("{*}decision", "{*}businessKnowledgeModel")}
    waiting, found = [decision], {}
    while waiting:
        at = waiting.pop()
        if at in by_id and at not in found:
            found[at] = by_id[at]
            waiting += [reference(required)[1] for required in requirements(by_id[at])]
    return list(found.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """The names that decisions use, and the constants that they compare numbers with."""

    model: DecisionModel
    numbers: frozenset[str]
    names: set[str] = field(default_factory=set)
    cuts: Cuts = field(default_factory=dict)

    def look_at(self, element: etree._Element) -> None:
        for table in element.iter("{*}decisionTable"):
            columns = [self._column(clause) for clause in children(table, "input")]
            for rule in children(table, "rule"):
                for tested, cell in zip(columns, children(rule, "inputEntry"), strict=False):
                    self._test(text_of(cell), tested)
                for cell in children(rule, "outputEntry"):
                    self._add(text_of(cell))
        for literal in element.iter("{*}literalExpression"):
            self._add(text_of(literal))

    def _column(self, clause: etree._Element) -> str | None:
        tree = self._parsed(text_of(child(clause, "inputExpression")))
        tested = tree.name if isinstance(tree, Variable) and tree.name in self.numbers else None
        self.names.update(_names(tree))
        if tested is None:
            cuts_of(tree, self.numbers, None, self.cuts)
        self._test(text_of(child(clause, "inputValues")), tested)
        for allowed in self.model.root.iter("{*}allowedValues"):
            self._test(text_of(allowed), tested)
        return tested

    def _test(self, text: str, tested: str | None) -> None:
        if text.strip() not in {"", "-"}:
            tree = parse_unary_tests(text, self._known())
            self.names.update(_names(tree))
            cuts_of(tree, self.numbers, tested, self.cuts)

    def _add(self, text: str) -> None:
        tree = self._parsed(text)
        self.names.update(_names(tree))
        cuts_of(tree, self.numbers, None, self.cuts)

    def _parsed(self, text: str) -> Node:
        return parse(text, Language.FEEL, self._known()) if text.strip() else Constant(value=None)

    def _known(self) -> frozenset[str]:
        return frozenset(self.model.names.values()) | self.numbers


def _names(tree: Node) -> set[str]:
    own = {tree.name} if isinstance(tree, Variable) else set()
    return own.union(*(_names(part) for part in parts_of(tree)))


def _result(use: DecisionUse, cell: Mapping[str, Scalar]) -> dict[str, Scalar]:
    result = evaluate_decision(use.model, use.decision.id, cell)
    found: dict[str, Scalar] = {}
    if isinstance(result.value, dict):
        found |= {f"{use.variable}.{name}": scalar_of(value) for name, value in result.value.items()}
    else:
        found[use.variable] = scalar_of(result.value)
    data = {**cell, use.variable: result.result}
    return found | {name: scalar_of(_value(source, data)) for name, source in use.outputs.items()}


def _value(source: Expression, data: Mapping[str, object]) -> Value:
    if not source.language:
        return source.text
    return compile_expression(source.text, Language(source.language), names=data).evaluate(data).value
