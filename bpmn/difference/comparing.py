"""Tells the difference between two models."""

from collections.abc import Iterator

from bpmn.difference.change import Change
from bpmn.difference.matching import match_nodes
from bpmn.difference.merging import merged
from bpmn.difference.pair import CHOICES, Pair, called
from bpmn.difference.roles import moved
from bpmn.difference.sequence import parallelised, resequenced
from bpmn.language import Text
from bpmn.model import Activity, Event, FlowNode, Gateway, Model

__all__ = ["compare_models"]

_BY_PEOPLE = frozenset({"task", "userTask", "manualTask"})
_BY_MACHINES = frozenset({"serviceTask", "scriptTask", "businessRuleTask", "sendTask"})


def compare_models(as_is: Model, to_be: Model) -> tuple[Change, ...]:
    """Return what was changed between a model as it is and as it could be; nothing for a model against itself.

    Args:
        as_is: The model as it is.
        to_be: The model as it could be.
    """
    pair = Pair(as_is, to_be, match_nodes(as_is, to_be))
    one = tuple(merged(pair))
    gone = {element for change in one for element in change.as_is}
    made = {element for change in one for element in change.to_be}
    return (
        *one,
        *_eliminated(pair, gone),
        *_added(pair, made),
        *_new_decisions(pair),
        *_automated(pair),
        *moved(pair),
        *parallelised(pair),
        *resequenced(pair),
        *_renamed(pair, made),
    )


def _is_step(node: FlowNode) -> bool:
    return isinstance(node, Activity) or (isinstance(node, Event) and node.type not in {"startEvent", "endEvent"})


def _eliminated(pair: Pair, gone: set[str]) -> Iterator[Change]:
    for node in pair.as_is.nodes.values():
        if _is_step(node) and node.id not in pair.match and node.id not in gone:
            gone_text = (
                "The event “{name}” is no longer there." if isinstance(node, Event) else "{name} is no longer done."
            )
            yield Change(kind="eliminated", as_is=(node.id,), text=Text(gone_text, name=called(node)))


def _added(pair: Pair, known: set[str]) -> Iterator[Change]:
    for node in pair.to_be.nodes.values():
        if _is_step(node) and node.id not in pair.matched_back and node.id not in known:
            text = "The event “{name}” is new." if isinstance(node, Event) else "{name} is new."
            yield Change(kind="added", to_be=(node.id,), text=Text(text, name=called(node)))


def _new_decisions(pair: Pair) -> Iterator[Change]:
    for node in pair.to_be.nodes.values():
        is_choice = isinstance(node, Gateway) and node.type in CHOICES and len(node.outgoing) > 1
        if is_choice and node.id not in pair.matched_back:
            text = Text("There is a new decision: {name}.", name=called(node))
            yield Change(kind="new-decision", to_be=(node.id,), text=text)


def _automated(pair: Pair) -> Iterator[Change]:
    for a, b in pair.activities:
        if a.type in _BY_PEOPLE and b.type in _BY_MACHINES:
            text = Text("{name} is done by a machine.", name=called(b))
            yield Change(kind="automated", as_is=(a.id,), to_be=(b.id,), text=text)


def _renamed(pair: Pair, made: set[str]) -> Iterator[Change]:
    for a_id, b_id in pair.match.items():
        a, b = pair.as_is.nodes[a_id], pair.to_be.nodes[b_id]
        if a.name != b.name and b_id not in made:
            text = Text("{source} is now called {target}.", source=called(a), target=called(b))
            yield Change(kind="renamed", as_is=(a_id,), to_be=(b_id,), text=text)
