"""Every split has a join of its kind (7PMG G4: Mendling, Reijers, van der Aalst 2010)."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.structure import unpaired
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import Gateway

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for place in subject.places:
        if place.is_ad_hoc or not any(isinstance(node, Gateway) for node in place.scope.nodes):
            continue
        nodes = [subject.model.nodes[name] for name in unpaired(subject, place)]
        gateways = [node for node in nodes if isinstance(node, Gateway)]
        if gateways:
            text = Text(
                "In {element}, {count} gateways have no counterpart of their kind; the first is {first}.",
                element=describe(place.owner),
                count=len(gateways),
                first=describe(gateways[0]),
            )
            advice = Text("Join the paths that a gateway parts in one gateway of the same kind.")
            yield fault_at(place.owner, text, advice, line=gateways[0].line)


RULE = Rule(id="structured", severity="hint", find=_find)
