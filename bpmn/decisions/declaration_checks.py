"""Checking what a DMN file declares: ids, names, types and imports (DMN 1.5 §6.3.2, §6.3.3, §7.3.3)."""

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from bpmn.decisions.elements import attribute, child, children, local_name
from bpmn.decisions.fault import Fault
from bpmn.decisions.item_types import ItemTypes
from bpmn.decisions.program import NODES, Program
from bpmn.decisions.reader import DecisionModel
from bpmn.expressions.feel.access import nearest_name
from bpmn.expressions.feel.scanner import normal_name
from bpmn.language import Text

__all__ = ["declaration_faults"]


def declaration_faults(model: DecisionModel, program: Program) -> Iterator[Fault]:
    """Yield what is wrong with the declarations of a model."""
    yield from _duplicate_ids(model.root)
    yield from _duplicate_names(model.root)
    yield from _variable_names(model.root)
    yield from _missing_imports(model, program)
    yield from _types(model, program)


def _duplicate_ids(root: etree._Element) -> Iterator[Fault]:
    namespace = etree.QName(root).namespace
    seen: set[str] = set()
    for element in root.iter(f"{{{namespace}}}*"):
        identifier = element.get("id")
        if identifier and identifier in seen:
            yield Fault(
                rule="duplicate-id",
                element=element,
                text=Text("The id {id} is used twice.", id=identifier),
                advice=Text("Give one of the two another id, and mend what refers to it."),
            )
        seen.add(identifier or "")


def _duplicate_names(root: etree._Element) -> Iterator[Fault]:
    for group in (NODES, ("itemDefinition",), ("import",)):
        elements = [element for element in children(root, *group) if attribute(element, "name")]
        counts = Counter(normal_name(attribute(element, "name")) for element in elements)
        seen: set[str] = set()
        for element in elements:
            name = normal_name(attribute(element, "name"))
            if counts[name] > 1 and name in seen:
                yield Fault(
                    rule="decision-name-duplicate",
                    element=element,
                    text=Text("Two elements are called {name}: an expression may mean either.", name=name),
                    advice=Text("Give one of the two another name."),
                )
            seen.add(name)


def _variable_names(root: etree._Element) -> Iterator[Fault]:
    for element in children(root, *NODES):
        variable = child(element, "variable")
        name, own = attribute(element, "name"), "" if variable is None else attribute(variable, "name")
        if variable is not None and own and normal_name(own) != normal_name(name):
            yield Fault(
                rule="decision-variable-name",
                element=variable,
                text=Text(
                    "The variable of {name} is called {other}; the standard wants the same name.", name=name, other=own
                ),
                advice=Text("Give both the same name: other tools know it by one of the two only."),
            )


def _missing_imports(model: DecisionModel, program: Program) -> Iterator[Fault]:
    for element in children(model.root, "import"):
        namespace = attribute(element, "namespace")
        kind = attribute(element, "importType")
        if namespace in program.imported_namespaces or (kind and "/spec/DMN/" not in kind):
            continue
        place = attribute(element, "locationURI") or namespace
        yield Fault(
            rule="decision-import-missing",
            element=element,
            text=Text("The imported file {file} was not found.", file=place),
            advice=Text("Put the DMN file with the namespace {namespace} beside this one.", namespace=namespace),
        )


def _types(model: DecisionModel, program: Program) -> Iterator[Fault]:
    types = program.types
    for element in model.root.iter():
        is_reference = local_name(element) == "typeRef"
        name = (element.text or "") if is_reference else element.get("typeRef", "") if local_name(element) else ""
        if name.strip() and not types.knows(name) and not _is_of_missing_file(name, model, program):
            yield _unknown_type(element, name.strip(), types)
    for element in children(model.root, "itemDefinition"):
        if types.is_circular(element):
            yield Fault(
                rule="decision-type-cycle",
                element=element,
                text=Text("The type {name} is made of itself.", name=attribute(element, "name")),
                advice=Text("Say what it is made of: components, or a type that does not lead back to it."),
            )


def _is_of_missing_file(name: str, model: DecisionModel, program: Program) -> bool:
    missing = [one.name for one in model.imports if one.namespace not in program.imported_namespaces]
    return any(not prefix or name.strip().startswith(f"{prefix}.") for prefix in missing)


def _unknown_type(element: etree._Element, name: str, types: ItemTypes) -> Fault:
    near = nearest_name(name, [*types, "boolean", "date", "date and time", "number", "string", "time"])
    return Fault(
        rule="decision-type-unknown",
        element=element,
        text=Text("There is no type {name}.", name=name)
        if near is None
        else Text("There is no type {name}. Is {near} meant?", name=name, near=near),
        advice=Text("Name a type of FEEL or an item definition; until then any value will do."),
    )
