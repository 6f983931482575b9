"""Explaining a decision to a person: what was made, on what, which rules fired, and which nearly did."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bpmn.decisions.evaluate import DecisionResult
from bpmn.decisions.table import FiredRule
from bpmn.decisions.trace import RuleTrace, TableTrace
from bpmn.expressions.values import Value
from bpmn.expressions.values.text import text_within
from bpmn.language import Text

__all__ = ["Line", "explain"]

_MOST_LINES = 10


class Line(NamedTuple):
    """A line of an explanation.

    Attributes:
        level: How far it is set in, 0 for not at all.
        text: The line.
    """

    level: int
    text: Text


def explain(result: DecisionResult, names: Mapping[str, str]) -> tuple[Line, ...]:
    """Return an explanation, line by line.

    Args:
        result: A result that was asked to be explained (`evaluate_decision(..., explain=True)`).
        names: What the decisions and knowledge models are called, by id.
    """
    return (*_made(result), *_tables(result, names), *_notes(result))


def _made(result: DecisionResult) -> Iterator[Line]:
    if result.made:
        yield Line(0, Text("What was made, in this order:"))
    for one in result.made:
        values = {"name": one.name or one.id, "value": text_within(one.value)}
        if one.kind == "input":
            yield Line(1, Text("input {name} = {value}", **values))
        else:
            yield Line(1, Text("decision {name} = {value}", **values))


def _tables(result: DecisionResult, names: Mapping[str, str]) -> Iterator[Line]:
    fired = list(result.rules)
    for table in result.tables:
        name = names.get(table.decision) or table.decision
        policy = f"{table.hit_policy} {table.aggregation}".strip()
        given = _listed(table.given)
        yield Line(0, Text("Table of {name} ({policy}), asked with {inputs}:", name=name, policy=policy, inputs=given))
        yield from _fired(table, fired)
        yield from _others([rule for rule in table.rules if not rule.has_fired], len(table.given))
        if table.rules_in_all > len(table.rules):
            count = table.rules_in_all
            yield Line(1, Text("The table has {count} rules; not all that did not fire are explained.", count=count))


def _fired(table: TableTrace, fired: list[FiredRule]) -> Iterator[Line]:
    """Yield the rules that fired, and take them out of those that are left.

    A table that another one calls for an output comes behind that one, but its rules come before.
    """
    own = [one for one in fired if (one.decision, one.given) == (table.decision, table.given)]
    numbers = [rule.rule for rule in table.rules if rule.has_fired]
    for number in numbers:
        one = next((one for one in own if one.rule == number), None)
        if one is not None:
            fired.remove(one)
            yield Line(1, Text("Rule {rule} fired and gave {outputs}.", rule=number, outputs=_listed(one.made)))
    if not numbers:
        yield Line(1, Text("No rule of the table matches."))


def _others(rules: list[RuleTrace], columns: int) -> Iterator[Line]:
    """Yield the rules that did not fire, those first that only one cell kept from it."""
    for rule in sorted(rules, key=lambda rule: len(rule.refusals))[:_MOST_LINES]:
        yield Line(1, _unfired(rule, columns))
    if len(rules) > _MOST_LINES:
        yield Line(1, Text("{count} more rules did not fire.", count=len(rules) - _MOST_LINES))


def _unfired(rule: RuleTrace, columns: int) -> Text:
    if not rule.refusals:
        return Text("Rule {rule} matched too, but an earlier rule decides.", rule=rule.rule)
    first = rule.refusals[0]
    values = {"rule": rule.rule, "input": first.label, "value": text_within(first.value), "test": first.test}
    more = len(rule.refusals) - 1
    if more:
        return Text(
            "Rule {rule} did not fire: {input} = {value} does not pass {test}; other cells that say no: {more}.",
            **values,
            more=more,
        )
    if columns == 1:
        return Text("Rule {rule} did not fire: {input} = {value} does not pass {test}.", **values)
    return Text("Rule {rule} nearly fired: only {input} = {value} does not pass {test}.", **values)


def _notes(result: DecisionResult) -> Iterator[Line]:
    if result.notes:
        yield Line(0, Text("Came out null on the way, without harm:"))
    for note in result.notes:
        yield Line(1, note)


def _listed(values: Mapping[str, Value]) -> str:
    parts = (f"{label} = {text_within(value)}" if label else text_within(value) for label, value in values.items())
    return "; ".join(parts) or "-"
