"""Counting visits."""

from analysis.simulation.codes import KIND_TASK, REWORK, S_CASES, S_REWORK, WARM_UP
from analysis.simulation.compiling import compiled
from analysis.simulation.tables import State, Tables

__all__ = ["count_visit"]


@compiled
def count_visit(tables: Tables, state: State, at: int, case: int) -> None:
    """Count that a case has come to an activity or a wait (once more)."""
    node = tables.nodes[at]
    visit = state.visits[case, at]
    number = state.case_numbers[case]
    is_repeated = visit > 1 and node["kind"] == KIND_TASK and node["inside_many"] == 0
    if is_repeated:
        state.cases[number, REWORK] += 1
    if number >= state.counters[WARM_UP]:
        if visit == 1:
            state.stats[node["stat"], S_CASES] += 1
        if is_repeated:
            state.stats[node["stat"], S_REWORK] += 1
