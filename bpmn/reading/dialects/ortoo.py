"""Ortoo's own facts about activities, extension elements of `urn:ortoo:bpmn:1`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bpmn.frozen import dataclass
from bpmn.language import Text
from bpmn.model import Activity, Document, EndEvent, Facts
from bpmn.reading.dialect import Dialect
from bpmn.reading.names import attribute, flag, local_name, sub_elements, whole_number

if TYPE_CHECKING:
    from lxml import etree

    from bpmn.model import FlowNode
    from bpmn.reading.context import Reading

__all__ = ["ORTOO"]

_VALUE_CLASSES = frozenset({"", "value", "business", "waste"})
_OUTCOMES = frozenset({"", "granted", "rejected", "abandoned", "error"})


@dataclass(frozen=True, kw_only=True)
class _Ortoo(Dialect):
    def node(self, node: FlowNode, element: etree._Element, reading: Reading) -> FlowNode:
        found = self.find(element, "facts")
        if found is not None and isinstance(node, EndEvent):
            return replace(node, outcome=self._one_of(found, "outcome", _OUTCOMES, reading))
        if found is None or not isinstance(node, Activity):
            return node
        return replace(node, facts=self._facts(found, reading))

    def _facts(self, element: etree._Element, reading: Reading) -> Facts:
        value_class = self._one_of(element, "valueClass", _VALUE_CLASSES, reading)
        return Facts(
            legal_basis=attribute(element, "legalBasis"),
            value_class=value_class,
            visits=self._count(element, "visits", reading) or 0,
            contacts=self._count(element, "contacts", reading) or 0,
            fee_mnt=self._count(element, "feeMnt", reading),
            system=attribute(element, "system"),
            redesign_note=attribute(element, "redesignNote"),
            documents=tuple(
                Document(
                    name=attribute(inner, "name"),
                    held_by=attribute(inner, "heldBy"),
                    service=attribute(inner, "service"),
                    is_original=flag(inner, "original"),
                )
                for inner in sub_elements(element)
                if local_name(inner) == "document"
            ),
            source=attribute(element, "source"),
            pages=self._count(element, "pages", reading),
            questions=self._count(element, "questions", reading),
        )

    def _one_of(self, element: etree._Element, name: str, known: frozenset[str], reading: Reading) -> str:
        value = attribute(element, name)
        if value in known:
            return value
        if name == "valueClass":
            reading.note("facts", element, Text("The value class {value} is not known.", value=value))
        else:
            reading.note("facts", element, Text("The outcome {value} is not known.", value=value))
        return ""

    def _count(self, element: etree._Element, name: str, reading: Reading) -> int | None:
        number = whole_number(element, name)
        if attribute(element, name) and (number is None or number < 0):
            text = Text(
                "{name} must be a whole number of 0 or more, not {value}.", name=name, value=attribute(element, name)
            )
            reading.note("facts", element, text)
            return None
        return number


ORTOO = _Ortoo(name="ortoo", namespaces=frozenset({"urn:ortoo:bpmn:1"}), understood=frozenset({"facts", "document"}))
