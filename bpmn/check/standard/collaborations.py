"""Constraints on collaborations, choreographies and conversations. BPMN 2.0.2 §9.3 to §9.5, §11.1."""

from collections.abc import Iterator

from lxml import etree

from bpmn.check.rule import Fault, Rule, fault_in_file
from bpmn.check.source import Source, calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULES"]

# §9.5.6: a global conversation is basically a set of participants, message flows and correlation keys.
_NOT_IN_GLOBAL = (
    *("conversation", "subConversation", "callConversation", "conversationLink", "conversationAssociation"),
    *("participantAssociation", "messageFlowAssociation", "textAnnotation", "association", "group"),
)


def _no_choreography_of_their_own(subject: Subject) -> Iterator[Fault]:
    source = subject.source
    for element in source.every("choreography", "globalChoreographyTask", "globalConversation"):
        if source.inside(element, "choreographyRef"):
            text = Text("{element} names a choreography, as only a collaboration can.", element=calls_it(element))
            yield fault_in_file(element, text, Text("Remove choreographyRef."))


def _global_ones_are_plain(subject: Subject) -> Iterator[Fault]:
    source = subject.source
    for element in source.every("globalConversation"):
        found = sorted({source.name_of(child) for child in source.inside(element, *_NOT_IN_GLOBAL)})
        if found:
            text = Text("{element} holds what it may not: {kinds}.", element=calls_it(element), kinds=", ".join(found))
            yield fault_in_file(
                element, text, Text("Leave only participants, message flows and correlation keys in it.")
            )


def _closed_choreographies_say_all(subject: Subject) -> Iterator[Fault]:
    source = subject.source
    for element in source.every("collaboration"):
        known = [source.named(name) for name in source.texts(element, "choreographyRef")]
        closed = [found for found in known if found is not None and found.get("isClosed") in {"true", "1"}]
        if not closed:
            continue
        agreed = {_ends(flow) for choreography in closed for flow in source.inside(choreography, "messageFlow")}
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
                yield fault_in_file(element, text, Text("Add the flow to the choreography, or do not close it."))
                break


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


RULES: tuple[Rule, ...] = (
    Rule(id="standard-027", constraint="EXT.027", severity="error", find=_no_choreography_of_their_own),
    Rule(id="standard-032", constraint="EXT.032", severity="error", find=_global_ones_are_plain),
    Rule(id="standard-033", constraint="EXT.033", severity="warning", find=_closed_choreographies_say_all),
)
