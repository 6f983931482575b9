"""A process does not call itself, be it by way of others (Ortoo; BPMN 2.0.2 §10.3.6)."""

from collections.abc import Iterator

import networkx as nx

from bpmn.check.rule import Fault, Rule, fault_at
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import CallActivity

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    calls = list(_calls(subject))
    if not calls:
        return
    graph = nx.DiGraph((caller, called) for _, caller, called in calls)
    circle_of = {name: number for number, names in enumerate(nx.strongly_connected_components(graph)) for name in names}
    for activity, caller, called in calls:
        if circle_of[caller] == circle_of[called]:
            text = Text(
                "{element} calls {called}, which leads back to its own process.",
                element=describe(activity),
                called=called,
            )
            yield fault_at(
                activity, text, Text("Repeat the steps by a flow or a loop; calls in a circle may never end.")
            )


def _calls(subject: Subject) -> Iterator[tuple[CallActivity, str, str]]:
    """Yield the call activities with their process and the process of this file that they call."""
    processes = {process.id for process in subject.model.processes}
    for activity in subject.activities():
        if isinstance(activity, CallActivity) and activity.called_element is not None:
            called = activity.called_element.text.rpartition(":")[2]
            if not activity.called_element.language and called in processes:
                yield activity, subject.place_of[activity.id].process.id, called


RULE = Rule(id="cyclic-call", severity="warning", find=_find)
