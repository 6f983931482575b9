"""Bizagi Modeler: properties of each element, of which the colours mean something here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpmn.frozen import dataclass
from bpmn.reading.dialect import Dialect
from bpmn.reading.names import attribute, words

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["BIZAGI"]

# What the modeller gives every element says nothing.
_PLAIN = frozenset({"white", "black", "#ffffff", "#000000"})


@dataclass(frozen=True, kw_only=True)
class _Bizagi(Dialect):
    def fill(self, element: etree._Element) -> str:
        return self._colour(element, "bgColor")

    def stroke(self, element: etree._Element) -> str:
        return self._colour(element, "borderColor")

    def _colour(self, element: etree._Element, name: str) -> str:
        holder = self.find(element, "BizagiExtensions")
        found = () if holder is None else holder.iter("{*}BizagiProperty")
        colour = next((attribute(inner, "value") for inner in found if attribute(inner, "name") == name), "")
        return "" if colour.lower() in _PLAIN else colour


BIZAGI = _Bizagi(
    name="bizagi",
    namespaces=frozenset({"http://www.bizagi.com/bpmn20"}),
    is_engine=False,
    needs_use=True,
    understood=words("BizagiExtensions BizagiProperties BizagiProperty"),
)
