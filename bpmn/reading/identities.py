"""Which id each element has: the file's own, or one made up where the file gives none or gives it twice."""

from collections import Counter

from lxml import etree

from bpmn.language import Text
from bpmn.model import Note
from bpmn.reading.names import BPMN_NAMESPACES, attribute, local_name, namespace_of
from bpmn.reading.standard import FLOW_NODES, IDENTIFIED
from bpmn.xml import line_of

__all__ = ["Identities"]


class Identities:
    """The ids of a file's elements, unique, and the way from a reference to the element it means.

    Attributes:
        notes: What had to be mended.
    """

    def __init__(self, root: etree._Element) -> None:
        self.notes: list[Note] = []
        # The elements are kept as keys, so that lxml hands out the same object for each of them as long as this lives.
        self._ids: dict[etree._Element, str] = {}
        self._elements: dict[str, etree._Element] = {}
        self._taken: set[str] = set()
        self._counters: Counter[str] = Counter()
        self._read(root)

    def __getitem__(self, element: etree._Element) -> str:
        known = self._ids.get(element)
        if known is None:
            known = self._assign(element, self._free(local_name(element)))
        return known

    def find(self, reference: str) -> etree._Element | None:
        """Return the element that a reference, which may be a QName, means, or None."""
        reference = reference.strip()
        found = self._elements.get(reference)
        if found is None and ":" in reference:
            found = self._elements.get(reference.rpartition(":")[2])
        return found

    def find_exactly(self, element_id: str) -> etree._Element | None:
        """Return the element of that id, or None."""
        return self._elements.get(element_id)

    def knows(self, element: etree._Element) -> bool:
        """Whether the element has an id."""
        return element in self._ids

    def is_flow_node(self, element: etree._Element) -> bool:
        """Whether the element is an event, activity or gateway."""
        return local_name(element) in FLOW_NODES

    def _read(self, root: etree._Element) -> None:
        elements = [element for element in root.iter("*") if namespace_of(str(element.tag)) in BPMN_NAMESPACES]
        self._taken = {attribute(element, "id") for element in elements}
        for element in elements:
            given = attribute(element, "id")
            if not given:
                self._without_id(element)
            elif given in self._elements:
                self._twice(element, given)
            else:
                self._assign(element, given)

    def _without_id(self, element: etree._Element) -> None:
        if local_name(element) not in IDENTIFIED:
            return
        made_up = self._assign(element, self._free(local_name(element)))
        text = Text("The {type} has no id; it is called {id} here.", type=local_name(element), id=made_up)
        self._note("missing-id", element, text)

    def _twice(self, element: etree._Element, given: str) -> None:
        made_up = self._assign(element, self._free(given, first=2))
        self._note(
            "duplicate-id",
            element,
            Text("The id {id} is used twice; the second is called {new} here.", id=given, new=made_up),
        )

    def _assign(self, element: etree._Element, element_id: str) -> str:
        self._ids[element] = element_id
        self._elements[element_id] = element
        self._taken.add(element_id)
        return element_id

    def _free(self, stem: str, *, first: int = 1) -> str:
        """Return the stem with the next number that makes an id nobody has; numbers are not tried twice."""
        while True:
            self._counters[stem] += 1
            found = f"{stem}_{self._counters[stem] + first - 1}"
            if found not in self._taken:
                return found

    def _note(self, rule: str, element: etree._Element, text: Text) -> None:
        self.notes.append(Note(rule=rule, element=self._ids[element], line=line_of(element), text=text))
