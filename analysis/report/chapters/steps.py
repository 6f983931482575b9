"""The steps of one side: who does them, what they take, what they need; and the applicant's way through them."""

from analysis.quantities import Quantity
from analysis.report.blocks import Grid, Row, cells
from analysis.report.material import EMPTY, Material
from analysis.simulation import ActivityFigures
from bpmn.model import Activity

__all__ = ["journey_grid", "steps_grid"]

_NEGLIGIBLE = 1e-9


def steps_grid(material: Material, side: int) -> Grid:
    """Return each step with role, how often, work, wait, cost, documents, system and law."""
    word = material.word
    steps = list(material.steps(side))
    work = _amounts(material, "work", [figures.processing_time_s for _, figures in steps])
    wait = _amounts(material, "elapsed", [figures.waiting_time_s for _, figures in steps])
    cost = _amounts(material, "money", [figures.cost for _, figures in steps])
    return Grid(
        caption=word("Every step: who, how often, how long, at what cost, with what"),
        headers=(
            word("Step"),
            word("Role"),
            word("Times per case"),
            word("Work each time"),
            word("Wait each time"),
            word("Cost each time"),
            word("Documents"),
            word("System"),
            word("Legal basis"),
        ),
        rows=tuple(
            Row(
                cells=cells(
                    material.element(side, node.id),
                    material.performer(side, node.id),
                    f"{figures.instances:.2f}",
                    *shown,
                    *_needs(node),
                )
            )
            for (node, figures), *shown in zip(steps, work, wait, cost, strict=True)
        ),
        widths=(2.4, 1.6, 0.9, 1.2, 1.2, 1.2, 2.4, 1.5, 1.3),
        numbers=(2, 3, 4, 5),
    )


def _amounts(material: Material, kind: Quantity, values: list[float]) -> list[str]:
    """Return amounts in one unit; a dash where there is nothing, so that what there is can be seen."""
    return [shown if value else EMPTY for shown, value in zip(material.amounts(kind, values), values, strict=True)]


def _needs(node: Activity) -> tuple[str, str, str]:
    if node.facts is None:
        return EMPTY, EMPTY, EMPTY
    documents = ", ".join(document.name for document in node.facts.documents)
    return documents or EMPTY, node.facts.system or EMPTY, node.facts.legal_basis or EMPTY


def journey_grid(material: Material, side: int) -> Grid:
    """Return what the applicant goes through, step by step: visits, contacts, papers, fees, own work and waiting."""
    word = material.word
    steps = [(node, figures) for node, figures in material.steps(side) if _concerns(material, side, node, figures)]
    work = _amounts(material, "work", [_own_work(material, side, node, figures) for node, figures in steps])
    wait = _amounts(material, "elapsed", [figures.instances * figures.waiting_time_s for _, figures in steps])
    fees = _amounts(material, "money", [figures.instances * figures.fee for _, figures in steps])
    return Grid(
        caption=word("What the applicant goes through, per case"),
        headers=(
            word("Step"),
            word("Times per case"),
            word("Visits"),
            word("Contacts"),
            word("Documents"),
            word("Fee"),
            word("Own work"),
            word("Waiting"),
        ),
        rows=tuple(
            Row(
                cells=cells(
                    material.element(side, node.id),
                    f"{figures.instances:.2f}",
                    *(_times(count, figures) for count in _asked(node)),
                    fee,
                    own,
                    waited,
                )
            )
            for (node, figures), own, waited, fee in zip(steps, work, wait, fees, strict=True)
        ),
        widths=(3, 1, 0.9, 0.9, 1, 1.3, 1.3, 1.3),
        numbers=(1, 2, 3, 4, 5, 6, 7),
    )


def _concerns(material: Material, side: int, node: Activity, figures: ActivityFigures) -> bool:
    return any(_asked(node)) or figures.fee > 0 or _is_applicants(material, side, node)


def _is_applicants(material: Material, side: int, node: Activity) -> bool:
    scenario = material.sides[side].scenario
    parameters = scenario.activities.get(node.id)
    pools = parameters.resources if parameters else ()
    return any(scenario.resources[pool].side == "applicant" for pool in pools if pool in scenario.resources)


def _own_work(material: Material, side: int, node: Activity, figures: ActivityFigures) -> float:
    return figures.instances * figures.processing_time_s if _is_applicants(material, side, node) else 0.0


def _asked(node: Activity) -> tuple[int, int, int]:
    facts = node.facts
    return (facts.visits, facts.contacts, len(facts.documents)) if facts else (0, 0, 0)


def _times(count: int, figures: ActivityFigures) -> str:
    return f"{count * figures.instances:.2f}" if count and figures.instances > _NEGLIGIBLE else EMPTY
