"""Rules that say how often an activity is done, as the kernel's tables have them; and what ends a process."""

from typing import Any

from analysis.network import Network
from analysis.simulation.rule_plan import RulePlan
from bpmn.language import Text

__all__ = ["fatal_errors", "repetition_row"]


def repetition_row(network: Network, rules: RulePlan, at: int) -> dict[str, Any]:
    """Return the fields of a node's row that are about how often it is done."""
    repetition = network.nodes[at].repetition
    count, goes_on, is_done = rules.repetitions.get(at, (-1, -1, -1))
    return {
        "count_rule": count,
        "goes_on": goes_on,
        "is_done": is_done,
        "tested_before": repetition is not None and repetition.is_tested_before,
        "most": 0 if repetition is None else repetition.most,
        "enough": 0 if repetition is None else repetition.enough,
        "counts_from": 0 if repetition is None else repetition.counts_from,
    }


def fatal_errors(network: Network) -> tuple[Text, ...]:
    """Return what is to be said of errors that nobody catches."""
    return tuple(
        Text("Nobody catches the error of {name}: a case that comes there ends.", name=node.name)
        for node in network.nodes
        if node.is_fatal
    )
