"""26, integral technology: one system for the case instead of several."""

from collections.abc import Iterator

from analysis.redesign.study import Study
from analysis.redesign.values import Proposal
from bpmn.language import Text

__all__ = ["find_integral_technology"]

_LEAST_SWITCHES = 2


def find_integral_technology(study: Study) -> Iterator[Proposal]:
    """Yield processes in which people change from one system to another twice or more, directly after each other."""
    switches = [
        (first, second)
        for first, second in study.neighbours()
        if study.is_peoples(first)
        and study.is_peoples(second)
        and study.facts(first).system != study.facts(second).system
        and study.facts(first).system
        and study.facts(second).system
    ]
    if len(switches) >= _LEAST_SWITCHES:
        places = tuple(dict.fromkeys(one.id for pair in switches for one in pair))
        systems = sorted({study.facts(one).system for pair in switches for one in pair})
        yield study.proposal(
            "integral-technology",
            places,
            Text(
                "People change the system {number} times on the way of a case, between {systems}.",
                number=len(switches),
                systems=", ".join(systems),
            ),
            question=Text("Can one system hold the case, with the others behind it?"),
            switches=len(switches),
        )
