"""An entry of the ranking for one place."""

from collections.abc import Mapping

from analysis.bottlenecks.evidence import Evidence, person_time
from analysis.bottlenecks.values import Bottleneck
from bpmn.language import Text

__all__ = ["entry_of", "limited_pool"]


def entry_of(
    evidence: Evidence,
    element: str,
    kind: str,
    seconds: float,
    sentence: str,
    *,
    place: str = "element",
    cost: float = 0.0,
    words: Mapping[str, object] | None = None,
    numbers: Mapping[str, float] | None = None,
) -> Bottleneck:
    """Return the entry of one element.

    Args:
        evidence: What is known of the model.
        element: The element's id.
        kind: What kind of bottleneck.
        seconds: The time lost, a case.
        sentence: The reason, with blanks {name}, {time} and those of `words`.
        place: What it is a bottleneck of.
        cost: What the lost work costs the office, a case.
        words: Further blanks of the sentence.
        numbers: Further figures.
    """
    found = evidence.places[element]
    name = evidence.name(element)
    return Bottleneck(
        element=element,
        name=name,
        kind=kind,
        place=place,
        elements=(element,),
        reason=Text(sentence, name=name, time=person_time(seconds), **(words or {})),
        share=min(1.0, seconds / evidence.total_s),
        time_s=seconds,
        cost=cost,
        cases=found.cases,
        pool=limited_pool(evidence, element),
        numbers={"seconds_per_case": seconds, "instances": found.instances, **(numbers or {})},
    )


def limited_pool(evidence: Evidence, element: str) -> str:
    """Return the id of the first pool of an activity that has not as many people as needed; "" where there is none."""
    return next((pool.id for pool in evidence.pools(element) if pool.amount is not None or pool.members), "")
