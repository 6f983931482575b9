"""Flowable, and Activiti which it comes from; files of the one often use the namespace of the other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bpmn.model import DecisionCall
from bpmn.reading.dialects.activiti_family import ActivitiFamily
from bpmn.reading.names import words

if TYPE_CHECKING:
    from lxml import etree

    from bpmn.model import Task
    from bpmn.reading.context import Reading

__all__ = ["ACTIVITI", "FLOWABLE"]

_DECISION_FIELDS = ("decisionTableReferenceKey", "decisionServiceReferenceKey")


@dataclass(frozen=True, kw_only=True)
class _Flowable(ActivitiFamily):
    def task(self, task: Task, element: etree._Element, reading: Reading) -> Task:
        read = super().task(task, element, reading)
        fields = dict(read.job.headers) if read.job and read.job.implementation == "dmn" else {}
        decision = next((fields[name] for name in _DECISION_FIELDS if fields.get(name)), "")
        return replace(read, decision=DecisionCall(decision=decision), job=None) if decision else read


_UNDERSTOOD = words(
    "assignee candidateUsers candidateGroups dueDate priority formKey formProperty formFieldValidation",
    "type topic class delegateExpression expression resultVariable resultVariableName field",
    "failedJobRetryTimeCycle in out inheritVariables collection elementVariable candidateStarterGroups",
    "initiator async asyncLeave exclusive autoStoreVariables category modelId modelVersion version",
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
