"""How an instance of an activity, or a wait, begins. BPMN 2.0.2 §13.3.2."""

from analysis.simulation.codes import HOLDING, KIND_SCOPE, KIND_TASK
from analysis.simulation.compiling import compiled
from analysis.simulation.items import add_item
from analysis.simulation.scopes import begin_scope
from analysis.simulation.tables import State, Tables
from analysis.simulation.waits import wait
from analysis.simulation.work import begin_work

__all__ = ["begin", "begin_turn"]


@compiled
def begin(tables: Tables, state: State, item: int, now: float) -> None:
    """Begin one instance of what an item is at."""
    node = tables.nodes[state.items[item]["node"]]
    if node["kind"] == KIND_TASK:
        begin_work(tables, state, item, now)
    elif node["kind"] == KIND_SCOPE:
        state.items[item]["state"] = HOLDING
        begin_scope(tables, state, node["inner"], item, state.items[item]["case"], now)
    else:
        wait(tables, state, item, now)


@compiled
def begin_turn(tables: Tables, state: State, body: int, turn: int, now: float) -> None:
    """Begin one of the instances or turns of a multi-instance or loop activity."""
    item = add_item(state, state.items[body]["node"], state.items[body]["scope"], body, now)
    state.items[item]["visit"] = state.items[body]["visit"]
    state.items[item]["turn"] = turn
    begin(tables, state, item, now)
