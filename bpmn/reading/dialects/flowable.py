"""Flowable, and Activiti which it comes from; files of the one often use the namespace of the other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bpmn.frozen import dataclass
from bpmn.language import Text
from bpmn.model import CatchEvent, DecisionCall, EventDefinition, Mapping, Task
from bpmn.reading.dialects.activiti_family import ActivitiFamily
from bpmn.reading.names import attribute, one_line, text_in, words
from bpmn.xml import line_of

if TYPE_CHECKING:
    from lxml import etree

    from bpmn.model import FlowNode
    from bpmn.reading.context import Reading

__all__ = ["ACTIVITI", "FLOWABLE"]

_DECISION_FIELDS = ("decisionTableReferenceKey", "decisionServiceReferenceKey")


@dataclass(frozen=True, kw_only=True)
class _Flowable(ActivitiFamily):
    def task(self, task: Task, element: etree._Element, reading: Reading) -> Task:
        read = super().task(task, element, reading)
        fields = dict(read.job.headers) if read.job and read.job.implementation == "dmn" else {}
        decision = next((fields[name] for name in _DECISION_FIELDS if fields.get(name)), "")
        if decision:
            return replace(read, decision=DecisionCall(decision=decision), job=None)
        if read.job is not None and read.job.implementation == "send-event":
            return replace(read, job=replace(read.job, topic=self._event_type(element)))
        return read

    def node(self, node: FlowNode, element: etree._Element, reading: Reading) -> FlowNode:
        """Return a node with what goes into and comes out of an event of the event registry."""
        node = super().node(node, element, reading)
        if not len(element) or not self._event_type(element):
            return node
        if isinstance(node, CatchEvent) and not node.definitions:
            node = replace(node, definitions=(self._event(element, reading),))
        if not isinstance(node, CatchEvent | Task):
            return node
        return replace(
            node,
            inputs=node.inputs + self._parameters(element, "eventInParameter", reading),
            outputs=node.outputs + self._parameters(element, "eventOutParameter", reading),
        )

    def _event_type(self, element: etree._Element) -> str:
        found = self.find(element, "eventType")
        return "" if found is None else one_line(text_in(found))

    def _event(self, element: etree._Element, reading: Reading) -> EventDefinition:
        """Return an event of the registry as what BPMN has for it: a message of that name."""
        name = self._event_type(element)
        if reading.ids.find(name) is None:
            text = Text(
                "The {kind} {reference} is not declared; {reference} is taken for its name.",
                kind="message",
                reference=name,
            )
            reading.note("implied-definition", element, text)
            reading.implied[name] = "message"
        found = self.find(element, "eventType")
        return EventDefinition(
            id=reading.ids[element if found is None else found],
            type="messageEventDefinition",
            reference=name,
            line=line_of(found),
        )

    def _parameters(self, element: etree._Element, name: str, reading: Reading) -> tuple[Mapping, ...]:
        found: list[Mapping] = []
        for inner in self.find_all(element, name):
            source = self._source(inner, reading)
            if source is not None and attribute(inner, "target"):
                found.append(Mapping(source=source, target=attribute(inner, "target")))
        return tuple(found)


_UNDERSTOOD = words(
    "assignee candidateUsers candidateGroups dueDate priority formKey formProperty formFieldValidation",
    "type topic class delegateExpression expression resultVariable resultVariableName field",
    "failedJobRetryTimeCycle in out inheritVariables collection elementVariable candidateStarterGroups",
    "initiator async asyncLeave exclusive autoStoreVariables category modelId modelVersion version",
    "candidateStarterUsers errorVariableName eventType eventInParameter eventOutParameter",
    "work-form-field-validation task-candidates-type historyLevel",
    "exportDateTime modelLastUpdated sourceDockerX sourceDockerY targetDockerX targetDockerY",
)
FLOWABLE = _Flowable(
    name="flowable",
    namespaces=frozenset({"http://flowable.org/bpmn"}),
    understood=_UNDERSTOOD,
    implies=frozenset({"error", "signal", "message"}),
    decides_language=True,
)
ACTIVITI = _Flowable(
    name="activiti",
    namespaces=frozenset({"http://activiti.org/bpmn"}),
    understood=_UNDERSTOOD,
    implies=frozenset({"error", "signal", "message"}),
    decides_language=True,
)
