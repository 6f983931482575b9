"""Checking the form of decision tables: as many cells as columns, and a hit policy that the outputs allow.

DMN 1.5 §8.3.3 (rules), §8.2.10 (hit policies; an aggregation is defined for one output only), §8.3.
"""

from collections.abc import Iterator

from lxml import etree

from bpmn.decisions.elements import attribute, child, children, local_name, text_of
from bpmn.decisions.fault import Fault
from bpmn.decisions.hit_policies import Aggregation, HitPolicy
from bpmn.language import Text

__all__ = ["shape_faults"]

_BY_ORDER = frozenset({HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER})
_MOST = 10


def shape_faults(root: etree._Element) -> Iterator[Fault]:
    """Yield what is wrong with the form of the decision tables of a file."""
    allowed = {
        attribute(item, "name"): text_of(child(item, "allowedValues")) for item in children(root, "itemDefinition")
    }
    for table in root.iter():
        if local_name(table) == "decisionTable":
            yield from _columns(table)
            yield from _policy(table, {name for name, values in allowed.items() if values.strip()})


def _columns(table: etree._Element) -> Iterator[Fault]:
    widths = {
        kind: sum(1 for _ in children(table, clause))
        for kind, clause in (("inputEntry", "input"), ("outputEntry", "output"))
    }
    if not widths["outputEntry"]:
        yield Fault(
            rule="decision-table-shape",
            element=table,
            text=Text("The table has no output."),
            advice=Text("Add an output column: without one the table decides nothing."),
        )
    found = 0
    for number, rule in enumerate(children(table, "rule"), start=1):
        for kind, width in widths.items():
            cells = sum(1 for _ in children(rule, kind))
            if cells != width and found < _MOST:
                found += 1
                yield _wrong_width(rule, number, kind, cells, width)


def _wrong_width(rule: etree._Element, number: int, kind: str, cells: int, width: int) -> Fault:
    counts = {"rule": number, "cells": cells, "columns": width}
    return Fault(
        rule="decision-table-shape",
        element=rule,
        text=Text("Rule {rule} has {cells} input cells in a table of {columns} inputs.", **counts)
        if kind == "inputEntry"
        else Text("Rule {rule} has {cells} output cells in a table of {columns} outputs.", **counts),
        advice=Text("Give each rule one cell for each column: an input cell “-” lets everything pass."),
    )


def _policy(table: etree._Element, ordered_types: set[str]) -> Iterator[Fault]:
    policy = attribute(table, "hitPolicy").upper() or HitPolicy.UNIQUE
    aggregation = attribute(table, "aggregation").upper()
    outputs = list(children(table, "output"))
    if policy not in set(HitPolicy):
        yield _wrong_policy(
            table,
            Text("There is no hit policy {name}.", name=policy),
            Text("Choose one of: {names}. Until then the table is taken as UNIQUE.", names=", ".join(HitPolicy)),
        )
    if policy in _BY_ORDER and not any(_has_order(output, ordered_types) for output in outputs):
        yield _wrong_policy(
            table,
            Text("The hit policy {name} goes by the order of the output values, and none are listed.", name=policy),
            Text("List the output values, the most important first, or choose FIRST or RULE ORDER."),
        )
    if policy == HitPolicy.COLLECT and aggregation:
        yield from _aggregation(table, aggregation, len(outputs))


def _aggregation(table: etree._Element, aggregation: str, outputs: int) -> Iterator[Fault]:
    if aggregation not in set(Aggregation):
        yield _wrong_policy(
            table,
            Text("There is no aggregation {name}.", name=aggregation),
            Text("Choose one of: {names}. Until then the table gives a list.", names=", ".join(Aggregation)),
        )
    elif outputs > 1:
        yield _wrong_policy(
            table,
            Text(
                "The aggregation {name} is defined for one output only, and there are {count}.",
                name=aggregation,
                count=outputs,
            ),
            Text("Make a table of each output, or collect without an aggregation."),
        )


def _has_order(output: etree._Element, ordered_types: set[str]) -> bool:
    has_values = bool(text_of(child(output, "outputValues")).strip())
    return has_values or attribute(output, "typeRef").strip() in ordered_types


def _wrong_policy(table: etree._Element, text: Text, advice: Text) -> Fault:
    return Fault(rule="decision-table-hit-policy", element=table, text=text, advice=advice)
