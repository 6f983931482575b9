"""A closed choreography has all message flows of its collaboration.

Source: BPMN 2.0.2 §11.1.
"""

from collections.abc import Iterator

from lxml import etree

from bpmn.check.families import TRUE
from bpmn.check.rule import Fault, Rule, fault_in_file
from bpmn.check.source import Source, calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    source = subject.source
    for element in source.every("collaboration"):
        agreed = _agreed(source, element)
        if agreed is None:
            continue
        inner = _inner_participants(source, element)
        pool_of = {
            p.get("processRef", "").rpartition(":")[2]: p.get("id", "") for p in source.inside(element, "participant")
        }
        pool_of.pop("", None)
        for flow in source.inside(element, "messageFlow"):
            origin, target = (_participant(source, end, pool_of, inner) for end in _ends(flow))
            if (origin, target) not in agreed:
                text = Text(
                    "{element} has a message flow that its choreography, which is closed, does not have.",
                    element=calls_it(element),
                )
                yield fault_in_file(flow, text, Text("Add the flow to the choreography, or do not close it."))


def _agreed(source: Source, collaboration: etree._Element) -> set[tuple[str, str]] | None:
    """Return who sends to whom in the closed choreographies of a collaboration, None where it has none."""
    known = [source.named(name) for name in source.texts(collaboration, "choreographyRef")]
    closed = [found for found in known if found is not None and found.get("isClosed") in TRUE]
    if not closed:
        return None
    return {_ends(flow) for choreography in closed for flow in source.inside(choreography, "messageFlow")}


def _ends(flow: etree._Element) -> tuple[str, str]:
    return flow.get("sourceRef", "").rpartition(":")[2], flow.get("targetRef", "").rpartition(":")[2]


def _participant(source: Source, end: str, pool_of: dict[str, str], inner: dict[str, str]) -> str:
    """Return the participant of the choreography that an end of a message flow belongs to, the end itself if none."""
    found = source.named(end)
    processes = () if found is None else (around.get("id", "") for around in found.iterancestors())
    pool = next((pool_of[process] for process in processes if process in pool_of), end)
    return inner.get(pool, pool)


def _inner_participants(source: Source, collaboration: etree._Element) -> dict[str, str]:
    """Return which participant of the choreography a pool stands for, where an association says so."""
    return {
        outer: inner
        for association in source.inside(collaboration, "participantAssociation")
        for outer in source.texts(association, "outerParticipantRef")
        for inner in source.texts(association, "innerParticipantRef")[:1]
    }


RULE = Rule(id="closed-choreography", severity="warning", find=_find)
