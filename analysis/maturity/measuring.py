"""Place a service on the scale of digital maturity by what its model shows."""

from collections.abc import Mapping

from analysis.burden.forms import NO_FORMS, Forms
from analysis.maturity.criteria import ASKED, Service
from analysis.maturity.values import HIGHEST_STAGE, Criterion, Maturity
from analysis.scenario import Scenario
from bpmn.model import Model

__all__ = ["measure_maturity"]


def measure_maturity(
    model: Model, scenario: Scenario, visits: Mapping[str, float], *, forms: Forms = NO_FORMS
) -> Maturity:
    """Return the stage a service has reached for certain, the one it may have reached, and why.

    Args:
        model: The model with its facts.
        scenario: Who carries activities out.
        visits: Expected visits by element id; what never happens counts for nothing.
        forms: The service's form files.

    Source: stages as `analysis.maturity.SOURCE`; the criteria are explained in docs/measures.md.
    """
    service = Service(model=model, scenario=scenario, visits=visits, forms=forms)
    criteria = tuple(
        Criterion(key=key, stage=stage, text=text, is_met=found.is_met, evidence=found.evidence, reason=found.reason)
        for key, stage, text, find in ASKED
        for found in [find(service)]
    )
    return Maturity(
        stage=_stage(criteria, open_counts=False), stage_possible=_stage(criteria, open_counts=True), criteria=criteria
    )


def _stage(criteria: tuple[Criterion, ...], *, open_counts: bool) -> int:
    """Return the highest stage up to which everything is met, open questions counted as met or not."""
    unmet = [one.stage for one in criteria if one.is_met is False or (one.is_met is None and not open_counts)]
    return min(unmet, default=HIGHEST_STAGE + 1) - 1
