"""A model as it is run: its nodes, compiled and connected with each other and with those of imported models."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeGuard, TypeVar

from lxml import etree

from bpmn.decisions.builder import EXPRESSIONS, Builder
from bpmn.decisions.elements import attribute, child, children, local_name
from bpmn.decisions.item_types import ItemTypes
from bpmn.decisions.nodes import DecisionNode, InputNode, KnowledgeNode, Node, Requirement, ServiceNode
from bpmn.decisions.table import DecisionTable
from bpmn.errors import UnreadableFileError
from bpmn.expressions.errors import ExpressionError
from bpmn.expressions.feel.scanner import normal_name
from bpmn.expressions.feel.types import Type, class_of
from bpmn.language import Text

if TYPE_CHECKING:
    from bpmn.decisions.reader import DecisionModel, Import

__all__ = ["NODES", "Linker", "Program", "identifier_of", "reference", "requirements"]

_Kind = TypeVar("_Kind")
NODES = ("inputData", "decision", "businessKnowledgeModel", "decisionService")
"""The elements that decisions are made of."""
_PARAMETERS = ("parameter", "formalParameter")
_DEEPEST_IMPORT = 20


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Program:
    """A model compiled together with what it imports.

    Attributes:
        nodes: Its own nodes by id.
        by_name: The same by name; of several the first decision, or else the first.
        names: Their names.
        types: Its item definitions.
        problems: Expressions that do not compile, each with its element.
        tables: The decision tables.
        truth_tests: The texts of cells that hold the tested value against true or false.
        imported: The imported models that have a prefix, by it.
        imported_namespaces: The namespaces of all imported models that were found.
        open_types: The names that expressions read and that are nothing in the model, each with the type of the table's
            column that it is the input of, if any: tables of Camunda and Operaton state no input data.
    """

    nodes: Mapping[str, Node]
    by_name: Mapping[str, Node]
    names: frozenset[str]
    types: ItemTypes
    problems: tuple[tuple[etree._Element | None, ExpressionError], ...]
    tables: tuple[DecisionTable, ...]
    truth_tests: frozenset[str]
    imported: Mapping[str, "Program"]
    imported_namespaces: frozenset[str]
    open_types: Mapping[str, Type | None]

    def find(self, name: str) -> Node | None:
        """Return the node with this id, or else with this name, decisions first, or else `import.name`."""
        found = self.nodes.get(name) or self.by_name.get(name) or self.by_name.get(normal_name(name))
        if found is not None:
            return found
        qualified = ((program, name.removeprefix(f"{prefix}.")) for prefix, program in self.imported.items())
        return next((node for program, rest in qualified if rest != name and (node := program.find(rest))), None)


def requirements(element: etree._Element) -> list[etree._Element]:
    """Return the elements that say what a decision or knowledge model requires."""
    return [
        target
        for requirement in children(element, "informationRequirement", "knowledgeRequirement")
        for target in children(requirement, "requiredInput", "requiredDecision", "requiredKnowledge")
    ]


def reference(element: etree._Element) -> tuple[str, str]:
    """Return the namespace, "" for the own one, and the id that an `href` names."""
    namespace, _, node = attribute(element, "href").rpartition("#")
    return namespace, node


def identifier_of(element: etree._Element) -> str:
    """Return what an element is referred to by: its id, or where it has none its name."""
    return attribute(element, "id") or normal_name(attribute(element, "name"))


class Linker:
    """Compiles a model and, before it, those that it imports.

    Args:
        given: The models that may be imported.
    """

    def __init__(self, given: tuple["DecisionModel", ...]) -> None:
        self._given = {model.namespace: model for model in given}
        self._programs: dict[str, Program] = {}

    def link(self, model: "DecisionModel", depth: int) -> Program:
        """Return the compiled model.

        Raises:
            UnreadableFileError: If models import each other in a circle.
        """
        if depth > _DEEPEST_IMPORT:
            raise UnreadableFileError(
                Text("The model imports itself, directly or through others."), source_name=model.source_name
            )
        imported: list[tuple[Import, Program]] = []
        for one in model.imports:
            other = self._given.get(one.namespace)
            if other is not None:
                if one.namespace not in self._programs:
                    self._programs[one.namespace] = self.link(other, depth + 1)
                imported.append((one, self._programs[one.namespace]))
        return _compile(model, imported)


def _compile(model: "DecisionModel", imported: Sequence[tuple["Import", Program]]) -> Program:
    root = model.root
    builder = Builder(
        root,
        source_name=model.source_name,
        imported=[(one.name, program.types) for one, program in imported],
        names=_all_names(root) | _names_of(imported),
    )
    elements = {identifier_of(element): element for element in children(root, *NODES)}
    nodes = {
        identifier: _NODE_BUILDERS[local_name(element)](builder, element) for identifier, element in elements.items()
    }
    # An element may refer to others of its own file by the file's namespace as well.
    targets = {
        (namespace, identifier): Requirement(imported_as="", node=node)
        for namespace in ("", model.namespace)
        for identifier, node in nodes.items()
    }
    for one, program in imported:
        for identifier, node in program.nodes.items():
            targets[one.namespace, identifier] = Requirement(imported_as=one.name, node=node)
            if isinstance(node, InputNode) and one.name:
                node.prefixes.append(one.name)
    for identifier, element in elements.items():
        _connect(nodes[identifier], element, targets)
    by_name = _by_name(nodes.values())
    names = frozenset(by_name)
    return Program(
        nodes=nodes,
        by_name=by_name,
        names=names,
        types=builder.types,
        problems=tuple(builder.problems),
        tables=tuple(builder.tables),
        truth_tests=frozenset(builder.truth_tests),
        imported={one.name: program for one, program in imported if one.name},
        imported_namespaces=frozenset(one.namespace for one, _ in imported),
        open_types=_open_types(builder, names, [program for _, program in imported]),
    )


def _by_name(nodes: Iterable[Node]) -> Mapping[str, Node]:
    found: dict[str, Node] = {}
    for node in sorted(nodes, key=lambda node: not isinstance(node, DecisionNode)):
        found.setdefault(node.name, node)
    return found


def _open_types(builder: Builder, names: frozenset[str], imported: Sequence[Program]) -> Mapping[str, Type | None]:
    types: dict[str, Type | None] = {}
    for program in imported:
        types.update(program.open_types)
    types.update({name: builder.types_of_columns.get(name) for name in builder.reads})
    return {name: expected for name, expected in types.items() if name not in names}


def _all_names(root: etree._Element) -> frozenset[str]:
    named = ((local_name(element), normal_name(str(element.get("name", "")))) for element in root.iter())
    # A point in the name of a parameter is a path anywhere else (`Builder.function`).
    return frozenset(name for kind, name in named if name and not (kind in _PARAMETERS and "." in name))


def _names_of(imported: Sequence[tuple["Import", Program]]) -> frozenset[str]:
    return frozenset(node.name for _, program in imported for node in program.nodes.values())


def _connect(node: Node, element: etree._Element, targets: Mapping[tuple[str, str], Requirement]) -> None:
    if isinstance(node, DecisionNode | KnowledgeNode):
        found = (targets.get(reference(one)) for one in requirements(element))
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
    found = (targets.get(reference(one)) for name in names for one in children(element, name))
    return [node for node in (requirement.node for requirement in found if requirement) if kind(node)]


def _type_of_variable(builder: Builder, element: etree._Element) -> Type | None:
    return builder.types.resolve(_reference_of_variable(element))


def _reference_of_variable(element: etree._Element) -> str:
    variable = child(element, "variable")
    return "" if variable is None else attribute(variable, "typeRef")


def _other_names(element: etree._Element) -> tuple[str, ...]:
    """Return what else an element is called by where its variable is not named like it.

    The standard wants the two to be the same (DMN 1.5 §6.3.7, §6.3.11). Files of Camunda and Operaton have no variable,
    or one of another name, and use that name, the id, or those of a table's outputs.
    """
    variable = child(element, "variable")
    name = "" if variable is None else normal_name(attribute(variable, "name"))
    if name == normal_name(attribute(element, "name")):
        return ()
    return tuple(other for other in dict.fromkeys((name, attribute(element, "id"))) if other)


def _input_node(builder: Builder, element: etree._Element) -> Node:
    expected = _type_of_variable(builder, element)
    return InputNode(
        id=identifier_of(element),
        name=normal_name(attribute(element, "name")),
        also=_other_names(element),
        expected=expected,
        value_class=class_of(expected),
    )


def _decision_node(builder: Builder, element: etree._Element) -> Node:
    builder.owner = identifier_of(element)
    logic = child(element, *EXPRESSIONS)
    also = _other_names(element)
    return DecisionNode(
        id=builder.owner,
        name=normal_name(attribute(element, "name")),
        also=also,
        outputs=tuple(normal_name(attribute(output, "name")) for output in children(logic, "output")) if also else (),
        logic=None if logic is None else builder.boxed(logic),
        expected=_type_of_variable(builder, element),
    )


def _knowledge_node(builder: Builder, element: etree._Element) -> Node:
    builder.owner = identifier_of(element)
    logic = child(element, "encapsulatedLogic")
    return KnowledgeNode(
        id=builder.owner,
        name=normal_name(attribute(element, "name")),
        also=_other_names(element),
        function=None if logic is None else builder.function(logic, _reference_of_variable(element)),
        expected=None,
    )


def _service_node(builder: Builder, element: etree._Element) -> Node:
    return ServiceNode(
        id=identifier_of(element),
        name=normal_name(attribute(element, "name")),
        also=_other_names(element),
        expected=builder.types.result_type(_reference_of_variable(element)),
    )


_NODE_BUILDERS = {
    "inputData": _input_node,
    "decision": _decision_node,
    "businessKnowledgeModel": _knowledge_node,
    "decisionService": _service_node,
}
