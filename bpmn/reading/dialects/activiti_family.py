"""What Camunda 7, Operaton, Flowable and Activiti have in common: they come from one engine."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bpmn.frozen import dataclass
from bpmn.model import Assignment, Form, FormField, Job, Mapping
from bpmn.reading.dialect import Dialect
from bpmn.reading.dialects.activiti_listeners import read_listener
from bpmn.reading.names import attribute, flag, local_name, one_line, sub_elements, text_in

if TYPE_CHECKING:
    from lxml import etree

    from bpmn.model import (
        CallActivity,
        EventDefinition,
        Expression,
        FlowNode,
        Listener,
        MultiInstance,
        Process,
        SequenceFlow,
        StartEvent,
        Task,
        ThrowEvent,
    )
    from bpmn.reading.context import Reading

__all__ = ["ActivitiFamily"]

_MACHINE_TASKS = frozenset({"serviceTask", "sendTask", "businessRuleTask"})


@dataclass(frozen=True, kw_only=True)
class ActivitiFamily(Dialect):
    """Attributes and elements that the four engines spell alike."""

    def task(self, task: Task, element: etree._Element, reading: Reading) -> Task:
        """Return a task with its assignment, form, job and result variable."""
        script = task.script
        result = self.get(element, "resultVariable")
        job = self._job(element, reading) if task.type in _MACHINE_TASKS else None
        return replace(
            task,
            assignment=self._assignment(task.assignment, element, reading),
            form=self._form(element, reading) or task.form,
            job=job or task.job,
            script=replace(script, result_variable=result) if script and result else script,
        )

    def call_activity(self, call: CallActivity, element: etree._Element, reading: Reading) -> CallActivity:
        """Return a call activity with what goes in and out: nothing but what the file lists."""
        inputs, outputs = self.find_all(element, "in"), self.find_all(element, "out")
        version = self.get(element, "calledElementVersion")
        return replace(
            call,
            binding=self.get(element, "calledElementBinding") or call.binding,
            version=version or call.version,
            inputs=call.inputs + self._in_out(inputs, reading),
            outputs=call.outputs + self._in_out(outputs, reading),
            passes_all_inputs=self._passes_all(inputs, element, "inheritVariables"),
            passes_all_outputs=self._passes_all(outputs, element, ""),
        )

    def multi_instance(self, loop: MultiInstance, element: etree._Element, reading: Reading) -> MultiInstance:
        """Return a loop with its collection and the name of its item."""
        return replace(
            loop,
            collection=reading.value(self.get(element, "collection"), element) or loop.collection,
            item=self.get(element, "elementVariable") or loop.item,
        )

    def start_event(self, event: StartEvent, element: etree._Element, reading: Reading) -> StartEvent:
        """Return a start event with its form."""
        return replace(event, form=self._form(element, reading) or event.form)

    def throw_event(self, event: ThrowEvent, element: etree._Element, reading: Reading) -> ThrowEvent:
        """Return a throw event with the job that sends its message."""
        holders = [inner for inner in sub_elements(element) if local_name(inner) == "messageEventDefinition"]
        jobs = (self._job(holder, reading) for holder in (*holders, element))
        return replace(event, job=next((job for job in jobs if job), event.job))

    def event_definition(
        self, definition: EventDefinition, element: etree._Element, reading: Reading
    ) -> EventDefinition:
        """Return an event definition with the variables that get a caught error's or escalation's code and message."""
        del reading
        names = ("errorCodeVariable", "escalationCodeVariable", "errorVariableName")
        return replace(
            definition,
            code_variable=next((name for name in (self.get(element, name) for name in names) if name), ""),
            message_variable=self.get(element, "errorMessageVariable"),
        )

    def node(self, node: FlowNode, element: etree._Element, reading: Reading) -> FlowNode:
        """Return any flow node with its listeners."""
        found = self._listeners(element, reading)
        return replace(node, listeners=node.listeners + found) if found else node

    def sequence_flow(self, flow: SequenceFlow, element: etree._Element, reading: Reading) -> SequenceFlow:
        """Return a sequence flow with its listeners."""
        found = self._listeners(element, reading)
        return replace(flow, listeners=flow.listeners + found) if found else flow

    def process(self, process: Process, element: etree._Element, reading: Reading) -> Process:
        """Return a process with who may start it, and its listeners."""
        return replace(
            process,
            candidate_starter_groups=self._names(element, "candidateStarterGroups") or process.candidate_starter_groups,
            candidate_starter_users=self._names(element, "candidateStarterUsers") or process.candidate_starter_users,
            listeners=process.listeners + self._listeners(element, reading),
        )

    def _names(self, element: etree._Element, name: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in self.get(element, name).split(",") if part.strip())

    def _listeners(self, element: etree._Element, reading: Reading) -> tuple[Listener, ...]:
        if not len(element):
            return ()
        names = ("executionListener", "taskListener", "eventListener")
        return tuple(read_listener(found, reading) for name in names for found in self.find_all(element, name))

    def _assignment(self, known: Assignment | None, element: etree._Element, reading: Reading) -> Assignment | None:
        base = known or Assignment()
        found = replace(
            base,
            assignee=reading.value(self.get(element, "assignee"), element) or base.assignee,
            candidate_users=base.candidate_users + reading.values(self.get(element, "candidateUsers"), element),
            candidate_groups=base.candidate_groups + reading.values(self.get(element, "candidateGroups"), element),
            due_date=reading.value(self.get(element, "dueDate"), element) or base.due_date,
            follow_up_date=reading.value(self.get(element, "followUpDate"), element) or base.follow_up_date,
            priority=reading.value(self.get(element, "priority"), element) or base.priority,
        )
        return found if known is not None or found != Assignment() else None

    def _form(self, element: etree._Element, reading: Reading) -> Form | None:
        reference = self.get(element, "formRef") or self.get(element, "formKey")
        data = self.find(element, "formData")
        fields = self.find_all(element, "formProperty")
        if data is not None:
            fields += [inner for inner in sub_elements(data) if local_name(inner) == "formField"]
        if not reference and not fields:
            return None
        return Form(reference=reference, fields=tuple(self._field(inner, reading) for inner in fields))

    def _field(self, element: etree._Element, reading: Reading) -> FormField:
        constraints = {attribute(inner, "name") for inner in element.iter("{*}constraint")}
        names = ("defaultValue", "default", "expression")
        default = next((attribute(element, name) for name in names if attribute(element, name)), "")
        return FormField(
            id=attribute(element, "id"),
            label=one_line(attribute(element, "label") or attribute(element, "name")),
            type=attribute(element, "type") or "string",
            is_required=flag(element, "required") or "required" in constraints,
            default=reading.value(default, element),
            options=tuple(
                (attribute(inner, "id"), attribute(inner, "name"))
                for inner in sub_elements(element)
                if local_name(inner) == "value"
            ),
        )

    def _job(self, element: etree._Element, reading: Reading) -> Job | None:
        """Return what a machine does; the order is the engines': a type before a class before an expression."""
        kind, implementation = self._implementation(element)
        if not kind:
            return None
        expression = self.get(element, "expression")
        result = self.get(element, "resultVariable") or self.get(element, "resultVariableName")
        retries = self.find(element, "failedJobRetryTimeCycle")
        return Job(
            topic=self._topic(element) if kind == "topic" else "",
            kind=kind,
            implementation=implementation,
            expression=reading.value(expression, element) if kind == "expression" else None,
            result_variable=result,
            retries=None if retries is None else reading.value(text_in(retries), retries),
            headers=self._headers(element),
        )

    def _implementation(self, element: etree._Element) -> tuple[str, str]:
        kind = self.get(element, "type")
        if kind:
            return ("topic", "") if kind in {"external", "external-worker"} else ("connector", kind)
        connector = self.find(element, "connector")
        if connector is not None:
            ids = [one_line(text_in(i)) for i in sub_elements(connector) if local_name(i) == "connectorId"]
            return "connector", ids[0] if ids else ""
        for name, means in (("class", "class"), ("delegateExpression", "delegate"), ("expression", "expression")):
            if self.get(element, name):
                return means, self.get(element, name) if means != "expression" else ""
        return "", ""

    def _topic(self, element: etree._Element) -> str:
        return self.get(element, "topic")

    def _headers(self, element: etree._Element) -> tuple[tuple[str, str], ...]:
        """Return the injected fields: a name, and a value in an attribute or an element inside."""
        found: list[tuple[str, str]] = []
        for field in self.find_all(element, "field"):
            value = attribute(field, "stringValue") or attribute(field, "expression")
            found.append((attribute(field, "name"), value or text_in(field).strip()))
        return tuple(found)

    def _in_out(self, elements: list[etree._Element], reading: Reading) -> tuple[Mapping, ...]:
        found: list[Mapping] = []
        for inner in elements:
            source = self._source(inner, reading)
            target = attribute(inner, "target")
            if source is not None and target:
                found.append(Mapping(source=source, target=target))
        return tuple(found)

    def _source(self, element: etree._Element, reading: Reading) -> Expression | None:
        """Return the value of an in or out: an expression, or a variable's name in the engines' own language."""
        marked = attribute(element, "sourceExpression")
        if marked:
            return reading.value(marked, element)
        name = attribute(element, "source")
        return reading.value(f"${{{name}}}", element) if name else None

    def _passes_all(self, elements: list[etree._Element], element: etree._Element, inherits: str) -> bool:
        listed = any(attribute(inner, "variables") == "all" for inner in elements)
        return listed or (bool(inherits) and self.get(element, inherits) == "true")
