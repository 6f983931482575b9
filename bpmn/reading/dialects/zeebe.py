"""Camunda 8 (Zeebe): extension elements of `http://camunda.org/schema/zeebe/1.0`. Texts beginning with `=` are FEEL."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bpmn.frozen import dataclass
from bpmn.model import Assignment, DecisionCall, Form, Job, Mapping, Script
from bpmn.reading.dialect import Dialect
from bpmn.reading.names import attribute, flag, sub_elements, words
from bpmn.xml import line_of

if TYPE_CHECKING:
    from lxml import etree

    from bpmn.model import CallActivity, Definition, Expression, FlowNode, MultiInstance, StartEvent, Task, ThrowEvent
    from bpmn.reading.context import Reading

__all__ = ["ZEEBE"]


@dataclass(frozen=True, kw_only=True)
class _Zeebe(Dialect):
    def node(self, node: FlowNode, element: etree._Element, reading: Reading) -> FlowNode:
        mapping = self.find(element, "ioMapping")
        if mapping is None:
            return node
        return replace(
            node,
            inputs=node.inputs + self._mappings(mapping, "input", reading),
            outputs=node.outputs + self._mappings(mapping, "output", reading),
        )

    def task(self, task: Task, element: etree._Element, reading: Reading) -> Task:
        return replace(
            task,
            assignment=self._assignment(element, reading) or task.assignment,
            form=self._form(element) or task.form,
            job=self._job(element, reading) or task.job,
            decision=self._decision(element, reading) or task.decision,
            script=self._script(element, reading) or task.script,
            correlation_key=self._subscription(element, reading) or self._message_key(task, reading),
        )

    def call_activity(self, call: CallActivity, element: etree._Element, reading: Reading) -> CallActivity:
        called = self.find(element, "calledElement")
        if called is None:
            return call
        version = attribute(called, "versionTag")
        return replace(
            call,
            called_element=reading.value(attribute(called, "processId"), called) or call.called_element,
            binding={"versionTag": "version", "deployment": "deployment"}.get(
                attribute(called, "bindingType"), "latest"
            ),
            version=version or None,
            passes_all_inputs=flag(called, "propagateAllParentVariables", default=True),
            passes_all_outputs=flag(called, "propagateAllChildVariables", default=True),
        )

    def multi_instance(self, loop: MultiInstance, element: etree._Element, reading: Reading) -> MultiInstance:
        found = self.find(element, "loopCharacteristics")
        if found is None:
            return loop
        return replace(
            loop,
            collection=reading.value(attribute(found, "inputCollection"), found) or loop.collection,
            item=attribute(found, "inputElement") or loop.item,
            output_collection=attribute(found, "outputCollection") or loop.output_collection,
            output_item=reading.value(attribute(found, "outputElement"), found) or loop.output_item,
        )

    def start_event(self, event: StartEvent, element: etree._Element, reading: Reading) -> StartEvent:
        del reading
        return replace(event, form=self._form(element) or event.form)

    def throw_event(self, event: ThrowEvent, element: etree._Element, reading: Reading) -> ThrowEvent:
        return replace(event, job=self._job(element, reading) or event.job)

    def definition(self, definition: Definition, element: etree._Element, reading: Reading) -> Definition:
        return replace(definition, correlation_key=self._subscription(element, reading) or definition.correlation_key)

    def _mappings(self, holder: etree._Element, name: str, reading: Reading) -> tuple[Mapping, ...]:
        found: list[Mapping] = []
        for inner in sub_elements(holder):
            source = reading.value(attribute(inner, "source"), inner)
            if str(inner.tag).endswith(f"}}{name}") and source is not None:
                found.append(Mapping(source=source, target=attribute(inner, "target")))
        return tuple(found)

    def _assignment(self, element: etree._Element, reading: Reading) -> Assignment | None:
        who = self.find(element, "assignmentDefinition")
        when = self.find(element, "taskSchedule")
        rank = self.find(element, "priorityDefinition")
        if who is None and when is None and rank is None:
            return None
        return Assignment(
            assignee=None if who is None else reading.value(attribute(who, "assignee"), who),
            candidate_users=() if who is None else reading.values(attribute(who, "candidateUsers"), who),
            candidate_groups=() if who is None else reading.values(attribute(who, "candidateGroups"), who),
            due_date=None if when is None else reading.value(attribute(when, "dueDate"), when),
            follow_up_date=None if when is None else reading.value(attribute(when, "followUpDate"), when),
            priority=None if rank is None else reading.value(attribute(rank, "priority"), rank),
        )

    def _form(self, element: etree._Element) -> Form | None:
        found = self.find(element, "formDefinition")
        if found is None:
            return None
        names = ("formId", "formKey", "externalReference")
        reference = next((attribute(found, name) for name in names if attribute(found, name)), "")
        return Form(reference=reference) if reference else None

    def _job(self, element: etree._Element, reading: Reading) -> Job | None:
        found = self.find(element, "taskDefinition")
        if found is None:
            return None
        headers = self.find(element, "taskHeaders")
        pairs = (
            ()
            if headers is None
            else tuple((attribute(inner, "key"), attribute(inner, "value")) for inner in sub_elements(headers))
        )
        return Job(
            topic=attribute(found, "type"),
            kind="topic",
            retries=reading.value(attribute(found, "retries"), found),
            headers=pairs,
        )

    def _decision(self, element: etree._Element, reading: Reading) -> DecisionCall | None:
        del reading
        found = self.find(element, "calledDecision")
        if found is None:
            return None
        return DecisionCall(decision=attribute(found, "decisionId"), result_variable=attribute(found, "resultVariable"))

    def _script(self, element: etree._Element, reading: Reading) -> Script | None:
        found = self.find(element, "script")
        expression = None if found is None else reading.value(attribute(found, "expression"), found)
        if found is None or expression is None:
            return None
        return Script(
            text=expression.text,
            language="feel",
            result_variable=attribute(found, "resultVariable"),
            line=line_of(found),
        )

    def _subscription(self, element: etree._Element, reading: Reading) -> Expression | None:
        found = self.find(element, "subscription")
        return None if found is None else reading.value(attribute(found, "correlationKey"), found)

    def _message_key(self, task: Task, reading: Reading) -> Expression | None:
        message = reading.ids.find(task.message) if task.message else None
        return task.correlation_key if message is None else self._subscription(message, reading)


ZEEBE = _Zeebe(
    name="zeebe",
    namespaces=frozenset({"http://camunda.org/schema/zeebe/1.0"}),
    understood=words(
        "ioMapping taskDefinition taskHeaders formDefinition assignmentDefinition taskSchedule",
        "priorityDefinition calledDecision calledElement loopCharacteristics subscription script userTask",
        "userTaskForm properties modelerTemplate modelerTemplateVersion modelerTemplateIcon versionTag",
    ),
    decides_language=True,
)
