"""Camunda 7, and Operaton which continues it. Expressions are `${…}`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bpmn.frozen import dataclass
from bpmn.model import DecisionCall, Expression, Mapping
from bpmn.reading.dialects.activiti_family import ActivitiFamily
from bpmn.reading.names import attribute, local_name, sub_elements, text_in, words
from bpmn.xml import line_of

if TYPE_CHECKING:
    from lxml import etree

    from bpmn.model import FlowNode, Job, Task
    from bpmn.reading.context import Reading

__all__ = ["CAMUNDA", "OPERATON"]


@dataclass(frozen=True, kw_only=True)
class _Camunda(ActivitiFamily):
    def task(self, task: Task, element: etree._Element, reading: Reading) -> Task:
        read = super().task(task, element, reading)
        decision = self.get(element, "decisionRef")
        if not decision:
            return read
        call = DecisionCall(
            decision=decision,
            result_variable=self.get(element, "resultVariable"),
            result_mapping=self.get(element, "mapDecisionResult") or "resultList",
        )
        return replace(read, decision=call)

    def node(self, node: FlowNode, element: etree._Element, reading: Reading) -> FlowNode:
        node = super().node(node, element, reading)
        mapping = self.find(element, "inputOutput")
        if mapping is None:
            return node
        return replace(
            node,
            inputs=node.inputs + self._parameters(mapping, "inputParameter", reading),
            outputs=node.outputs + self._parameters(mapping, "outputParameter", reading),
        )

    def _job(self, element: etree._Element, reading: Reading) -> Job | None:
        job = super()._job(element, reading)
        connector = self.find(element, "connector")
        settings = None if connector is None else self.find(connector, "inputOutput")
        if job is None or settings is None:
            return job
        pairs = tuple(
            (attribute(inner, "name"), text_in(inner).strip())
            for inner in sub_elements(settings)
            if local_name(inner) == "inputParameter"
        )
        return replace(job, headers=job.headers + pairs)

    def _parameters(self, holder: etree._Element, name: str, reading: Reading) -> tuple[Mapping, ...]:
        found = (
            Mapping(source=self._parameter(inner, reading), target=attribute(inner, "name"))
            for inner in sub_elements(holder)
            if local_name(inner) == name
        )
        return tuple(found)

    def _parameter(self, element: etree._Element, reading: Reading) -> Expression:
        """Return a parameter's value: text, a script in its language, or a list or map, kept under that name."""
        inner = next(sub_elements(element), None)
        if inner is None:
            value = reading.value(text_in(element), element)
            return value or Expression(text="", line=line_of(element))
        text = text_in(inner).strip()
        if local_name(inner) == "script":
            return reading.script(text, attribute(inner, "scriptFormat"), inner)
        return Expression(text=text, language=local_name(inner), line=line_of(inner))


_UNDERSTOOD = words(
    "assignee candidateUsers candidateGroups dueDate followUpDate priority formKey formRef formRefBinding",
    "formRefVersion formData formProperty type topic class delegateExpression expression resultVariable",
    "field failedJobRetryTimeCycle connector connectorId inputOutput in out decisionRef decisionRefBinding",
    "mapDecisionResult",
    "calledElementBinding calledElementVersion collection elementVariable candidateStarterGroups",
    "candidateStarterUsers errorCodeVariable errorMessageVariable escalationCodeVariable",
    "initiator async asyncBefore asyncAfter exclusive jobPriority taskPriority historyTimeToLive",
    "isStartableInTasklist versionTag properties diagramRelationId modelerTemplate modelerTemplateVersion",
    "modelerTemplateIcon",
)
CAMUNDA = _Camunda(
    name="camunda",
    namespaces=frozenset({"http://camunda.org/schema/1.0/bpmn", "http://www.camunda.com/fox"}),
    understood=_UNDERSTOOD,
    implies=frozenset({"error"}),
    decides_language=True,
)
OPERATON = _Camunda(
    name="operaton",
    namespaces=frozenset({"http://operaton.org/schema/1.0/bpmn", "http://www.operaton.com/fox"}),
    understood=_UNDERSTOOD,
    implies=frozenset({"error"}),
    decides_language=True,
)
