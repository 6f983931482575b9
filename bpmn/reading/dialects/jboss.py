"""jBPM (Red Hat Process Automation): attributes of `drools`, and the inputs by which it assigns user tasks.

Source: jBPM 7 documentation, chapters "Processes" and "Human tasks": the inputs TaskName, ActorId, GroupId, Priority,
Comment and Skippable of a user task, and the interval format of its timers.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bpmn.frozen import dataclass
from bpmn.model import Assignment, DecisionCall, Form, Job, Listener
from bpmn.reading.dialect import Dialect
from bpmn.reading.names import (
    attribute,
    child,
    child_text,
    children,
    local_name,
    one_line,
    sub_elements,
    text_in,
    words,
)

if TYPE_CHECKING:
    from lxml import etree

    from bpmn.model import CallActivity, EventDefinition, FlowNode, Task
    from bpmn.reading.context import Reading

__all__ = ["JBOSS"]

_SCRIPTS = {"onEntry-script": "start", "onExit-script": "end"}
_DMN = re.compile(r"drools/dmn$|/DMN/", re.IGNORECASE)
# "1d2h30m5s500ms", or two of them with ### between: the delay of the first and the interval of the next.
_INTERVAL = re.compile(r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+)s)?(?:(\d+)(?:ms)?)?", re.IGNORECASE)
_UNMEANT = frozenset({"none", "cron"})
# Inputs of every user task that say how the work item is handled; the other inputs are the case's data.
_HANDLING = words("TaskName ActorId GroupId Priority Comment Skippable Description Content Locale CreatedBy")


@dataclass(frozen=True, kw_only=True)
class _Jboss(Dialect):
    def task(self, task: Task, element: etree._Element, reading: Reading) -> Task:
        given = _constants(element)
        if task.type == "userTask":
            return replace(
                task,
                assignment=self._assignment(task.assignment, given, element, reading),
                form=task.form or (Form(reference=given["TaskName"]) if given.get("TaskName") else None),
            )
        if task.type == "businessRuleTask":
            decision = given.get("decision") or given.get("model", "")
            if decision and _DMN.search(attribute(element, "implementation")):
                return replace(task, decision=DecisionCall(decision=decision), job=None)
        return replace(task, job=self._job(element, given, reading) or task.job)

    def node(self, node: FlowNode, element: etree._Element, reading: Reading) -> FlowNode:
        scripts = [found for name in _SCRIPTS for found in self.find_all(element, name)]
        listeners = node.listeners + tuple(self._listener(found, reading) for found in scripts)
        return replace(node, name=node.name or self._meta(element, "elementname"), listeners=listeners)

    def call_activity(self, call: CallActivity, element: etree._Element, reading: Reading) -> CallActivity:
        # Only what its data associations list goes in and comes back.
        del element, reading
        return replace(call, passes_all_inputs=False, passes_all_outputs=False)

    def event_definition(
        self, definition: EventDefinition, element: etree._Element, reading: Reading
    ) -> EventDefinition:
        del element, reading
        timer = definition.timer
        if timer is None:
            return definition
        text = timer.value.text
        iso = _iso_interval(text, is_cycle=timer.kind == "timeCycle")
        if iso is None and timer.value.language not in _UNMEANT:
            return definition
        return replace(definition, timer=replace(timer, value=replace(timer.value, text=iso or text, language="")))

    def _assignment(
        self, known: Assignment | None, given: dict[str, str], element: etree._Element, reading: Reading
    ) -> Assignment | None:
        """Return who does a user task: one actor has it at once, of several and of groups anyone may take it."""
        # What BPMN calls potential owners are people here, in "a,b"; groups are an input.
        owners = known.candidate_groups + known.candidate_users if known else ()
        actors = tuple(dict.fromkeys((*owners, *reading.values(given.get("ActorId", ""), element))))
        groups = reading.values(given.get("GroupId", ""), element)
        alone = actors[0] if len(actors) == 1 and not groups else None
        found = Assignment(
            assignee=(known.assignee if known else None) or alone,
            candidate_users=() if alone else actors,
            candidate_groups=groups,
            priority=reading.value(given.get("Priority", ""), element),
        )
        return found if found != Assignment() else None

    def _job(self, element: etree._Element, given: dict[str, str], reading: Reading) -> Job | None:
        """Return the work item of a task with a handler, the rules of a rule task, or the operation of a service."""
        handler, group = self.get(element, "taskName"), self.get(element, "ruleFlowGroup")
        settings = tuple((name, value) for name, value in given.items() if name not in _HANDLING)
        if handler:
            return Job(kind="topic", topic=handler, headers=settings)
        if group:
            return Job(kind="connector", implementation="drools", headers=(("ruleFlowGroup", group),))
        service = self.get(element, "serviceinterface"), self.get(element, "serviceoperation")
        operation = reading.ids.find(attribute(element, "operationRef")) if attribute(element, "operationRef") else None
        if not all(service) and operation is not None:
            service = (_implementation(operation.getparent()), _implementation(operation))
        return Job(kind="class", implementation=".".join(filter(None, service))) if any(service) else None

    def _listener(self, element: etree._Element, reading: Reading) -> Listener:
        inner = next((found for found in sub_elements(element) if local_name(found) == "script"), element)
        read = reading.script(text_in(inner).strip(), attribute(element, "scriptFormat"), element)
        event = _SCRIPTS[local_name(element)]
        return Listener(event=event, kind="script", implementation=read.text, language=read.language)

    def _meta(self, element: etree._Element, name: str) -> str:
        """Return a value of the designer's own."""
        if not len(element):
            return ""
        found = (one_line(text_in(meta)) for meta in self.find_all(element, "metaData") if meta.get("name") == name)
        return next(found, "")


def _implementation(element: etree._Element | None) -> str:
    return "" if element is None else attribute(element, "implementationRef") or attribute(element, "name")


def _constants(element: etree._Element) -> dict[str, str]:
    """Return the inputs of a task that get a fixed text, by name."""
    specification = child(element, "ioSpecification")
    inputs = () if specification is None else children(specification, "dataInput")
    names = {attribute(found, "id"): attribute(found, "name") for found in inputs}
    found: dict[str, str] = {}
    for association in children(element, "dataInputAssociation"):
        name = names.get(child_text(association, "targetRef"), "")
        for assignment in children(association, "assignment"):
            value = child_text(assignment, "from")
            if name and value:
                found[name] = value
    return found


def _iso_interval(text: str, *, is_cycle: bool) -> str | None:
    """Return an interval of jBPM's as ISO 8601, None where it is none."""
    first, _, rest = text.strip().partition("###")
    found = _INTERVAL.fullmatch((rest or first).strip())
    if found is None or not any(found.groups()):
        return None
    days, hours, minutes, seconds, milliseconds = (int(part or 0) for part in found.groups())
    clock = "".join(f"{number}{unit}" for number, unit in ((hours, "H"), (minutes, "M")) if number)
    if milliseconds:
        clock += f"{seconds + milliseconds / 1000:.3f}S"
    elif seconds:
        clock += f"{seconds}S"
    duration = "P" + (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
    duration = "PT0S" if duration == "P" else duration
    return f"R/{duration}" if is_cycle else duration


JBOSS = _Jboss(
    name="jbpm",
    namespaces=frozenset({"http://www.jboss.org/drools"}),
    needs_use=True,
    understood=words(
        "taskName ruleFlowGroup serviceinterface serviceoperation serviceimplementation onEntry-script onExit-script",
        "script scriptFormat metaData metaValue packageName version adHoc dtype import global independent",
        "waitForCompletion priority selectable bgcolor bordercolor fontsize fontcolor resource color riStep msgref",
        "esccode erefname escref customDescription",
    ),
    # A signal's, error's or escalation's name stands where the standard wants its id.
    implies=frozenset({"signal", "error", "escalation"}),
)
