"""What the terminal shows of an analysis and a simulation, as rows of text."""

import math
from typing import TYPE_CHECKING

from analysis.pages.words import amount, waiting_parts
from analysis.scenario.values import Scenario
from analysis.simulation.result import SimulationResult
from bpmn.language import Text, translate

if TYPE_CHECKING:
    from analysis.pages.values import Analysis

__all__ = ["activity_rows", "bottleneck_rows", "flow_rows", "relief_rows", "resource_rows", "waiting_rows"]

_EMPTY = "\N{EN DASH}"


def flow_rows(analysis: "Analysis", language: str) -> list[tuple[str, str]]:
    """Return what flow analysis says of an average case."""
    flow, currency = analysis.flow, analysis.scenario.currency
    rows = [
        (translate("Time from application to end, mean", language), amount("elapsed", flow.cycle_time_s, "", language)),
        (translate("Working time", language), amount("work", flow.processing_time_s, "", language)),
        (translate("Waiting time", language), amount("elapsed", flow.waiting_time_s, "", language)),
        (translate("Cost to the office", language), amount("money", flow.cost, currency, language)),
        (translate("Fees", language), amount("money", flow.fee, currency, language)),
    ]
    if math.isfinite(flow.capacity_per_h):
        rows.append((translate("Cases a day that can be done", language), f"{flow.capacity_per_h * 24:.1f}"))
    rows.append((translate("Cases a day that arrive", language), f"{flow.arrival_rate_per_h * 24:.1f}"))
    for pool, load in sorted(flow.utilisation.items(), key=lambda pair: (-pair[1], pair[0])):
        known = analysis.scenario.resources.get(pool)
        name = (known.name.into(language) if known is not None else "") or pool
        rows.append((Text("{name}: busy", name=name).into(language), f"{load * 100:.0f} %"))
    return rows


def bottleneck_rows(analysis: "Analysis", language: str) -> list[tuple[str, ...]]:
    """Return rank, place, kind, time a case, share and cases touched of each bottleneck."""
    from analysis.bottlenecks import KINDS

    return [
        (
            str(found.rank),
            found.name_in(language),
            KINDS[found.kind].into(language),
            amount("elapsed", found.time_s, "", language),
            f"{found.share * 100:.0f} %",
            f"{found.cases * 100:.0f} %",
        )
        for found in analysis.bottlenecks
    ]


def relief_rows(analysis: "Analysis", language: str) -> list[tuple[int, tuple[str, ...]]]:
    """Return for each bottleneck its rank and sentences: where, then what relief and removal would do."""
    from analysis.bottlenecks import KINDS
    from analysis.pages.relief_words import relief_cell

    currency = analysis.scenario.currency
    return [
        (
            found.rank,
            (
                f"{found.name_in(language)} ({KINDS[found.kind].into(language)})",
                relief_cell(found, "ten_per_cent", currency, language),
                relief_cell(found, "removed", currency, language),
            ),
        )
        for found in analysis.bottlenecks
    ]


def resource_rows(result: SimulationResult, language: str) -> list[tuple[str, ...]]:
    """Return name, people, utilisation and queue of each role."""
    as_needed = translate("as needed", language)
    return [
        (
            figures.name.into(language) or pool,
            as_needed if figures.amount is None else str(figures.amount),
            _EMPTY if figures.utilisation is None else f"{figures.utilisation * 100:.0f} %",
            amount("elapsed", figures.queue_s, "", language),
        )
        for pool, figures in result.resources.items()
    ]


def activity_rows(result: SimulationResult, scenario: Scenario, language: str) -> list[tuple[str, ...]]:
    """Return name, times a case, work, waiting and cost each time of each activity and event."""
    return [
        (
            figures.name or element,
            f"{figures.instances:.2f}",
            amount("work", figures.processing_time_s, "", language),
            amount("elapsed", figures.waiting_time_s, "", language),
            amount("money", figures.cost, scenario.currency, language),
        )
        for element, figures in result.activities.items()
    ]


def waiting_rows(result: SimulationResult, language: str) -> list[tuple[str, str, str]]:
    """Return the causes of all waiting of a case: the cause, its time and its share, the longest first."""
    totals: dict[str, float] = {}
    for parts in waiting_parts(result, language).values():
        for cause, seconds in parts.items():
            totals[cause] = totals.get(cause, 0.0) + seconds
    whole = sum(totals.values())
    return [
        (cause, amount("elapsed", seconds, "", language), f"{seconds / whole * 100:.0f} %")
        for cause, seconds in sorted(totals.items(), key=lambda pair: (-pair[1], pair[0]))
        if seconds > 0
    ]
