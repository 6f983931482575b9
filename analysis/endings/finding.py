"""Find how the cases of a model end."""

import re
from collections.abc import Iterable, Mapping
from math import fsum

from analysis.endings.values import Ending, Outcome
from bpmn.language import Text
from bpmn.model import EndEvent, Model

__all__ = ["find_endings", "share_of"]

_NEGLIGIBLE = 1e-12

# What people call an end, in English and Mongolian; the beginnings of words, so that endings of cases do not matter.
_NAMES: tuple[tuple[Outcome, re.Pattern[str]], ...] = (
    (
        "rejected",
        re.compile(
            r"refus|reject|declin|den(y|ied|ial)|dismiss|ineligible|unsuccessful"
            r"|not (granted|approved|eligible|allowed|accepted|admitted)|татгалз|зөвшөөрөөгүй|хэрэгсэхгүй",
            re.IGNORECASE,
        ),
    ),
    (
        "abandoned",
        re.compile(
            r"laps|expire|withdr|abandon|cancel|given? up|gave up|not (corrected|paid|answered|sent)"
            r"|цуц(а)?л|хүчингүй|татан ав|буцаан тат|хугацаа (дуус|хэтэр)",
            re.IGNORECASE,
        ),
    ),
    ("error", re.compile(r"\berror|\bfail|\bfault|алдаа", re.IGNORECASE)),
)


def find_endings(model: Model, process: str | None, visits: Mapping[str, float]) -> tuple[Ending, ...]:
    """Return the end events on a process's own level with the share of cases that come to each.

    What an end means is told, in this order, by the model's own facts (`outcome`, docs/facts.md), by an error event,
    and by its name. An end of which nothing tells is taken to give the applicant what was asked for, and says so.

    Args:
        model: The model.
        process: Id of the process; None: every process.
        visits: Expected visits by element id. A case that comes to an end several times (parallel ways) counts once.
    """
    ends = [
        node
        for one in model.processes
        if process in (None, one.id)
        for node in one.scope.nodes
        if isinstance(node, EndEvent)
    ]
    return tuple(_ending(node, _share(visits.get(node.id, 0.0))) for node in ends)


def share_of(endings: Iterable[Ending], *outcomes: Outcome) -> float:
    """Return the share of cases that end in one of the outcomes."""
    return min(1.0, fsum(ending.share for ending in endings if ending.outcome in outcomes))


def _share(visits: float) -> float:
    return min(1.0, visits) if visits > _NEGLIGIBLE else 0.0  # what solving for the visits leaves of 0


def _ending(node: EndEvent, share: float) -> Ending:
    outcome, recognised_by = _outcome(node)
    return Ending(element=node.id, name=node.name, outcome=outcome, share=share, recognised_by=recognised_by)


def _outcome(node: EndEvent) -> tuple[Outcome, Text]:
    said = _SAID.get(node.outcome)
    if said is not None:
        return said, Text("the model says so")
    if any(one.type == "errorEventDefinition" for one in node.definitions):
        return "error", Text("it is an error event")
    for outcome, pattern in _NAMES:
        found = pattern.search(node.name)
        if found:
            return outcome, Text('"{word}" in its name', word=found.group())
    if node.name:
        return "granted", Text("nothing in its name speaks of another outcome")
    return "unknown", Text("it has no name and nothing else tells")


_SAID: dict[str, Outcome] = {
    "granted": "granted",
    "rejected": "rejected",
    "abandoned": "abandoned",
    "error": "error",
}
