"""Messages to an applicant, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from bpmn import read_model

if TYPE_CHECKING:
    from engine import Notice
    from processes.catalogue import Service

__all__ = ["NoticeRow", "present_notice"]

_NOTIFY = "notify"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRow:
    """A message and when it was sent."""

    text: str
    time: datetime


def present_notice(notice: "Notice", service: "Service | None", language: str) -> NoticeRow:
    """Return a message; what the model says in English is told in the words the service has for that element."""
    element = _elements(service.to_be, service.key).get(notice.text) if service else None
    told = service.notice(element, language) if service and element else ""
    return NoticeRow(text=told or notice.text, time=notice.created_at)


@lru_cache(maxsize=64)
def _elements(model_file: bytes, source_name: str) -> Mapping[str, str]:
    """Return, by the text that a model tells, the element that tells it."""
    model = read_model(model_file, source_name=source_name)
    jobs = ((node.id, getattr(node, "job", None)) for process in model.processes for node in process.scope.nodes)
    told = ((element, dict(job.headers).get("text")) for element, job in jobs if job and job.topic == _NOTIFY)
    return {text: element for element, text in told if text}
