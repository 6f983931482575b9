"""Listeners as Camunda 7, Operaton, Flowable and Activiti write them; they are kept and shown, never run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpmn.model import Listener
from bpmn.reading.names import attribute, local_name, sub_elements, text_in

if TYPE_CHECKING:
    from lxml import etree

    from bpmn.reading.context import Reading

__all__ = ["read_listener"]

_KINDS = (
    ("class", "class"),
    ("delegateExpression", "delegate"),
    ("expression", "expression"),
)


def read_listener(element: etree._Element, reading: Reading) -> Listener:
    """Return an execution, task or event listener."""
    event = attribute(element, "event") or attribute(element, "events")
    is_of_work_item = local_name(element) == "taskListener"
    script = next((inner for inner in sub_elements(element) if local_name(inner) == "script"), None)
    if script is not None:
        uri = attribute(script, "scriptFormat") or attribute(script, "language")
        read = reading.script(text_in(script).strip(), uri, script)
        return Listener(
            event=event,
            kind="script",
            implementation=read.text,
            language=read.language,
            is_of_work_item=is_of_work_item,
        )
    found = ((kind, attribute(element, name)) for name, kind in _KINDS if attribute(element, name))
    kind, implementation = next(found, ("", ""))
    return Listener(event=event, kind=kind, implementation=implementation, is_of_work_item=is_of_work_item)
