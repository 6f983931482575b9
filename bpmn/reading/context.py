"""What every part of the reader shares: ids, references, expressions, notes."""

from typing import cast

from lxml import etree

from bpmn.language import Text
from bpmn.model import Expression, Extension, Note
from bpmn.reading.attributes import is_standard_attribute
from bpmn.reading.dialect import Dialect
from bpmn.reading.fieldless import ATTRIBUTES_WITHOUT_FIELD, without_field
from bpmn.reading.identities import Identities
from bpmn.reading.languages import condition_language, timer_language, value_language
from bpmn.reading.names import XML_SCHEMA, attribute, child, local_name, namespace_of, sub_elements, text_in
from bpmn.xml import line_of

__all__ = ["Reading", "extension_elements"]


class Reading:
    """One file while it is read.

    Attributes:
        root: The definitions element.
        ids: The ids of its elements.
        dialects: The dialects found in it.
        vendor: The dialect that decides on expressions which do not name their language, "" for none.
        expression_language: The file's own expression language URI, "" for none.
        incoming: Ids of the sequence flows that enter each flow node, by the node's id.
        outgoing: Ids of the sequence flows that leave it.
        implied: The kind ("error", …) by id of root elements that are used and, as a dialect allows, not declared.
        notes: What was found and mended so far.
    """

    def __init__(self, root: etree._Element, ids: Identities, dialects: tuple[Dialect, ...]) -> None:
        self.root = root
        self.ids = ids
        self.dialects = dialects
        self.vendor = next((dialect.name for dialect in dialects if dialect.decides_language), "")
        self.expression_language = attribute(root, "expressionLanguage")
        self.incoming: dict[str, list[str]] = {}
        self.outgoing: dict[str, list[str]] = {}
        self.implied: dict[str, str] = {}
        self.notes: list[Note] = list(ids.notes)
        # Trisotech writes references into its own namespace for what is not said ("triso:unspecified").
        self._elsewhere = {uri for dialect in dialects for uri in dialect.namespaces} | {XML_SCHEMA}
        self._elsewhere.update(
            attribute(inner, "namespace") for inner in sub_elements(root) if local_name(inner) == "import"
        )

    def note(self, rule: str, element: etree._Element, text: Text) -> None:
        """Remember something to say about an element; `rule` as in `Note`."""
        owner = self._owner(element)
        known = None if owner is None else self.ids[owner]
        self.notes.append(Note(rule=rule, element=known, line=line_of(element), text=text))

    def reference(self, element: etree._Element, name: str) -> str | None:
        """Return the id that an attribute refers to; None where it is missing or leads nowhere, which is noted."""
        return self.resolve(element, attribute(element, name), name)

    def references(self, element: etree._Element, name: str) -> tuple[str, ...]:
        """Return the ids that the elements of this name directly inside refer to, without those that lead nowhere."""
        inner = [found for found in sub_elements(element) if local_name(found) == name]
        resolved = (self.resolve(found, text_in(found), name) for found in inner)
        return tuple(reference for reference in resolved if reference)

    def resolve(self, element: etree._Element, reference: str, name: str) -> str | None:
        """Return the id of the element that a reference, which may be a QName, means, or None and a note."""
        reference = reference.strip()
        if not reference:
            return None
        found = self.ids.find(reference)
        if found is not None:
            return self.ids[found]
        if not self.is_imported(element, reference):
            self.note(
                "dangling-reference",
                element,
                Text("{name} refers to {reference}, which is not in the file.", name=name, reference=reference),
            )
        return None

    def node_reference(self, element: etree._Element, reference: str, name: str) -> str | None:
        """Return the id of the flow node that a reference means, or None and a note."""
        resolved = self.resolve(element, reference, name)
        if resolved is None:
            return None
        found = self.ids.find(resolved)
        if found is not None and self.ids.is_flow_node(found):
            return resolved
        self.note(
            "dangling-reference",
            element,
            Text(
                "{name} refers to {reference}, which is no event, activity or gateway.", name=name, reference=resolved
            ),
        )
        return None

    def expression(self, element: etree._Element | None) -> Expression | None:
        """Return a condition or another expression element's expression, or None where it is missing or empty."""
        if element is None:
            return None
        text = text_in(element).strip()
        uri = attribute(element, "language") or self.expression_language
        language, text = condition_language(uri, text, self.vendor)
        return Expression(text=text, language=language, line=line_of(element)) if text else None

    def expression_in(self, element: etree._Element, name: str) -> Expression | None:
        """Return the expression of the BPMN element of that name directly inside, or None."""
        return self.expression(child(element, name))

    def timer_value(self, element: etree._Element) -> Expression:
        """Return a timer's date, duration or cycle; its text is "" where the file gives none."""
        uri = attribute(element, "language") or self.expression_language
        language, text = timer_language(uri, text_in(element), self.vendor)
        return Expression(text=text, language=language if text else "", line=line_of(element))

    def value(self, text: str, element: etree._Element) -> Expression | None:
        """Return a vendor's attribute, plain unless it is marked as an expression; None where it is empty."""
        language, inner = value_language(text, self.vendor)
        return Expression(text=inner, language=language, line=line_of(element)) if inner else None

    def values(self, text: str, element: etree._Element) -> tuple[Expression, ...]:
        """Return a list written with commas; an expression in it may hold commas of its own."""
        found = (self.value(part, element) for part in _split_list(text))
        return tuple(value for value in found if value is not None)

    def script(self, text: str, uri: str, element: etree._Element) -> Expression:
        """Return a text that is always evaluated, in the language that the file names for it."""
        language, inner = condition_language(uri, text, self.vendor)
        return Expression(text=inner, language=language, line=line_of(element))

    def extensions(self, element: etree._Element) -> tuple[Extension, ...]:
        """Return an element's extension elements and the attributes that BPMN does not give it, as they stand."""
        found = [_extension(inner) for inner in extension_elements(element)]
        kind = local_name(element)
        foreign = tuple(
            (str(name), str(value)) for name, value in element.items() if not is_standard_attribute(kind, str(name))
        )
        if foreign:
            found.append(Extension(namespace="", name="attributes", attributes=foreign, line=line_of(element)))
        return tuple(found)

    def kept(self, element: etree._Element) -> tuple[Extension, ...]:
        """Return the parts of an element that BPMN has and the `Model` has no field for, as they stand."""
        found = [_extension(inner) for inner in without_field(element)]
        attributes = tuple(
            (str(name), str(value)) for name, value in element.items() if name in ATTRIBUTES_WITHOUT_FIELD
        )
        if attributes:
            found.append(Extension(namespace="", name="attributes", attributes=attributes, line=line_of(element)))
        return tuple(found)

    def is_imported(self, element: etree._Element, reference: str) -> bool:
        """Return whether a reference is into an imported file, a vendor's namespace or the types of XML Schema."""
        prefix, colon, _ = reference.partition(":")
        return bool(colon) and element.nsmap.get(prefix) in self._elsewhere

    def _owner(self, element: etree._Element) -> etree._Element | None:
        """Return the nearest element, itself included, that has an id."""
        owner: etree._Element | None = element
        while owner is not None and not self.ids.knows(owner):
            owner = owner.getparent()
        return owner


def extension_elements(element: etree._Element) -> list[etree._Element]:
    """Return the elements inside `extensionElements`, and those that tools put beside it although they are foreign."""
    found: list[etree._Element] = []
    own = namespace_of(str(element.tag))
    for inner in sub_elements(element):
        if local_name(inner) == "extensionElements":
            found.extend(sub_elements(inner))
        elif namespace_of(str(inner.tag)) != own:
            found.append(inner)
    return found


def _extension(element: etree._Element) -> Extension:
    return Extension(
        namespace=namespace_of(str(element.tag)),
        name=local_name(element),
        attributes=tuple(cast("list[tuple[str, str]]", element.items())),
        text=(element.text or "").strip(),
        children=tuple(_extension(inner) for inner in sub_elements(element)) if len(element) else (),
        line=line_of(element),
    )


def _split_list(text: str) -> list[str]:
    if text.strip().startswith("="):
        return [text]
    parts = [""]
    depth = 0
    for character in text:
        depth += (character in "{([") - (character in "})]")
        if character == "," and depth <= 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts
