"""The state of people and of work at stations, as a replication begins with it."""

import numpy as np

from analysis.simulation.codes import (
    D_BATCH,
    D_FIRST,
    DESK_WIDTH,
    MEMBER_WIDTH,
    P_FREE,
    P_LAST,
    P_ORDER,
    PERSON_WIDTH,
)
from analysis.simulation.tables import PIECE, WORK, State, Tables

__all__ = ["with_work_state"]


def with_work_state(state: State, tables: Tables, pieces: int) -> State:
    """Return a fresh state with all people free and nothing waiting at the stations.

    Args:
        state: A fresh state.
        tables: The model's tables.
        pieces: How many pieces of work can be recorded.
    """
    people = len(tables.persons)
    persons = np.zeros((people, PERSON_WIDTH), dtype=np.int64)
    persons[:, P_FREE] = 1
    persons[:, P_LAST] = -1
    persons[:, P_ORDER] = np.arange(-people, 0)
    desks = np.zeros((len(tables.stations), DESK_WIDTH), dtype=np.int64)
    desks[:, D_FIRST] = -1
    desks[:, D_BATCH] = -1
    has_stations = bool((tables.nodes["station"] >= 0).any())
    cases = len(state.case_numbers)
    return state._replace(
        works=np.zeros(len(state.items) if has_stations else 1, dtype=WORK),
        persons=persons,
        skill_stats=np.zeros((len(tables.skills), MEMBER_WIDTH)),
        desks=desks,
        case_units=np.full(cases, -1, dtype=np.int64),
        pieces=np.zeros(pieces if has_stations else 1, dtype=PIECE),
    )
