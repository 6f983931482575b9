"""SpiffWorkflow's and SpiffArena's files: expressions and scripts are Python."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bpmn.frozen import dataclass
from bpmn.model import DecisionCall, Form, Job
from bpmn.reading.dialect import Dialect
from bpmn.reading.names import attribute, local_name, sub_elements, text_in, words

if TYPE_CHECKING:
    from lxml import etree

    from bpmn.model import Task
    from bpmn.reading.context import Reading

__all__ = ["SPIFF"]


@dataclass(frozen=True, kw_only=True)
class _Spiff(Dialect):
    def task(self, task: Task, element: etree._Element, reading: Reading) -> Task:
        del reading
        decision = self.find(element, "calledDecisionId")
        operator = self.find(element, "serviceTaskOperator")
        form = self._properties(element).get("formJsonSchemaFilename", "")
        return replace(
            task,
            decision=task.decision if decision is None else DecisionCall(decision=text_in(decision).strip()),
            job=task.job if operator is None else self._job(operator),
            form=Form(reference=form) if form else task.form,
        )

    def _job(self, operator: etree._Element) -> Job:
        parameters = (
            (attribute(inner, "id"), attribute(inner, "value"))
            for inner in operator.iter()
            if isinstance(inner.tag, str) and local_name(inner) == "parameter"
        )
        return Job(
            kind="connector",
            implementation=attribute(operator, "id"),
            result_variable=attribute(operator, "resultVariable"),
            headers=tuple(parameters),
        )

    def _properties(self, element: etree._Element) -> dict[str, str]:
        holder = self.find(element, "properties")
        found = () if holder is None else sub_elements(holder)
        return {attribute(inner, "name"): attribute(inner, "value") for inner in found}


SPIFF = _Spiff(
    name="spiffworkflow",
    namespaces=frozenset({"http://spiffworkflow.org/bpmn/schema/1.0/core"}),
    understood=words("calledDecisionId serviceTaskOperator properties instructionsForEndUser"),
    decides_language=True,
)
