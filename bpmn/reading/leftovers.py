"""What is in a file and was not understood: imports, unknown elements and attributes, vendors' extensions."""

from lxml import etree

from bpmn.language import Text
from bpmn.reading.attributes import is_standard_attribute
from bpmn.reading.context import Reading
from bpmn.reading.names import BPMN_NAMESPACES, attribute, is_bpmn, local_name, namespace_of
from bpmn.reading.standard import STANDARD

__all__ = ["note_leftovers"]

# What belongs to XML, to the diagram, or to the editor that drew it.
_SILENT = (
    "http://www.w3.org/",
    "http://www.omg.org/spec/BPMN/20100524/DI",
    "http://www.omg.org/spec/DD/",
    "http://www.omg.org/spec/BPMN/non-normative/",
    "http://bpmn.io/schema/",
    "http://camunda.org/schema/modeler/",
    "http://operaton.org/schema/modeler/",
    "http://activiti.com/modeler",
    "http://flowable.org/design",
)


def note_leftovers(reading: Reading) -> None:
    """Note imports, what BPMN does not have, and extensions nobody turned into values, each kind of them once."""
    survey = _Survey(reading)
    for element in reading.root.iter("*"):
        survey.look_at(element)


class _Survey:
    """The kinds of things seen so far, so that each is looked at and noted once, however often a file has it."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        dialects = reading.dialects
        self._understood = {uri: dialect.understood for dialect in dialects for uri in dialect.namespaces}
        self._silent = {uri for dialect in dialects if dialect.is_silent for uri in dialect.namespaces}
        self._seen: set[tuple[str, str]] = set()
        self._foreign: dict[str, bool] = {}

    def look_at(self, element: etree._Element) -> None:
        """Note what there is to note of an element and its attributes."""
        tag = str(element.tag)
        is_foreign = self._is_foreign(tag)
        # What is inside an extension belongs to it, even where its tool left it in BPMN's namespace.
        if self._is_of_an_extension(element, is_foreign=is_foreign):
            return
        if self._is_new("element", tag) or tag.endswith("}import"):
            self._note_element(element, tag, is_foreign=is_foreign)
        for name in element.keys():  # noqa: SIM118 - an element's own iteration is over its children
            if self._is_new(tag, str(name)):
                self._note_attribute(element, str(name), is_foreign=is_foreign)

    def _is_new(self, kind: str, name: str) -> bool:
        if (kind, name) in self._seen:
            return False
        self._seen.add((kind, name))
        return True

    def _is_foreign(self, tag: str) -> bool:
        known = self._foreign.get(tag)
        if known is None:
            namespace = namespace_of(tag)
            known = self._foreign[tag] = namespace not in BPMN_NAMESPACES and not namespace.startswith(_SILENT)
        return known

    def _is_of_an_extension(self, element: etree._Element, *, is_foreign: bool) -> bool:
        if is_foreign:
            around = element.getparent()
            return around is not None and self._is_foreign(str(around.tag))
        return is_bpmn(element) and local_name(element) not in STANDARD and self._is_inside_another(element)

    def _is_inside_another(self, element: etree._Element) -> bool:
        return any(self._is_foreign(str(around.tag)) for around in element.iterancestors())

    def _note_element(self, element: etree._Element, tag: str, *, is_foreign: bool) -> None:
        self._note_prefix(element, tag)
        name = local_name(element)
        if is_foreign:
            self._note_extension(element, namespace_of(tag), name)
        elif namespace_of(tag) in BPMN_NAMESPACES:
            self._note_standard(element, name)

    def _note_attribute(self, element: etree._Element, name: str, *, is_foreign: bool) -> None:
        if name.startswith("{"):
            if self._is_foreign(name):
                self._note_extension(element, namespace_of(name), name.rpartition("}")[2])
        elif ":" in name:
            self._note_prefix(element, name)
        elif not is_foreign and namespace_of(str(element.tag)) in BPMN_NAMESPACES:
            self._note_plain_attribute(element, name)

    def _note_plain_attribute(self, element: etree._Element, name: str) -> None:
        kind = local_name(element)
        if kind in STANDARD and not is_standard_attribute(kind, name) and not self._is_inside_another(element):
            text = Text(
                "BPMN 2.0 has no attribute {name} at {type}; it is kept but has no effect.", name=name, type=kind
            )
            self._reading.note("unknown-attribute", element, text)

    def _note_prefix(self, element: etree._Element, name: str) -> None:
        prefix, colon, _ = name.partition(":")
        if name.startswith("{") or not colon or not self._is_new("prefix", prefix):
            return
        text = Text("The prefix {prefix} is not declared, so what begins with it has no effect.", prefix=prefix)
        self._reading.note("undeclared-prefix", element, text)

    def _note_standard(self, element: etree._Element, name: str) -> None:
        if name == "import":
            location = attribute(element, "location") or "?"
            self._reading.note(
                "import", element, Text("The file imports {location}, which is not read.", location=location)
            )
        elif name not in STANDARD:
            text = Text("BPMN 2.0 has no element {name}; it is kept but has no effect.", name=name)
            self._reading.note("unknown-element", element, text)

    def _note_extension(self, element: etree._Element, namespace: str, name: str) -> None:
        if namespace in self._silent:
            return
        known = self._understood.get(namespace)
        # A vendor nobody here knows gets one note in all, not one for each of its elements.
        if (known is not None and name in known) or not self._is_new(namespace, "" if known is None else name):
            return
        if known is None:
            text = Text("The extensions of {namespace} are kept but have no effect here.", namespace=namespace or '""')
        else:
            text = Text("{name} of {namespace} is kept but has no effect here.", name=name, namespace=namespace)
        self._reading.note("unknown-extension", element, text)
