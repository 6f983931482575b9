"""What an explanation is made of: written down during an evaluation that someone asked to have explained."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from bpmn.expressions.run import Run
from bpmn.expressions.values import Value

__all__ = ["MadeNode", "Refusal", "RuleTrace", "TableTrace", "TracedRun", "trace_rules"]

_MOST_RULES = 200
Test = tuple[int, Callable[..., Value], str]


class MadeNode(NamedTuple):
    """A decision that was made, or input data that were looked up.

    Attributes:
        kind: "decision" or "input".
        id: Its id.
        name: Its name.
        value: The value of FEEL that it came to.
    """

    kind: str
    id: str
    name: str
    value: Value


class Refusal(NamedTuple):
    """A cell that did not let a value pass.

    Attributes:
        label: The text of the column's input expression.
        test: The text of the cell.
        value: The value.
    """

    label: str
    test: str
    value: Value


class RuleTrace(NamedTuple):
    """How one rule fared.

    Attributes:
        rule: Its number, from 1.
        rule_id: Its id, or "".
        has_fired: Whether it fired.
        refusals: The cells that said no; none for a rule that matched.
    """

    rule: int
    rule_id: str
    has_fired: bool
    refusals: tuple[Refusal, ...]


class TableTrace(NamedTuple):
    """How one decision table was evaluated.

    Attributes:
        decision: Id of the decision or knowledge model that holds it.
        hit_policy: Its hit policy.
        aggregation: What it makes of collected results, or "".
        given: Values of FEEL by the text of the input expression.
        rules: Its rules, the first 200 and those that fired.
        rules_in_all: Number of its rules.
    """

    decision: str
    hit_policy: str
    aggregation: str
    given: Mapping[str, Value]
    rules: tuple[RuleTrace, ...]
    rules_in_all: int


class TracedRun(Run):
    """An evaluation that is to be explained.

    Attributes:
        made: What was made, in order.
        tables: The tables that were evaluated, in order.
    """

    __slots__ = ("made", "tables")

    def __init__(self, names: Iterable[str] = (), now: datetime | None = None) -> None:
        super().__init__(names, now)
        self.made: list[MadeNode] = []
        self.tables: list[TableTrace] = []


def trace_rules(
    rules: Iterable[tuple[int, str, tuple[Test, ...]]],
    labels: tuple[str, ...],
    values: list[Value],
    scope: dict[str, Value],
    fired: set[int],
) -> tuple[RuleTrace, ...]:
    """Return how the rules of a table fared: the first 200, and those that fired.

    Args:
        rules: Number, id and cells of each rule: column, compiled test and text.
        labels: What the columns are called.
        values: The value in each column.
        scope: The names that the cells see.
        fired: Numbers of the rules that fired.
    """
    traces: list[RuleTrace] = []
    for number, rule_id, tests in rules:
        if len(traces) >= _MOST_RULES and number not in fired:
            continue
        # Asked once more and on its own account, so that an explanation changes neither reasons nor bounds.
        refusals = () if number in fired else _refusals(tests, labels, values, scope)
        traces.append(RuleTrace(number, rule_id, number in fired, refusals))
    return tuple(traces)


def _refusals(
    tests: tuple[Test, ...], labels: tuple[str, ...], values: list[Value], scope: dict[str, Value]
) -> tuple[Refusal, ...]:
    run = Run()
    return tuple(
        Refusal(labels[column], text, values[column])
        for column, test, text in tests
        if test(run, scope, values[column]) is not True
    )
