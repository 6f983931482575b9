"""Checking decision tables: cases that no rule decides, rules that contradict, and rules that can never fire.

DMN 1.5 §8.2.10 (hit policies) says what several matching rules mean; that a table should be complete is §8.2.11.
A missing value (null) is not one of the cases looked at. A cell that is more than literals, comparisons and ranges
counts as matching everything where gaps are searched and as matching nothing where rules are held against each other,
so that what is found is certain.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from bpmn.decisions.boxed import Boxed
from bpmn.decisions.coverage import Coverage, Pieces, bits, make_coverage
from bpmn.decisions.hit_policies import HitPolicy
from bpmn.decisions.line import Line
from bpmn.decisions.reader import DecisionModel
from bpmn.decisions.table import DecisionTable, InputClause, Rule
from bpmn.decisions.written import written
from bpmn.expressions.errors import ExpressionError
from bpmn.expressions.feel.logic import equal
from bpmn.expressions.interchange import JsonValue, to_json
from bpmn.expressions.run import Run
from bpmn.expressions.values import Range, Value
from bpmn.expressions.values.text import text_within
from bpmn.language import Text

__all__ = ["TableFault", "check_decisions", "check_table"]

_MOST = 10
_IN_ORDER = (HitPolicy.FIRST, HitPolicy.PRIORITY)
Kind = Literal["gap", "overlap", "masked-rule", "empty-rule", "output-value", "unsearched"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFault:
    """Something that is wrong with a decision table.

    Attributes:
        kind: "gap" (no rule matches), "overlap" (rules contradict), "masked-rule" (always decided by others),
            "empty-rule" (matches nothing), "output-value" (gives what the output does not list) or "unsearched" (the
            table is too large to be searched to the end).
        severity: "error", "warning" or "hint".
        decision: Id of the decision or knowledge model.
        rules: Numbers of the rules concerned, from 1.
        example: Inputs that show it, by the text of the input expression; those that do not matter are left out.
        line: 1-based line in the file, or None.
        text: What is wrong.
        advice: How to mend it.
    """

    kind: Kind
    severity: Literal["error", "warning", "hint"]
    decision: str
    rules: tuple[int, ...] = ()
    example: Mapping[str, JsonValue]
    line: int | None
    text: Text
    advice: Text


def check_decisions(model: DecisionModel) -> tuple[TableFault, ...]:
    """Return what is wrong with the decision tables of a model, in the order of the file."""
    faults = [fault for table in model.program(()).tables for fault in check_table(table)]
    return tuple(sorted(faults, key=lambda fault: fault.line or 0))


def check_table(table: DecisionTable) -> tuple[TableFault, ...]:
    """Return what is wrong with a decision table; of each kind at most ten, those first that say most."""
    space = make_coverage(
        [rule.cells for rule in table.rules],
        [clause.domain for clause in table.inputs],
        whole=[clause.is_whole for clause in table.inputs],
        count=len(table.rules),
    )
    search = _Search(table, space)
    faults = (
        search.empty_rules(),
        search.output_values(),
        search.overlaps(),
        search.masked_rules(),
        search.gaps(),
    )
    return (*(fault for found in faults for fault in islice(found, _MOST)), *search.unsearched())


class _Search:
    """One table being looked at."""

    def __init__(self, table: DecisionTable, space: Coverage) -> None:
        self._table = table
        self._space = space
        self._known = sum(1 << index for index, rule in enumerate(table.rules) if rule.is_known)
        self._empty = [index for index, _ in enumerate(table.rules) if not space.matches_something(index)]

    def empty_rules(self) -> Iterator[TableFault]:
        """Yield the rules that match nothing."""
        for index in self._empty:
            rule = self._table.rules[index]
            yield self._fault(
                "empty-rule",
                "warning",
                [rule],
                Text("Rule {rule} can never match: there is no value that its cells let pass.", rule=rule.number),
                Text("Compare its cells with the allowed values of the inputs, and the ends of its ranges."),
            )

    def output_values(self) -> Iterator[TableFault]:
        """Yield the rules that give a value which their output does not list."""
        for rule in self._table.rules:
            for clause, output in rule.outputs:
                value = _constant(output)
                if value is not None and not _is_listed(value, clause.order):
                    yield self._fault(
                        "output-value",
                        "warning",
                        [rule],
                        Text(
                            "Rule {rule} gives {value}, which is not one of the output’s values.",
                            rule=rule.number,
                            value=text_within(value),
                        ),
                        Text("Mend the cell, or add the value to those that the output lists."),
                    )

    def overlaps(self) -> Iterator[TableFault]:
        """Yield the pairs of rules that match together where only one may, or where both must say the same."""
        if self._table.hit_policy not in {HitPolicy.UNIQUE, HitPolicy.ANY}:
            return
        self._space.begin()
        for index, rule in enumerate(self._table.rules):
            if not self._space.has_work_left:
                return
            later = self._space.shared(index) & self._known & ~((2 << index) - 1) if rule.is_known else 0
            for other in bits(later):
                if self._table.hit_policy is HitPolicy.UNIQUE or rule.texts != self._table.rules[other].texts:
                    yield self._overlap(index, other)

    def _overlap(self, index: int, other: int) -> TableFault:
        pair = [self._table.rules[index], self._table.rules[other]]
        box = self._space.common(index, other)
        numbers = {"one": pair[0].number, "other": pair[1].number, "case": self._case(box)}
        if self._table.hit_policy is HitPolicy.UNIQUE:
            text = Text("Rules {one} and {other} both match where only one may: {case}.", **numbers)
        else:
            text = Text("Rules {one} and {other} both match and say different things: {case}.", **numbers)
        advice = Text("Change a range so that they exclude each other, or choose a hit policy that allows several.")
        return self._fault("overlap", "error", pair, text, advice, box)

    def masked_rules(self) -> Iterator[TableFault]:
        """Yield the rules whose every case goes to rules before them."""
        if self._table.hit_policy not in _IN_ORDER:
            return
        self._space.begin()
        order = self._order()
        before = 0
        for place, index in enumerate(order):
            if index not in self._empty and before and next(self._space.gaps(before, index), None) is None:
                if not self._space.has_work_left:
                    return
                yield self._masked(index, order[:place])
            before |= 1 << index & self._known

    def _masked(self, index: int, before: Sequence[int]) -> TableFault:
        rule = self._table.rules[index]
        shared = self._space.shared(index) & self._known
        others = [self._table.rules[other] for other in sorted(before) if shared >> other & 1]
        numbers = ", ".join(str(other.number) for other in others[:6]) + ("…" if len(others) > 6 else "")
        text = Text(
            "Rule {rule} never decides: rules {others} come first in every case.", rule=rule.number, others=numbers
        )
        advice = Text("Move the rule up, narrow the rules before it, or remove it.")
        return self._fault("masked-rule", "warning", [rule, *others], text, advice)

    def _order(self) -> list[int]:
        """Return the rules in the order in which they are asked."""
        rules = range(len(self._table.rules))
        if self._table.hit_policy is HitPolicy.FIRST:
            return list(rules)
        ranks = [self._table.rank([_constant(output) for _, output in rule.outputs]) for rule in self._table.rules]
        return sorted(rules, key=lambda rule: (ranks[rule], rule))

    def gaps(self) -> Iterator[TableFault]:
        """Yield cases that no rule matches, those first that need no unlisted text."""
        if not self._table.inputs or all(clause.default for clause in self._table.outputs):
            return
        self._space.begin()
        everything = (1 << len(self._table.rules)) - 1
        boxes = list(islice(self._space.gaps(everything), 4 * _MOST))
        for box in sorted(boxes, key=self._is_open):
            is_open = self._is_open(box) or self._table.hit_policy not in {*_IN_ORDER, HitPolicy.UNIQUE, HitPolicy.ANY}
            text = Text("No rule matches this case: {case}.", case=self._case(box))
            advice = Text("Add a rule for it, a last rule of dashes, or a default output.")
            yield self._fault("gap", "hint" if is_open else "warning", [], text, advice, box)

    def _is_open(self, box: Sequence[Pieces]) -> bool:
        """Return whether the case needs a text that the table lists nowhere; what texts there are is not known."""
        return any(
            column.line is not None and column.line.kind is str and pieces and all(piece % 2 == 0 for piece in pieces)
            for column, pieces in zip(self._space.columns, box, strict=True)
        )

    def unsearched(self) -> Iterator[TableFault]:
        """Yield that the search was given up."""
        if not self._space.is_complete:
            text = Text("The table is too large to be searched to the end: more may be wrong with it.")
            yield self._fault("unsearched", "hint", [], text, Text("Split it into several decisions."))

    def _lines(self, box: Sequence[Pieces]) -> Iterator[tuple[InputClause, Line, Pieces]]:
        for clause, column, pieces in zip(self._table.inputs, self._space.columns, box, strict=True):
            if column.line is not None and pieces and pieces != column.pieces:
                yield clause, column.line, pieces

    def _case(self, box: Sequence[Pieces]) -> str:
        parts = [
            f"{clause.label}: {written(line, pieces, is_whole=clause.is_whole)}"
            for clause, line, pieces in self._lines(box)
        ]
        return "; ".join(parts) or "-"

    def _example(self, box: Sequence[Pieces]) -> dict[str, JsonValue]:
        return {clause.label: to_json(line.example(pieces[0])) for clause, line, pieces in self._lines(box)}

    def _fault(
        self,
        kind: Kind,
        severity: Literal["error", "warning", "hint"],
        rules: Sequence[Rule],
        text: Text,
        advice: Text,
        box: Sequence[Pieces] | None = None,
    ) -> TableFault:
        lines = [rule.line for rule in rules if rule.line is not None]
        return TableFault(
            kind=kind,
            severity=severity,
            decision=self._table.owner,
            rules=tuple(rule.number for rule in rules),
            example={} if box is None else self._example(box),
            line=(lines[-1] if kind == "overlap" else lines[0]) if lines else self._table.line,
            text=text,
            advice=advice,
        )


def _is_listed(value: Value, listed: Sequence[Value]) -> bool:
    """Return whether a value, or each item of a list, is among those listed; ranges among them are not looked into."""
    if not listed or any(isinstance(other, Range) for other in listed):
        return True
    items = value if isinstance(value, list) else [value]
    return all(any(equal(item, other) is True for other in listed) for item in items)


def _constant(output: Boxed) -> Value:
    """Return the value of an output cell that needs no data; null where it does."""
    try:
        return output.evaluate(Run(), {})
    except ExpressionError:
        return None
