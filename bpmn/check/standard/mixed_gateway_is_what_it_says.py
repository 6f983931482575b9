"""A mixed gateway has several flows in and several out.

Source: BPMN 2.0.2 §8.4.9; BPMNspector EXT.019.
"""

from collections.abc import Iterator

from bpmn.check.directions import contradicts_its_direction, gateways_of
from bpmn.check.rule import Fault, Rule
from bpmn.check.subject import Subject

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for gateway in gateways_of(subject, "Mixed"):
        if min(len(gateway.incoming), len(gateway.outgoing)) < 2:
            yield contradicts_its_direction(gateway)


RULE = Rule(id="standard-019", constraint="EXT.019", severity="warning", find=_find)
