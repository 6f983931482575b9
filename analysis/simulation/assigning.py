"""What is done by whom, and how long all of it takes them."""

from analysis.simulation.codes import FOR_WORK
from analysis.simulation.compiling import compiled
from analysis.simulation.draws import draw
from analysis.simulation.keys import work_key
from analysis.simulation.tables import State, Tables

__all__ = ["assign", "full_work"]


@compiled
def assign(tables: Tables, state: State, at: int, skill: int) -> None:
    """Note who does an item: the person of a skill, or (-1) nobody's time, or a pool of as many as needed."""
    item = state.items[at]
    state.works[at]["skill"] = skill
    if skill >= 0:
        item["unit"] = tables.skills[skill]["unit"]
        item["member"] = tables.skills[skill]["seat"]
    else:
        item["unit"] = tables.stations[tables.nodes[item["node"]]["station"]]["unit"]
        item["member"] = -1


@compiled
def full_work(tables: Tables, state: State, at: int) -> float:
    """Return how long all of an instance takes whoever it was assigned to."""
    skill = state.works[at]["skill"]
    law = tables.nodes[state.items[at]["node"]]["law"]
    speed = 1.0
    if skill >= 0:
        law, speed = tables.skills[skill]["law"], tables.skills[skill]["speed"]
    if law < 0:
        return 0.0
    return draw(tables.laws[law], tables.values, work_key(tables, state, at, FOR_WORK)) / speed
