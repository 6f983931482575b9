"""Every link event has a name and its counterpart (bpmnlint; BPMN 2.0.2 §10.5.4)."""

from collections.abc import Iterator
from dataclasses import dataclass

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import CatchEvent, Event, EventDefinition, Scope

__all__ = ["RULE"]


@dataclass(frozen=True, slots=True)
class _Link:
    event: Event
    definition: EventDefinition

    @property
    def is_caught(self) -> bool:
        return isinstance(self.event, CatchEvent)

    @property
    def name(self) -> str:
        # Where the link has no name, the label is what pairs it.
        return self.definition.link_name or self.event.name


def _find(subject: Subject) -> Iterator[Fault]:
    # The engine joins links by name only.
    paired = frozenset() if subject.is_deployment else _paired(subject)
    for _, scope in subject.levels:
        links = list(_links(scope))
        caught = [link.name for link in links if link.is_caught]
        thrown = {link.name for link in links if not link.is_caught}
        for link in links:
            if link.definition.id not in paired:
                yield from _faults(link, caught, thrown)


def _links(scope: Scope) -> Iterator[_Link]:
    for node in scope.nodes:
        if isinstance(node, Event):
            yield from (_Link(node, d) for d in node.definitions if d.type == "linkEventDefinition")


def _paired(subject: Subject) -> frozenset[str]:
    """Return the ids of link definitions that name their other ends by id, or are named so."""
    source = subject.source
    found: set[str] = set()
    for link in source.every("linkEventDefinition"):
        others = (*source.texts(link, "target"), *source.texts(link, "source"))
        found.update((link.get("id", ""), *others) if others else ())
    return frozenset(found)


def _faults(link: _Link, caught: list[str], thrown: set[str]) -> Iterator[Fault]:
    if not link.definition.link_name:
        yield _nameless(link, caught, thrown)
    elif link.is_caught and link.name not in thrown:
        text = Text("Nothing leads to the link {name}.", name=link.name)
        yield _fault(link, text, Text("Add a link throw event of that name in the same process, or remove this one."))
    elif not link.is_caught and link.name not in caught:
        text = Text("The link {name} leads nowhere.", name=link.name)
        yield _fault(link, text, Text("Add a link catch event of that name in the same process."))
    elif link.is_caught and caught.count(link.name) > 1:
        text = Text("Several link catch events are named {name}.", name=link.name)
        yield _fault(link, text, Text("Keep one of them, or name them differently."))


def _nameless(link: _Link, caught: list[str], thrown: set[str]) -> Fault:
    others = thrown if link.is_caught else caught
    return Fault(
        text=Text("{element} has no link name.", element=describe(link.event)),
        advice=Text("Give both ends of the link the same name."),
        element=link.event.id,
        line=link.definition.line,
        # Ends that share their label are joined by it, so that the model can be run.
        severity="warning" if link.name and link.name in others else "error",
    )


def _fault(link: _Link, text: Text, advice: Text) -> Fault:
    return fault_at(link.event, text, advice, line=link.definition.line)


RULE = Rule(id="link-event", severity="error", find=_find)
