"""Hit policies: what a decision table makes of the results of the rules that match (DMN 1.5 §8.2.10)."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from bpmn.expressions.feel.builtins import BUILTINS
from bpmn.expressions.feel.logic import equal
from bpmn.expressions.run import Run
from bpmn.expressions.values import Value

if TYPE_CHECKING:
    from bpmn.decisions.table import DecisionTable

__all__ = ["Aggregation", "Conclusion", "HitPolicy", "conclusion_of"]

Conclusion: TypeAlias = Callable[["DecisionTable", Run, list[Value]], Value]
"""Makes the result of a table out of the results of its rules, of which there is at least one."""


class HitPolicy(StrEnum):
    """What happens where several rules match (DMN 1.5 §8.2.10)."""

    UNIQUE = "UNIQUE"
    ANY = "ANY"
    PRIORITY = "PRIORITY"
    FIRST = "FIRST"
    COLLECT = "COLLECT"
    RULE_ORDER = "RULE ORDER"
    OUTPUT_ORDER = "OUTPUT ORDER"


class Aggregation(StrEnum):
    """What a COLLECT table makes of its results."""

    SUM = "SUM"
    MIN = "MIN"
    MAX = "MAX"
    COUNT = "COUNT"


def _unique(_table: "DecisionTable", run: Run, results: list[Value]) -> Value:
    if len(results) > 1:
        return run.note("More than one rule matches in a table where only one may.")
    return results[0]


def _any(_table: "DecisionTable", run: Run, results: list[Value]) -> Value:
    first = results[0]
    if all(result is first or equal(result, first) is True for result in results):
        return first
    return run.note("The rules that match give different results.")


def _first(_table: "DecisionTable", _run: Run, results: list[Value]) -> Value:
    return results[0]


def _priority(table: "DecisionTable", _run: Run, results: list[Value]) -> Value:
    return table.by_priority(results)[0]


def _output_order(table: "DecisionTable", _run: Run, results: list[Value]) -> Value:
    return table.by_priority(results)


def _rule_order(_table: "DecisionTable", _run: Run, results: list[Value]) -> Value:
    return results


def _collect(table: "DecisionTable", run: Run, results: list[Value]) -> Value:
    if table.aggregation is None:
        return results
    if len(table.outputs) > 1:
        return run.note("The aggregation {name} is defined for one output only.", name=table.aggregation)
    return BUILTINS[_AGGREGATES[table.aggregation]].call(run, results)


_AGGREGATES = {
    Aggregation.SUM: "sum",
    Aggregation.MIN: "min",
    Aggregation.MAX: "max",
    Aggregation.COUNT: "count",
}
_POLICIES: Mapping[HitPolicy, Conclusion] = {
    HitPolicy.UNIQUE: _unique,
    HitPolicy.ANY: _any,
    HitPolicy.PRIORITY: _priority,
    HitPolicy.FIRST: _first,
    HitPolicy.COLLECT: _collect,
    HitPolicy.RULE_ORDER: _rule_order,
    HitPolicy.OUTPUT_ORDER: _output_order,
}


def conclusion_of(hit_policy: HitPolicy) -> Conclusion:
    """Return what a hit policy makes of the results of the rules that matched: of at least one."""
    return _POLICIES[hit_policy]
