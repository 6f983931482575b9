"""Rework: loops that are gone through again."""

from collections.abc import Iterator, Mapping

from analysis.bottlenecks.evidence import Evidence, person_time
from analysis.bottlenecks.kinds.entries import limited_pool
from analysis.bottlenecks.places import Place
from analysis.bottlenecks.values import Bottleneck
from analysis.structure import Loop
from bpmn.language import Text

__all__ = ["find_rework"]


def find_rework(evidence: Evidence) -> Iterator[Bottleneck]:
    """Yield each loop with the time and cost of what is done again in it."""
    for loop in evidence.structure.loops:
        inside = {element: evidence.places[element] for element in loop.elements if element in evidence.places}
        lost = sum(place.total_s * place.repeated for place in inside.values())
        if lost > 0:
            yield _loop(evidence, loop, inside, lost)


def _loop(evidence: Evidence, loop: Loop, inside: Mapping[str, Place], lost: float) -> Bottleneck:
    worst = max(sorted(inside), key=lambda element: inside[element].total_s)
    repeats = max(place.rework for place in inside.values())
    name = evidence.name(worst)
    return Bottleneck(
        element=worst,
        name=name,
        kind="rework",
        place="loop",
        elements=loop.elements,
        back_edges=loop.back_edges,
        reason=Text(
            "The loop around {name} is gone through again {times} times a case and costs {time}.",
            name=name,
            times=f"{repeats:.2f}",
            time=person_time(lost),
        ),
        share=min(1.0, lost / evidence.total_s),
        time_s=lost,
        cost=sum(place.cost * place.repeated for place in inside.values()),
        # A case that repeats does so at least once: the repeats bound the share of the cases that do.
        cases=min(1.0, repeats, max(place.cases for place in inside.values())),
        pool=limited_pool(evidence, worst),
        numbers={"seconds_per_case": lost, "repeats": repeats},
    )
