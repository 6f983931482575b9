"""ADONIS (BOC Group): attributes of the method, and what its process automation adds: who, mails, calls, texts.

Attributes of the notebook (`<attribute name="…"><value>…`) are named by the ADONIS library; those read here say what
BPMN has a place for. Roles are written `group(name)`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bpmn.frozen import dataclass
from bpmn.model import Assignment, Job, Task, ThrowEvent
from bpmn.reading.dialect import Dialect
from bpmn.reading.names import attribute, local_name, one_line, sub_elements, text_in, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from bpmn.model import Expression, FlowNode, Process, SequenceFlow
    from bpmn.reading.context import Reading

__all__ = ["ADONIS"]

_NAMESPACE = "{http://www.boc-group.com}"
_GROUP = re.compile(r"group\(\s*(.*?)\s*\)")
_MAIL = {"MailTo": "to", "MailSubject": "subject", "MailBody": "text"}


@dataclass(frozen=True, kw_only=True)
class _Adonis(Dialect):
    def node(self, node: FlowNode, element: etree._Element, reading: Reading) -> FlowNode:
        documentation = node.documentation or self._text(element, "Description") or self._noted(element, "DESCRIPTION")
        documentation = documentation or self._task_text(element)
        job = self._job(element)
        if isinstance(node, Task):
            assignment = self._assignment(element, reading) if node.assignment is None else node.assignment
            return replace(node, documentation=documentation, assignment=assignment, job=node.job or job)
        if isinstance(node, ThrowEvent):
            return replace(node, documentation=documentation, job=node.job or job)
        return replace(node, documentation=documentation) if documentation != node.documentation else node

    def process(self, process: Process, element: etree._Element, reading: Reading) -> Process:
        del reading
        starters = (
            _GROUP.sub(r"\1", one_line(text_in(found)))
            for event in sub_elements(element)
            if local_name(event) == "startEvent"
            for found in self.find_all(event, "Starter")
        )
        groups = tuple(dict.fromkeys(filter(None, starters)))
        return replace(process, candidate_starter_groups=process.candidate_starter_groups + groups)

    def sequence_flow(self, flow: SequenceFlow, element: etree._Element, reading: Reading) -> SequenceFlow:
        text = "" if flow.condition is not None else self._noted(element, "TRANSITION_CONDITION")
        return replace(flow, condition=reading.script(text, "", element)) if text else flow

    def _assignment(self, element: etree._Element, reading: Reading) -> Assignment | None:
        """Return who is responsible: the automation's assignee, else the role that is related to the task."""
        written = [part for found in self.find_all(element, "Assignee") for part in one_line(text_in(found)).split(",")]
        groups = [found[1] for part in written if (found := _GROUP.fullmatch(part.strip()))]
        groups += [] if written else list(self._responsible(element))
        users = [part.strip() for part in written if part.strip() and not _GROUP.fullmatch(part.strip())]
        if not groups and not users:
            return None
        return Assignment(
            assignee=reading.value(users[0], element) if len(users) == 1 and not groups else None,
            candidate_users=_values(users, element, reading) if len(users) > 1 or groups else (),
            candidate_groups=_values(groups, element, reading),
        )

    def _responsible(self, element: etree._Element) -> Iterator[str]:
        for relation in self._all(element, "relation"):
            if "RESPONSIBLE" in attribute(relation, "class").upper():
                ends = (attribute(found, "info") for found in relation.iter(f"{_NAMESPACE}target"))
                yield from filter(None, ends)

    def _job(self, element: etree._Element) -> Job | None:
        mail = tuple((key, text) for name, key in _MAIL.items() if (text := self._text(element, name)))
        if mail:
            return Job(kind="connector", implementation="mail", headers=mail)
        action = next((text for found in self._all(element, "ActionClass") if (text := one_line(text_in(found)))), "")
        if not action:
            return None
        pairs = tuple(
            (one_line(found.findtext(f"{_NAMESPACE}Name") or ""), (found.findtext(f"{_NAMESPACE}Value") or "").strip())
            for found in self._all(element, "Parameter")
        )
        return Job(kind="connector", implementation=action, headers=pairs)

    def _text(self, element: etree._Element, name: str) -> str:
        found = self.find(element, name) if len(element) else None
        return "" if found is None else text_in(found).strip()

    def _task_text(self, element: etree._Element) -> str:
        texts = (text_in(inner).strip() for task in self._all(element, "Task") for inner in task if _is_text(inner))
        return next(filter(None, texts), "")

    def _noted(self, element: etree._Element, name: str) -> str:
        """Return the value of an attribute of the notebook."""
        for found in self._all(element, "attribute"):
            if attribute(found, "name") == name:
                return (found.findtext(f"{_NAMESPACE}value") or "").strip()
        return ""

    def _all(self, element: etree._Element, name: str) -> Iterator[etree._Element]:
        """Yield the vendor's elements of a name anywhere in the element's own extensions."""
        for holder in sub_elements(element):
            if local_name(holder) == "extensionElements":
                yield from holder.iter(f"{_NAMESPACE}{name}")


def _is_text(element: etree._Element) -> bool:
    return isinstance(element.tag, str) and local_name(element) == "Description"


def _values(texts: list[str], element: etree._Element, reading: Reading) -> tuple[Expression, ...]:
    return tuple(value for text in texts if (value := reading.value(text, element)) is not None)


ADONIS = _Adonis(
    name="adonis",
    namespaces=frozenset({_NAMESPACE.strip("{}")}),
    needs_use=True,
    understood=words(
        "attribute value metavalue record row instance modelattributes connector relation endpoints endpoint target",
        "Assignee Starter Owner Deployer Description Tasks Task TaskName MailTo MailSubject MailBody Events Event",
        "EventType ActionName ActionClass Parameters Parameter Name Value CountCritical",
    ),
)
