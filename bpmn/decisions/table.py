"""Decision tables: which rules fire, and what the hit policy makes of them (DMN 1.5 §8)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from bpmn.decisions.boxed import Boxed, Scope
from bpmn.decisions.cells import Cell
from bpmn.decisions.hit_policies import Aggregation, Conclusion, HitPolicy
from bpmn.decisions.matching import Matcher
from bpmn.decisions.trace import TableTrace, TracedRun, trace_rules
from bpmn.expressions.emit import Code
from bpmn.expressions.feel.logic import equal
from bpmn.expressions.feel.types import Type, convert
from bpmn.expressions.interchange import JsonValue, to_json
from bpmn.expressions.run import Run
from bpmn.expressions.values import Value

__all__ = ["DecisionTable", "FiredRule", "InputClause", "OutputClause", "Rule"]


class FiredRule(NamedTuple):
    """A rule that matched, for whoever asks why.

    Attributes:
        decision: Id of the decision or knowledge model that holds the table.
        rule: Number of the rule in its table, from 1.
        rule_id: Id of the rule, or "".
        given: Value of FEEL by the text of the input expression.
        made: Value of FEEL by output name; "" where the only output has no name.
    """

    decision: str
    rule: int
    rule_id: str
    given: Mapping[str, Value]
    made: Mapping[str, Value]

    @property
    def inputs(self) -> dict[str, JsonValue]:
        """The inputs as JSON."""
        return {label: to_json(value) for label, value in self.given.items()}

    @property
    def outputs(self) -> dict[str, JsonValue]:
        """The outputs as JSON."""
        return {name: to_json(value) for name, value in self.made.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class InputClause:
    """A column of inputs.

    Attributes:
        label: The text of its expression.
        value: Its expression.
        expected: Its type, or None.
        value_class: The Python class of nearly all its values (`class_of`).
        allowed: Tests that its value must pass, or None.
        variable: A further name by which its cells may call the value (Camunda's `inputVariable`), or None.
        domain: The values that there can be, where that is known.
        is_whole: Whether its numbers have no fractions.
    """

    label: str
    value: Boxed
    expected: Type | None
    value_class: type | None
    allowed: Code | None
    variable: str | None = None
    domain: Cell | None = None
    is_whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputClause:
    """A column of outputs.

    Attributes:
        name: Its name, or "".
        expected: Its type, or None.
        order: Its values from the most to the least important.
        default: What it gives where no rule matches, or None.
    """

    name: str
    expected: Type | None
    order: tuple[Value, ...]
    default: Boxed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A row.

    Attributes:
        number: From 1.
        rule_id: Its id, or "".
        cells: What each input cell lets pass; None: everything, or not known.
        is_known: Whether `cells` says all of it.
        tests: The input cells that are not "-": column, compiled test and text.
        texts: The texts of the output cells.
        outputs: The output columns, each with the expression of the cell in it.
        line: 1-based line in the file, or None.
    """

    number: int
    rule_id: str
    cells: tuple[Cell | None, ...]
    is_known: bool
    tests: tuple[tuple[int, Callable[..., Value], str], ...]
    texts: tuple[str, ...]
    outputs: tuple[tuple[OutputClause, Boxed], ...]
    line: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionTable:
    """A compiled decision table.

    Attributes:
        owner: Id of the decision or knowledge model that holds it.
        hit_policy: What happens where several rules match.
        conclude: What does it (`conclusion_of`).
        only_first: Whether only the first rule that matches is asked for.
        aggregation: What a COLLECT table makes of its results, or None.
        inputs: Its input columns.
        labels: What these are called.
        outputs: Its output columns.
        rules: Its rules.
        matcher: Finds the rules that match.
        names_inputs: Whether an input column has a further name.
        names: The names that its expressions take from around it.
        line: 1-based line in the file, or None.
    """

    owner: str
    hit_policy: HitPolicy
    conclude: Conclusion
    only_first: bool
    aggregation: Aggregation | None
    inputs: tuple[InputClause, ...]
    labels: tuple[str, ...]
    outputs: tuple[OutputClause, ...]
    rules: tuple[Rule, ...]
    matcher: Matcher
    names_inputs: bool
    names: frozenset[str]
    line: int | None

    def evaluate(self, run: Run, scope: Scope) -> Value:
        """Return the result of the table in a scope, and leave word of the rules that fired."""
        values = self._input_values(run, scope)
        if values is None:
            return None
        cells = self._scope_of_cells(scope, values) if self.names_inputs else scope
        matching = self.matcher.matches(run, cells, values, only_first=self.only_first)
        given = dict(zip(self.labels, values, strict=True))
        if isinstance(run, TracedRun):
            run.tables.append(self._trace(cells, values, given, {rule + 1 for rule in matching}))
        if not matching:
            return self._default(run, scope)
        return self.conclude(self, run, [self._result(run, cells, given, self.rules[rule]) for rule in matching])

    def _trace(self, scope: Scope, values: list[Value], given: Mapping[str, Value], hits: set[int]) -> TableTrace:
        rules = ((rule.number, rule.rule_id, rule.tests) for rule in self.rules)
        return TableTrace(
            decision=self.owner,
            hit_policy=self.hit_policy,
            aggregation=self.aggregation or "",
            given=given,
            rules=trace_rules(rules, self.labels, values, scope, hits),
            rules_in_all=len(self.rules),
        )

    def _input_values(self, run: Run, scope: Scope) -> list[Value] | None:
        values: list[Value] = []
        for clause in self.inputs:
            value = clause.value.evaluate(run, scope)
            if type(value) is not clause.value_class and clause.expected is not None:
                fits, value = convert(run, value, clause.expected)
                if not fits:
                    run.note("The value of {name} is not of its type.", name=clause.label)
            if value is not None and clause.allowed and clause.allowed.call(run, scope, value) is not True:
                run.note("The value of {name} is not one of the allowed values.", name=clause.label)
                return None
            values.append(value)
        return values

    def _scope_of_cells(self, scope: Scope, values: list[Value]) -> Scope:
        named = {clause.variable: value for clause, value in zip(self.inputs, values, strict=True) if clause.variable}
        return {**scope, **named}

    def _result(self, run: Run, scope: Scope, given: Mapping[str, Value], rule: Rule) -> Value:
        outputs: dict[str, Value] = {}
        value: Value = None
        for clause, output in rule.outputs:
            value = output.evaluate(run, scope)
            if clause.expected is not None:
                value = self._fitting(run, clause, value)
            outputs[clause.name] = value
        run.fired.append(FiredRule(self.owner, rule.number, rule.rule_id, given, outputs))
        return value if len(self.outputs) == 1 else outputs

    def _fitting(self, run: Run, clause: OutputClause, value: Value) -> Value:
        if clause.expected is None:
            return value
        fits, fitting = convert(run, value, clause.expected)
        return fitting if fits else run.note("The value of {name} is not of its type.", name=clause.name or self.owner)

    def _default(self, run: Run, scope: Scope) -> Value:
        if any(clause.default for clause in self.outputs):
            values = {
                clause.name: self._fitting(run, clause, clause.default.evaluate(run, scope)) if clause.default else None
                for clause in self.outputs
            }
            return values if len(values) != 1 else next(iter(values.values()))
        if self.aggregation is Aggregation.COUNT:
            return Decimal(0)
        return run.note("No rule of the table matches.")

    def by_priority(self, results: list[Value]) -> list[Value]:
        """Return results by the order in which the values of the outputs are listed, the most important first."""

        def rank(result: Value) -> list[int]:
            return self.rank(list(result.values()) if isinstance(result, dict) and len(self.outputs) > 1 else [result])

        return sorted(results, key=rank)

    def rank(self, values: Sequence[Value]) -> list[int]:
        """Return how important the values of the outputs are: the less, the more."""
        return [_place(clause.order, value) for clause, value in zip(self.outputs, values, strict=True)]


def _place(order: tuple[Value, ...], value: Value) -> int:
    return next((index for index, other in enumerate(order) if equal(other, value) is True), len(order))
