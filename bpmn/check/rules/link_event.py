"""Every link event has a name and its counterpart (bpmnlint; BPMN 2.0.2 §10.5.4)."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import CatchEvent, Event

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    paired = _paired(subject)
    for place in subject.places:
        links = [node for node in place.scope.nodes if isinstance(node, Event) and node.kind == "link"]
        links = [node for node in links if node.definitions[0].id not in paired]
        caught = [_name(node) for node in links if isinstance(node, CatchEvent)]
        thrown = {_name(node) for node in links if not isinstance(node, CatchEvent)}
        for node in links:
            yield from _faults(node, caught, thrown)


def _paired(subject: Subject) -> set[str]:
    """Return the ids of link definitions that name their other ends by id instead of by name."""
    tree = subject.tree
    links = tree.iter("{*}linkEventDefinition") if tree is not None else ()
    return {
        link.get("id", "") for link in links if link.find("{*}target") is not None or link.find("{*}source") is not None
    }


def _name(node: Event) -> str:
    return node.definitions[0].link_name or node.name


def _faults(node: Event, caught: list[str], thrown: set[str]) -> Iterator[Fault]:
    name, line = _name(node), node.definitions[0].line
    is_catch = isinstance(node, CatchEvent)
    if not name:
        text = Text("{element} has no link name.", element=describe(node))
        yield fault_at(node, text, Text("Give both ends of the link the same name."), line=line)
    elif is_catch and name not in thrown:
        text = Text("Nothing leads to the link {name}.", name=name)
        yield fault_at(
            node, text, Text("Add a link throw event of that name in the same process, or remove this one."), line=line
        )
    elif not is_catch and name not in caught:
        text = Text("The link {name} leads nowhere.", name=name)
        yield fault_at(node, text, Text("Add a link catch event of that name in the same process."), line=line)
    elif is_catch and caught.count(name) > 1:
        text = Text("Several link catch events are named {name}.", name=name)
        yield fault_at(node, text, Text("Keep one of them, or name them differently."), line=line)


RULE = Rule(id="link-event", severity="error", find=_find, constraint="EXT.125")
