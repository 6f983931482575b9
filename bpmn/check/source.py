"""The file behind a model, for rules about what the model has no place for: indexed once, asked by name and id."""

from collections.abc import Iterator
from functools import cached_property

from lxml import etree

from bpmn.kinds import kind_of
from bpmn.language import Text

__all__ = ["Source", "calls_it"]

_PLACES = {"dataObjectReference": "dataObjectRef", "dataStoreReference": "dataStoreRef"}


def calls_it(element: etree._Element) -> Text:
    """Return how a person would call an element of the file: its kind and its name, or those of what it is in."""
    named = element
    while not (named.get("id") or named.get("name")) and (around := named.getparent()) is not None:
        named = around
    kind = kind_of(str(etree.QName(named).localname))
    return Text("{kind} “{name}”", kind=kind, name=named.get("name") or named.get("id") or "?")


class Source:
    """The elements of a file that are in the namespace of its root, by name and by id.

    Attributes:
        root: The root element, None where a model was made without a file.
        others: The files read for its sake, by their names; None for one that is not there or cannot be read.
    """

    def __init__(self, root: etree._Element | None) -> None:
        self.root = root
        self.others: dict[str, Source | None] = {}
        self._namespace = "" if root is None else etree.QName(root).namespace or ""

    @cached_property
    def _by_name(self) -> dict[str, list[etree._Element]]:
        found: dict[str, list[etree._Element]] = {}
        elements = () if self.root is None else self.root.iter(f"{{{self._namespace}}}*")
        for element in elements:
            found.setdefault(etree.QName(element).localname, []).append(element)
        return found

    @cached_property
    def by_id(self) -> dict[str, etree._Element]:
        """The elements that have an id, by it; the last one where several have the same."""
        return {name: element for every in self._by_name.values() for element in every if (name := element.get("id"))}

    def every(self, *names: str) -> Iterator[etree._Element]:
        """Yield the elements of these names."""
        for name in names:
            yield from self._by_name.get(name, ())

    def every_element(self) -> Iterator[etree._Element]:
        """Yield all elements, those of one name after those of another."""
        return (element for every in self._by_name.values() for element in every)

    def inside(self, element: etree._Element | None, *names: str) -> list[etree._Element]:
        """Return the children of these names."""
        if element is None:
            return []
        return list(element.iterchildren(*(f"{{{self._namespace}}}{name}" for name in names)))

    def first(self, element: etree._Element | None, name: str) -> etree._Element | None:
        """Return the first child of a name."""
        return next(iter(self.inside(element, name)), None)

    def name_of(self, element: etree._Element) -> str:
        """Return an element's name without its namespace."""
        return str(etree.QName(element).localname)

    def texts(self, element: etree._Element | None, name: str) -> list[str]:
        """Return what the children of a name refer to, without prefixes."""
        return [_bare(child.text) for child in self.inside(element, name)]

    def named(self, reference: str | None) -> etree._Element | None:
        """Return the element that a reference means, None where it is not in this file."""
        return self.by_id.get(reference or "", self.by_id.get(_bare(reference)))

    def item_of(self, element: etree._Element | None) -> etree._Element | None:
        """Return the item definition of a data element, message, signal, error or escalation (§8.4.10, §10.4.1)."""
        seen: set[etree._Element] = set()
        # A reference may have an item of its own; references of a broken file may go in a circle.
        while element is not None and element not in seen and (place := _PLACES.get(self.name_of(element))):
            seen.add(element)
            own = self.named(element.get("itemSubjectRef"))
            if own is not None:
                return own
            element = self.named(element.get(place))
        if element is None:
            return None
        return self.named(element.get("itemSubjectRef") or element.get("itemRef") or element.get("structureRef"))

    def is_same_item(self, one: etree._Element | None, other: etree._Element | None) -> bool:
        """Return whether two item definitions are equivalent: one and the same, or of one named structure."""
        return self.structure_of(one) == self.structure_of(other)

    def structure_of(self, item: etree._Element | None) -> tuple[str, str] | None:
        """Return what item definitions are equivalent by: their structure, or themselves where they name none."""
        if item is None:
            return None
        prefix, _, name = (item.get("structureRef") or "").strip().rpartition(":")
        return (item.nsmap.get(prefix or None) or prefix, name) if name else ("#", item.get("id") or "")

    def is_executable(self, element: etree._Element) -> bool:
        """Return whether an element is in a process that says it is executable."""
        process = next(element.iterancestors(f"{{{self._namespace}}}process"), None)
        return process is not None and process.get("isExecutable") in {"true", "1"}


def _bare(reference: str | None) -> str:
    return (reference or "").strip().rpartition(":")[2]
