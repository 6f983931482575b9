"""Signavio's process editor: notes about pictures, kept in the elements; only the colours mean something here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpmn.frozen import dataclass
from bpmn.reading.dialect import Dialect
from bpmn.reading.names import attribute, words

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["SIGNAVIO"]

# What the editor gives every element of its kind says nothing.
_UNCOLOURED = frozenset({"", "#ffffff", "#000000"})


@dataclass(frozen=True, kw_only=True)
class _Signavio(Dialect):
    def fill(self, element: etree._Element) -> str:
        return self._colour(element, "bgcolor")

    def stroke(self, element: etree._Element) -> str:
        return self._colour(element, "bordercolor")

    def _colour(self, element: etree._Element, key: str) -> str:
        colours = (
            attribute(found, "metaValue")
            for found in self.find_all(element, "signavioMetaData")
            if attribute(found, "metaKey") == key
        )
        return next((colour for colour in colours if colour.lower() not in _UNCOLOURED), "")


SIGNAVIO = _Signavio(
    name="signavio",
    namespaces=frozenset({"http://www.signavio.com", "http://www.signavio.com/"}),
    is_engine=False,
    understood=words(
        "signavioMetaData signavioLabel signavioDiagramMetaData signavioStencil signavioType alignment",
        "signavioDictionaryLink dictionaryLink",
    ),
)
