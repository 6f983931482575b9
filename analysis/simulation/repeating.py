"""How often activities are repeated: counted beforehand, or by rules after each turn. BPMN 2.0.2 §13.3.6, §13.3.7."""

from analysis.simulation.codes import ACTIVE, ALL, COMPLETED, ENDED, FOR_COUNT, TURN
from analysis.simulation.compiling import compiled
from analysis.simulation.draws import draw, stream_key
from analysis.simulation.rule_codes import IS_NUMBER
from analysis.simulation.rules import holds, run_program
from analysis.simulation.tables import State, Tables

__all__ = ["count_instances", "is_repeated_enough"]


@compiled
def count_instances(tables: Tables, state: State, at: int, case: int) -> int:
    """Return how many instances or turns an activity has: as its rules say, else as is drawn."""
    node = tables.nodes[at]
    if node["goes_on"] >= 0:
        if node["tested_before"] == 1:
            _tell_numbers(tables, state, case, 0, int(node["most"]), 0, int(node["counts_from"]))
            if not holds(tables, state, node["goes_on"], case):
                return 0
        return int(node["most"])
    if node["count_rule"] >= 0:
        run_program(tables, state, node["count_rule"], case)
        return round(state.stack[0, 1]) if state.stack[0, 0] == IS_NUMBER else 0
    key = stream_key(state.case_keys[case], node["hash"], state.visits[case, at], FOR_COUNT)
    return round(draw(tables.laws[node["instances"]], tables.values, key))


@compiled
def is_repeated_enough(tables: Tables, state: State, body: int, turn: int) -> bool:
    """Whether the rules of an activity say that no further instance is waited for, now that one is done.

    A loop asks with the number of the turn that would come, a multi-instance activity with that of the one just done.
    """
    node, case = tables.nodes[state.items[body]["node"]], state.items[body]["case"]
    if node["goes_on"] < 0 and node["is_done"] < 0:
        return False
    count, left = state.items[body]["count"], state.items[body]["left"]
    active = 0 if node["sequential"] == 1 else left
    number = turn + node["counts_from"] + (1 if node["goes_on"] >= 0 else 0)
    _tell_numbers(tables, state, case, count - left, count, active, number)
    if node["goes_on"] >= 0 and not holds(tables, state, node["goes_on"], case):
        return True
    return bool(node["is_done"] >= 0 and holds(tables, state, node["is_done"], case))


@compiled
def _tell_numbers(tables: Tables, state: State, case: int, done: int, count: int, active: int, turn: int) -> None:
    """Make known for the next rule how many instances there are; none of them is terminated."""
    _tell(tables, state, case, COMPLETED, done)
    _tell(tables, state, case, ALL, count)
    _tell(tables, state, case, ACTIVE, active)
    _tell(tables, state, case, ENDED, 0)
    _tell(tables, state, case, TURN, turn)


@compiled
def _tell(tables: Tables, state: State, case: int, kind: int, number: int) -> None:
    fact = tables.numbers[kind]
    if fact >= 0:
        state.facts[case, fact, 0] = IS_NUMBER
        state.facts[case, fact, 1] = number
