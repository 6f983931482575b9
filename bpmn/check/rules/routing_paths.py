"""Few paths meet and part at one element (7PMG G2: Mendling, Reijers, van der Aalst 2010)."""

from collections.abc import Iterator

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text

__all__ = ["RULE"]

# The guideline gives no number. Two or three answers with their way in are usual, five paths still seen at a glance.
_MOST = 5


def _find(subject: Subject) -> Iterator[Fault]:
    for node in subject.nodes():
        count = len(node.incoming) + len(node.outgoing)
        if count > _MOST:
            text = Text(
                "{count} paths meet at {element}, more than {most}.", count=count, element=describe(node), most=_MOST
            )
            yield fault_at(node, text, Text("Decide in steps, or by a business rule task with a decision table."))


RULE = Rule(id="routing-paths", severity="hint", find=_find)
