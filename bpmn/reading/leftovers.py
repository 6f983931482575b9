"""What is in a file and was not understood: imports, unknown elements, vendors' extensions."""

from lxml import etree

from bpmn.language import Text
from bpmn.reading.context import Reading
from bpmn.reading.names import BPMN_NAMESPACES, attribute, local_name, namespace_of
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
    """Note imports, elements BPMN does not have, and extensions nobody turned into values, each kind of them once."""
    understood = {namespace: dialect.understood for dialect in reading.dialects for namespace in dialect.namespaces}
    seen: set[tuple[str, str]] = set()
    for element in reading.root.iter("*"):
        namespace, name = namespace_of(str(element.tag)), local_name(element)
        _note_prefix(element, str(element.tag), seen, reading)
        if namespace in BPMN_NAMESPACES:
            _note_standard(element, name, seen, reading)
        elif namespace not in _foreign_parent(element):
            _note_extension(element, namespace, name, understood, seen, reading)
        for attribute_name in element.attrib:
            uri = namespace_of(str(attribute_name))
            _note_prefix(element, str(attribute_name), seen, reading)
            if uri and uri not in BPMN_NAMESPACES:
                local = str(attribute_name).rpartition("}")[2]
                _note_extension(element, uri, local, understood, seen, reading)


def _foreign_parent(element: etree._Element) -> tuple[str, ...]:
    """Return the namespace of the element around it: what is inside a noted extension is not noted again."""
    parent = element.getparent()
    return () if parent is None else (namespace_of(str(parent.tag)),)


def _note_prefix(element: etree._Element, name: str, seen: set[tuple[str, str]], reading: Reading) -> None:
    prefix, colon, _ = name.partition(":")
    if name.startswith("{") or not colon or ("prefix", prefix) in seen:
        return
    seen.add(("prefix", prefix))
    text = Text("The prefix {prefix} is not declared, so what begins with it has no effect.", prefix=prefix)
    reading.note("undeclared-prefix", element, text)


def _note_standard(element: etree._Element, name: str, seen: set[tuple[str, str]], reading: Reading) -> None:
    if name == "import":
        text = Text("The file imports {location}, which is not read.", location=attribute(element, "location") or "?")
        reading.note("import", element, text)
    elif name not in STANDARD and ("BPMN", name) not in seen:
        seen.add(("BPMN", name))
        text = Text("BPMN 2.0 has no element {name}; it is kept but has no effect.", name=name)
        reading.note("unknown-element", element, text)


def _note_extension(
    element: etree._Element,
    namespace: str,
    name: str,
    understood: dict[str, frozenset[str]],
    seen: set[tuple[str, str]],
    reading: Reading,
) -> None:
    if namespace.startswith(_SILENT):
        return
    known = understood.get(namespace)
    # A vendor nobody here knows gets one note in all, not one for each of its elements.
    key = (namespace, name if known is not None else "")
    if key in seen or (known is not None and name in known):
        return
    seen.add(key)
    if known is None:
        text = Text("The extensions of {namespace} are kept but have no effect here.", namespace=namespace or '""')
    else:
        text = Text("{name} of {namespace} is kept but has no effect here.", name=name, namespace=namespace)
    reading.note("unknown-extension", element, text)
