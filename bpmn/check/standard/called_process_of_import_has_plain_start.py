"""A called process of an imported file has a start event without a trigger.

Source: BPMN 2.0.2 §10.5.2; BPMNspector EXT.099.
"""

from collections.abc import Iterator

from lxml import etree

from bpmn.check.imported import imported_files, namespace_of
from bpmn.check.rule import Fault, Rule, fault_in_file
from bpmn.check.source import Source, calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    read: dict[str, Source] = {}
    for found in imported_files(subject):
        own = "" if found.source.root is None else found.source.root.get("targetNamespace", "")
        read.setdefault(own, found.source)
        read.setdefault(namespace_of(found.element), found.source)
    for call in subject.source.every("callActivity"):
        prefix, _, name = call.get("calledElement", "").rpartition(":")
        other = read.get(call.nsmap.get(prefix or None) or "")
        process = None if other is None else other.named(name)
        if other is not None and process is not None and _needs_a_trigger(other, process):
            text = Text("{element} calls a process that has no start event without a trigger.", element=calls_it(call))
            yield fault_in_file(call, text, Text("Add a plain start event."))


def _needs_a_trigger(source: Source, process: etree._Element) -> bool:
    starts = source.inside(process, "startEvent")
    return bool(starts) and all(
        any(
            source.name_of(child).lower().endswith(("eventdefinition", "eventdefinitionref"))
            for child in start.iterchildren("{*}*")
        )
        for start in starts
    )


RULE = Rule(id="standard-099-imported", constraint="EXT.099", severity="warning", find=_find)
