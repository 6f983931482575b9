"""Reading DMN files, and putting a model together with those that it imports."""

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeGuard, TypeVar

from lxml import etree

from bpmn.decisions.builder import EXPRESSIONS, Builder
from bpmn.decisions.elements import attribute, child, children, line_of, local_name
from bpmn.decisions.graph import DecisionNode, InputNode, KnowledgeNode, Node, Requirement, ServiceNode
from bpmn.decisions.item_types import ItemTypes
from bpmn.decisions.table import DecisionTable
from bpmn.errors import UnreadableFileError
from bpmn.expressions.errors import ExpressionError
from bpmn.expressions.feel.scanner import normal_name
from bpmn.expressions.feel.types import Type
from bpmn.language import Text
from bpmn.xml import parse_xml

__all__ = ["Decision", "DecisionModel", "Import", "Program", "read_decision_file", "read_decisions"]

_Kind = TypeVar("_Kind")
_NODES = ("inputData", "decision", "businessKnowledgeModel", "decisionService")
_PARAMETERS = ("parameter", "formalParameter")
_DEEPEST_IMPORT = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a decision is, before it is made.

    Attributes:
        id: Its id.
        name: Its name.
        requires: Names of the input data and decisions that it states to need.
        line: 1-based line in the file.
        has_logic: Whether there is anything to evaluate.
    """

    id: str
    name: str
    requires: tuple[str, ...]
    line: int | None
    has_logic: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """A model that another one uses.

    Attributes:
        namespace: The namespace of the imported model.
        name: What its elements are called by, before a point; "" for no prefix.
        location: Where the file says it is, or "".
    """

    namespace: str
    name: str
    location: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Program:
    """A model compiled together with what it imports.

    Attributes:
        nodes: Its own nodes by id.
        names: Their names.
        types: Its item definitions.
        problems: Expressions that do not compile.
        tables: The decision tables.
    """

    nodes: Mapping[str, Node]
    names: frozenset[str]
    types: ItemTypes
    problems: tuple[ExpressionError, ...]
    tables: tuple[DecisionTable, ...]
    imported: Mapping[str, "Program"]

    def find(self, name: str) -> Node | None:
        """Return the node with this id, or else with this name, decisions first."""
        if name in self.nodes:
            return self.nodes[name]
        wanted = normal_name(name)
        named = [node for node in self.nodes.values() if node.name == wanted]
        decisions = [node for node in named if isinstance(node, DecisionNode)]
        return next(iter(decisions or named), None)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DecisionModel:
    """A DMN file.

    Attributes:
        name: Its name.
        namespace: Its namespace, by which others import it.
        source_name: What the file is called in messages.
        decisions: Its decisions by id.
        input_names: Names of its input data.
        imports: The models that it needs to be given.
    """

    name: str
    namespace: str
    source_name: str
    decisions: Mapping[str, Decision]
    input_names: tuple[str, ...]
    imports: tuple[Import, ...]
    _root: etree._Element
    _programs: dict[tuple[int, ...], tuple[tuple["DecisionModel", ...], Program]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def find(self, name: str) -> Decision | None:
        """Return the decision with this id, or else with this name."""
        wanted = normal_name(name)
        by_name = (decision for decision in self.decisions.values() if decision.name == wanted)
        return self.decisions.get(name) or next(by_name, None)

    @property
    def problems(self) -> tuple[ExpressionError, ...]:
        """The expressions of the file that do not compile, with their lines; each comes out null."""
        return self.program(()).problems

    def program(self, imports: Iterable["DecisionModel"]) -> Program:
        """Return the compiled model, together with those of the given models that it imports; compiled once."""
        given = tuple(imports) if self.imports else ()
        key = tuple(map(id, given))
        with self._lock:
            # The given models are kept beside the program, so that no other model can come to have the same id.
            if key not in self._programs:
                self._programs[key] = (given, _Linker(given).link(self, 0))
            return self._programs[key][1]


def read_decisions(data: bytes, *, source_name: str) -> DecisionModel:
    """Return a DMN file (1.1 to 1.5), read and compiled.

    An expression that does not compile makes its own decision null, and is listed in `problems`.

    Args:
        data: The file's bytes.
        source_name: What to call the file in messages.

    Raises:
        UnreadableFileError: If it is not XML, or not DMN.
    """
    root = parse_xml(data, source_name=source_name)
    if local_name(root) != "definitions" or "/spec/DMN/" not in str(etree.QName(root).namespace):
        raise UnreadableFileError(
            Text("This is not a DMN file. Export the decision again as DMN XML."),
            source_name=source_name,
            line=line_of(root),
        )
    names = {attribute(node, "id"): normal_name(attribute(node, "name")) for node in children(root, *_NODES)}
    model = DecisionModel(
        name=attribute(root, "name"),
        namespace=attribute(root, "namespace"),
        source_name=source_name,
        decisions={attribute(node, "id"): _decision(node, names) for node in children(root, "decision")},
        input_names=tuple(normal_name(attribute(node, "name")) for node in children(root, "inputData")),
        imports=tuple(_import(element) for element in children(root, "import")),
        _root=root,
    )
    if not model.imports:
        model.program(())
    return model


def read_decision_file(path: Path) -> tuple[DecisionModel, tuple[DecisionModel, ...]]:
    """Return the model in a file and the models in the same folder that it imports, directly or not.

    Raises:
        UnreadableFileError: If the file itself cannot be read; files beside it that cannot are passed over.
    """
    model = read_decisions(path.read_bytes(), source_name=path.name)
    if not model.imports:
        return model, ()
    beside: dict[str, DecisionModel] = {}
    for other in sorted(path.parent.glob("*.dmn")):
        if other != path:
            try:
                found = read_decisions(other.read_bytes(), source_name=other.name)
            except UnreadableFileError:
                continue
            beside[found.namespace] = found
    needed: dict[str, DecisionModel] = {}
    waiting = [one.namespace for one in model.imports]
    while waiting:
        namespace = waiting.pop()
        if namespace in beside and namespace not in needed:
            needed[namespace] = beside[namespace]
            waiting += [one.namespace for one in beside[namespace].imports]
    return model, tuple(needed.values())


def _decision(element: etree._Element, names: Mapping[str, str]) -> Decision:
    references = [_reference(one) for one in _requirements(element)]
    return Decision(
        id=attribute(element, "id"),
        name=normal_name(attribute(element, "name")),
        requires=tuple(names[node] for _, node in references if node in names),
        line=line_of(element),
        has_logic=child(element, *EXPRESSIONS) is not None,
    )


def _import(element: etree._Element) -> Import:
    return Import(
        namespace=attribute(element, "namespace"),
        name=normal_name(attribute(element, "name")),
        location=attribute(element, "locationURI"),
    )


def _requirements(element: etree._Element) -> list[etree._Element]:
    return [
        target
        for requirement in children(element, "informationRequirement", "knowledgeRequirement")
        for target in children(requirement, "requiredInput", "requiredDecision", "requiredKnowledge")
    ]


def _reference(element: etree._Element) -> tuple[str, str]:
    """Return the namespace, "" for the own one, and the id that an `href` names."""
    namespace, _, node = attribute(element, "href").rpartition("#")
    return namespace, node


class _Linker:
    """Compiles a model and, before it, those that it imports."""

    def __init__(self, given: tuple[DecisionModel, ...]) -> None:
        self._given = {model.namespace: model for model in given}
        self._programs: dict[str, Program] = {}

    def link(self, model: DecisionModel, depth: int) -> Program:
        """Return the compiled model.

        Raises:
            UnreadableFileError: If models import each other in a circle.
        """
        if depth > _DEEPEST_IMPORT:
            raise UnreadableFileError(
                Text("The model imports itself, directly or through others."), source_name=model.source_name
            )
        imported: dict[str, Program] = {}
        for one in model.imports:
            other = self._given.get(one.namespace)
            if other is not None:
                if one.namespace not in self._programs:
                    self._programs[one.namespace] = self.link(other, depth + 1)
                imported[one.name] = self._programs[one.namespace]
        return _compile(model, imported)


def _compile(model: DecisionModel, imported: Mapping[str, Program]) -> Program:
    root = model._root  # noqa: SLF001 - the element belongs to this module
    builder = Builder(
        root,
        source_name=model.source_name,
        imported={name: program.types for name, program in imported.items()},
        names=_all_names(root) | _names_of(imported),
    )
    elements = {attribute(element, "id"): element for element in children(root, *_NODES)}
    nodes = {
        identifier: _NODE_BUILDERS[local_name(element)](builder, element) for identifier, element in elements.items()
    }
    targets = {("", identifier): Requirement(imported_as="", node=node) for identifier, node in nodes.items()}
    for one in model.imports:
        for identifier, node in imported[one.name].nodes.items() if one.name in imported else ():
            targets[one.namespace, identifier] = Requirement(imported_as=one.name, node=node)
    for identifier, element in elements.items():
        _connect(nodes[identifier], element, targets)
    names = frozenset(node.name for node in nodes.values())
    return Program(
        nodes=nodes,
        names=names,
        types=builder.types,
        problems=tuple(builder.problems),
        tables=tuple(builder.tables),
        imported=imported,
    )


def _all_names(root: etree._Element) -> frozenset[str]:
    named = ((local_name(element), normal_name(str(element.get("name", "")))) for element in root.iter())
    # A point in the name of a parameter is a path anywhere else (`Builder.function`).
    return frozenset(name for kind, name in named if name and not (kind in _PARAMETERS and "." in name))


def _names_of(imported: Mapping[str, Program]) -> frozenset[str]:
    return frozenset(node.name for program in imported.values() for node in program.nodes.values())


def _connect(node: Node, element: etree._Element, targets: Mapping[tuple[str, str], Requirement]) -> None:
    if isinstance(node, DecisionNode | KnowledgeNode):
        found = (targets.get(_reference(one)) for one in _requirements(element))
        node.requirements += [requirement for requirement in found if requirement]
    elif isinstance(node, ServiceNode):
        node.inputs += _targets(element, ("inputData", "inputDecision"), targets, _is_input)
        node.outputs += _targets(element, ("outputDecision",), targets, _is_decision)


def _is_input(node: Node) -> TypeGuard[InputNode | DecisionNode]:
    return isinstance(node, InputNode | DecisionNode)


def _is_decision(node: Node) -> TypeGuard[DecisionNode]:
    return isinstance(node, DecisionNode)


def _targets(
    element: etree._Element,
    names: tuple[str, ...],
    targets: Mapping[tuple[str, str], Requirement],
    kind: Callable[[Node], TypeGuard[_Kind]],
) -> list[_Kind]:
    """Return the nodes that children of these names, in this order, refer to."""
    found = (targets.get(_reference(one)) for name in names for one in children(element, name))
    return [node for node in (requirement.node for requirement in found if requirement) if kind(node)]


def _type_of_variable(builder: Builder, element: etree._Element) -> Type | None:
    variable = child(element, "variable")
    return None if variable is None else builder.types.resolve(attribute(variable, "typeRef"))


def _input_node(builder: Builder, element: etree._Element) -> Node:
    return InputNode(
        id=attribute(element, "id"),
        name=normal_name(attribute(element, "name")),
        expected=_type_of_variable(builder, element),
    )


def _decision_node(builder: Builder, element: etree._Element) -> Node:
    builder.owner = attribute(element, "id")
    logic = child(element, *EXPRESSIONS)
    return DecisionNode(
        id=builder.owner,
        name=normal_name(attribute(element, "name")),
        logic=None if logic is None else builder.boxed(logic),
        expected=_type_of_variable(builder, element),
    )


def _knowledge_node(builder: Builder, element: etree._Element) -> Node:
    builder.owner = attribute(element, "id")
    logic = child(element, "encapsulatedLogic")
    return KnowledgeNode(
        id=builder.owner,
        name=normal_name(attribute(element, "name")),
        function=None if logic is None else builder.function(logic),
        expected=None,
    )


def _service_node(_builder: Builder, element: etree._Element) -> Node:
    return ServiceNode(id=attribute(element, "id"), name=normal_name(attribute(element, "name")), expected=None)


_NODE_BUILDERS = {
    "inputData": _input_node,
    "decision": _decision_node,
    "businessKnowledgeModel": _knowledge_node,
    "decisionService": _service_node,
}
