"""Checking a requirements graph: what is required is there, what is used is required, and nothing goes in a circle.

DMN 1.5 §6.3 (what each element may require), §10.4 (the names that its logic can use).
"""

from collections.abc import Iterator, Mapping

from lxml import etree

from bpmn.decisions.elements import attribute, children, local_name
from bpmn.decisions.fault import Fault
from bpmn.decisions.free_names import free_names
from bpmn.decisions.nodes import DecisionNode, KnowledgeNode, Node, ServiceNode
from bpmn.decisions.program import NODES, Program, identifier_of, reference, requirements
from bpmn.decisions.reader import DecisionModel
from bpmn.expressions.feel.access import nearest_name
from bpmn.language import Text

__all__ = ["requirement_faults"]

_WANTED: Mapping[str, frozenset[str]] = {
    "requiredInput": frozenset({"inputData"}),
    "requiredDecision": frozenset({"decision"}),
    "requiredKnowledge": frozenset({"businessKnowledgeModel", "decisionService"}),
    "inputData": frozenset({"inputData"}),
    "inputDecision": frozenset({"decision"}),
    "outputDecision": frozenset({"decision"}),
    "encapsulatedDecision": frozenset({"decision"}),
}
_OF_SERVICES = ("inputData", "inputDecision", "outputDecision", "encapsulatedDecision")


def requirement_faults(model: DecisionModel, program: Program) -> Iterator[Fault]:
    """Yield what is wrong with the requirements of a model."""
    elements = {identifier_of(element): element for element in children(model.root, *NODES)}
    for identifier, element in elements.items():
        yield from _dangling(model, elements, element)
        yield from _unnamed(model, program, program.nodes[identifier], element)
        if local_name(element) == "decision" and program.nodes[identifier].logic is None:  # type: ignore[union-attr] # a decision's
            yield _without_logic(element)
    for circle in _circles(program):
        yield _circle(circle, elements)


def _dangling(model: DecisionModel, elements: Mapping[str, etree._Element], element: etree._Element) -> Iterator[Fault]:
    service = local_name(element) == "decisionService"
    for one in children(element, *_OF_SERVICES) if service else requirements(element):
        namespace, identifier = reference(one)
        # What another file holds is known to the linker only; a file that is missing is told as such.
        if namespace not in {"", model.namespace}:
            continue
        target = elements.get(identifier)
        if not identifier:
            yield Fault(
                rule="decision-requirement-dangling",
                element=one,
                text=Text("A requirement of {name} names nothing.", name=_name(element)),
                advice=Text("Refer to an element of the file, or remove the requirement."),
            )
        elif target is None:
            yield Fault(
                rule="decision-requirement-dangling",
                element=one,
                text=Text("{name} requires {other}, which is not in the file.", name=_name(element), other=identifier),
                advice=Text("Refer to an element of the file, or remove the requirement."),
            )
        elif local_name(target) not in _WANTED[local_name(one)]:
            yield Fault(
                rule="decision-requirement-dangling",
                element=one,
                text=Text(
                    "{name} requires {other} as something that it is not.", name=_name(element), other=_name(target)
                ),
                advice=Text(
                    "Input data are a requiredInput, decisions a requiredDecision, and knowledge models and decision "
                    "services a requiredKnowledge."
                ),
            )


def _name(element: etree._Element) -> str:
    return attribute(element, "name") or identifier_of(element)


def _without_logic(element: etree._Element) -> Fault:
    return Fault(
        rule="decision-without-logic",
        element=element,
        text=Text("The decision {name} has no logic.", name=_name(element)),
        advice=Text("Give it a decision table or an expression; until then it is null."),
    )


def _unnamed(model: DecisionModel, program: Program, node: Node, element: etree._Element) -> Iterator[Fault]:
    """Yield the names that a node's logic uses and cannot see."""
    if isinstance(node, DecisionNode):
        used = free_names(node.logic)
    elif isinstance(node, KnowledgeNode):
        used = free_names(node.function) - {node.name, *node.also}
    else:
        return
    seen = {name for one in node.requirements for name in (one.imported_as, *_names(one.node))}
    for name in sorted(used - seen):
        holder = next((other for other in program.nodes.values() if name in _names(other)), None)
        if holder is not None and name in program.names:
            yield Fault(
                rule="decision-requirement-missing",
                element=element,
                text=Text("{name} uses {other} without requiring it.", name=node.name or node.id, other=name),
                advice=Text("Draw the requirement from {other} to {name}.", name=node.name or node.id, other=name),
            )
        elif _states_inputs(model):
            yield _unknown(name, node, element, seen)


def _states_inputs(model: DecisionModel) -> bool:
    """Return whether the file says what goes in: tables of some tools take whatever data there are."""
    return bool(model.input_names)


def _unknown(name: str, node: Node, element: etree._Element, seen: set[str]) -> Fault:
    near = nearest_name(name, sorted(seen))
    label = node.name or node.id
    return Fault(
        rule="decision-name-unknown",
        element=element,
        text=Text("{name} uses {other}, which is nothing in the file.", name=label, other=name)
        if near is None
        else Text(
            "{name} uses {other}, which is nothing in the file. Is {near} meant?", name=label, other=name, near=near
        ),
        advice=Text("Mend the name, or add input data of that name and require it."),
    )


def _names(node: Node) -> tuple[str, ...]:
    outputs = node.outputs if isinstance(node, DecisionNode) else ()
    return (node.name, *node.also, *outputs)


def _circles(program: Program) -> Iterator[list[Node]]:
    """Yield the circles that requirements go in, each once; without recursion, however deep the graph."""
    done: set[Node] = set()
    for start in program.nodes.values():
        path: list[Node] = []
        on_path: set[Node] = set()
        waiting: list[tuple[Node, Iterator[Node]]] = [] if start in done else [(start, _required(start))]
        while waiting:
            node, rest = waiting[-1]
            if node not in on_path:
                path.append(node)
                on_path.add(node)
            following = next(rest, None)
            if following is None:
                waiting.pop()
                on_path.discard(path.pop())
                done.add(node)
            elif following in on_path:
                yield path[path.index(following) :]
            elif following not in done:
                waiting.append((following, _required(following)))


def _required(node: Node) -> Iterator[Node]:
    # A knowledge model may call itself, which ends where its logic says so.
    if isinstance(node, ServiceNode):
        return iter(tuple(node.outputs))
    if isinstance(node, DecisionNode | KnowledgeNode):
        return (one.node for one in node.requirements if one.node is not node or isinstance(node, DecisionNode))
    return iter(())


def _circle(circle: list[Node], elements: Mapping[str, etree._Element]) -> Fault:
    names = " → ".join(node.name or node.id for node in [*circle, circle[0]][:12])
    first = next((elements[node.id] for node in circle if node.id in elements), None)
    is_of_functions = all(isinstance(node, KnowledgeNode) for node in circle)
    return Fault(
        rule="decision-requirement-cycle",
        element=first if first is not None else next(iter(elements.values())),
        # Functions that call each other may come to an end; decisions that need each other never do.
        severity="warning" if is_of_functions else None,
        text=Text("The requirements go in a circle: {names}.", names=names),
        advice=Text("Remove one of the requirements: a decision cannot be made before itself."),
    )
