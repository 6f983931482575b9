"""Altinn (Norway): what kind of step of a public service a task is, as its platform names them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bpmn.frozen import dataclass
from bpmn.model import Job
from bpmn.reading.dialect import Dialect
from bpmn.reading.names import attribute, local_name, one_line, sub_elements, text_in, words

if TYPE_CHECKING:
    from lxml import etree

    from bpmn.model import Task
    from bpmn.reading.context import Reading

__all__ = ["ALTINN"]

_HOLDERS = ("taskExtension", "properties")


@dataclass(frozen=True, kw_only=True)
class _Altinn(Dialect):
    def task(self, task: Task, element: etree._Element, reading: Reading) -> Task:
        """Return a service task with what the platform does at it: "pdf", "eFormidling" and so on."""
        del reading
        kind = self._kind(element) if task.type == "serviceTask" and task.job is None else ""
        return replace(task, job=Job(kind="topic", topic=kind)) if kind else task

    def _kind(self, element: etree._Element) -> str:
        holders = [found for name in _HOLDERS for found in self.find_all(element, name)]
        written = [one_line(text_in(inner)) for found in holders for inner in sub_elements(found) if _says_kind(inner)]
        return next(filter(None, written), "") or attribute(element, "{http://altinn.no}tasktype")


def _says_kind(element: etree._Element) -> bool:
    return local_name(element) == "taskType"


ALTINN = _Altinn(
    name="altinn",
    namespaces=frozenset({"http://altinn.no", "http://altinn.no/process"}),
    needs_use=True,
    understood=words("taskExtension properties taskType tasktype"),
)
