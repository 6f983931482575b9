"""A diverging gateway has at most one incoming flow.

Source: BPMN 2.0.2 §8.4.9; BPMNspector EXT.018.
"""

from collections.abc import Iterator

from bpmn.check.directions import contradicts_its_direction, gateways_of
from bpmn.check.rule import Fault, Rule
from bpmn.check.subject import Subject

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for gateway in gateways_of(subject, "Diverging"):
        if len(gateway.incoming) > 1:
            yield contradicts_its_direction(gateway)


RULE = Rule(id="standard-018", constraint="EXT.018", severity="warning", find=_find)
