"""How cases are closed."""

from analysis.simulation.cancelling import interrupt_scope
from analysis.simulation.codes import DONE, DONE_COUNT, FREE_CASE_COUNT, HOLDING, LISTENING
from analysis.simulation.compiling import compiled
from analysis.simulation.items import remove_scope
from analysis.simulation.mail import forget_mail
from analysis.simulation.tables import State, Tables

__all__ = ["close_case", "close_if_idle"]


@compiled
def close_case(state: State, case: int, now: float) -> None:
    """Forget a case."""
    if state.cases[state.case_numbers[case], DONE] < 0.0:
        state.cases[state.case_numbers[case], DONE] = now
    forget_mail(state, case)
    state.counters[DONE_COUNT] += 1
    state.free_cases[state.counters[FREE_CASE_COUNT]] = case
    state.counters[FREE_CASE_COUNT] += 1


@compiled
def close_if_idle(tables: Tables, state: State, case: int, now: float) -> None:
    """Close a case that is done, when all its other processes only listen to what nobody is left to send."""
    is_open = False
    for root in range(len(tables.roots)):
        scope = state.roots[case, root]
        if scope >= 0:
            is_open = True
            if not _is_idle(tables, state, scope):
                return
    if not is_open or state.cases[state.case_numbers[case], DONE] < 0.0:
        return
    for root in range(len(tables.roots)):
        scope = state.roots[case, root]
        if scope >= 0:
            interrupt_scope(tables, state, scope, now)
            remove_scope(state, scope)
            state.roots[case, root] = -1
    close_case(state, case, now)


@compiled
def _is_idle(tables: Tables, state: State, scope: int) -> bool:
    """Whether everything in a scope only listens; `doomed` is the list of scopes still to look into."""
    state.doomed[0] = scope
    count = 1
    while count > 0:
        count -= 1
        item = state.scopes[state.doomed[count]]["first"]
        while item >= 0:
            if not _only_listens(tables, state, item):
                return False
            if state.items[item]["child"] >= 0:
                state.doomed[count] = state.items[item]["child"]
                count += 1
            item = state.items[item]["scope_after"]
    return True


@compiled
def _only_listens(tables: Tables, state: State, item: int) -> bool:
    if state.items[item]["state"] not in (LISTENING, HOLDING):
        return False
    node = tables.nodes[state.items[item]["node"]]
    is_timed = False
    for number in range(node["bound0"], node["bound1"]):
        is_timed = is_timed or tables.nodes[tables.boundaries[number]]["law"] >= 0
    return not is_timed
