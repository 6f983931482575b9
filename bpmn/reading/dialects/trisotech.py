"""Trisotech's Workflow Modeler: which decision a task calls, and the FEEL by which its inputs are made."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bpmn.frozen import dataclass
from bpmn.model import DecisionCall, Mapping
from bpmn.reading.dialect import Dialect
from bpmn.reading.names import attribute, one_line, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from bpmn.model import FlowNode, Task
    from bpmn.reading.context import Reading

__all__ = ["TRISOTECH"]

_LINKS = ("copyOfLink", "reuseLink")


@dataclass(frozen=True, kw_only=True)
class _Trisotech(Dialect):
    def task(self, task: Task, element: etree._Element, reading: Reading) -> Task:
        del reading
        if task.type != "businessRuleTask" or task.decision is not None:
            return task
        links = (attribute(found, "itemName") for name in _LINKS for found in self.find_all(element, name))
        decision = next(filter(None, links), "")
        return replace(task, decision=DecisionCall(decision=decision)) if decision else task

    def node(self, node: FlowNode, element: etree._Element, reading: Reading) -> FlowNode:
        holder = self.find(element, "dataInputBindings") if len(element) else None
        if holder is None:
            return node
        return replace(node, inputs=node.inputs + tuple(_bindings(holder, reading)))


def _bindings(holder: etree._Element, reading: Reading) -> Iterator[Mapping]:
    """Yield the entries of the boxed context (DMN 1.3, §10.3.2.6) that makes a task's inputs."""
    for entry in holder.iter("{*}contextEntry"):
        variable = next(entry.iterchildren("{*}variable"), None)
        expression = next(entry.iterchildren("{*}literalExpression"), None)
        text = "" if expression is None else (expression.findtext("{*}text") or "").strip()
        name = "" if variable is None else one_line(attribute(variable, "name"))
        if expression is not None and text and name:
            yield Mapping(source=reading.script(text, "feel", expression), target=name)


TRISOTECH = _Trisotech(
    name="trisotech",
    namespaces=frozenset(
        {
            "http://www.trisotech.com/2014/triso/bpmn",
            "http://www.trisotech.com/2015/triso/modeling",
            "https://openapis.org/omg/extension/1.0",
        }
    ),
    needs_use=True,
    understood=words(
        "diagramWidth diagramHeight logoChoice readOnly defaultBounds labelPosition hidden translationLanguages",
        "dataInputBindings dataInputRef dataInputId dataOutputId copyOfLink reuseLink itemDefinitions itemDefinition",
        "itemComponent typeRef basicType definitionType allowedValues constraintDetails constraintsType choices value",
        "display text graphObjects graphRelations linkedTermsId targetpage defaultName processRef calledElementType",
        "ProjectCharter documentation name unparsed parameter allowProvidedAuth allowUrlOverride isInterrupting",
        "consumes produces method path server in version propertyRef securityScheme operation collectEnds",
    ),
)
