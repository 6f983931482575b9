"""What is known of a case, and the small machine that evaluates rules over it.

A value is two numbers: what it is, and which. Texts are numbered in their order, so that comparing their numbers
compares the texts. The rules are those of FEEL: DMN 1.5 §10.3.2.15, tables 50 to 55.
"""

import math

from analysis.simulation.codes import FOR_ATTRIBUTE
from analysis.simulation.compiling import compiled
from analysis.simulation.draws import draw, stream_key
from analysis.simulation.rule_codes import (
    ABSOLUTE,
    ADD,
    AND,
    AT_MOST,
    CEILING,
    DIVIDE,
    EQUAL,
    FLOOR,
    GREATER,
    IS_BOOLEAN,
    IS_NULL,
    IS_NUMBER,
    IS_TEXT,
    LESS,
    LOAD,
    LOOK_UP,
    MULTIPLY,
    NEGATE,
    NOT,
    OR,
    PUSH,
    SKIP,
    SKIP_UNLESS,
    SUBTRACT,
    TRUTH,
    UNEQUAL,
)
from analysis.simulation.tables import State, Tables

__all__ = ["forget_facts", "holds", "learn_facts", "run_program"]


@compiled
def forget_facts(state: State, case: int) -> None:
    """Let nothing be known of a case."""
    for fact in range(state.facts.shape[1]):
        state.facts[case, fact, 0] = IS_NULL


@compiled
def learn_facts(tables: Tables, state: State, case: int, first: int, last: int, visit: int) -> None:
    """Give attributes of a case values, in the order of the table of sources; `visit` numbers the random draws."""
    for number in range(first, last):
        source = tables.sources[number]
        fact = source["fact"]
        if source["program"] >= 0:
            run_program(tables, state, source["program"], case)
            state.facts[case, fact] = state.stack[0]
            continue
        key = stream_key(state.case_keys[case], source["hash"], visit, FOR_ATTRIBUTE)
        value = draw(tables.laws[source["law"]], tables.values, key)
        if source["choice"] >= 0:
            state.facts[case, fact] = tables.constants[source["choice"] + round(value)]
        else:
            state.facts[case, fact, 0] = IS_NUMBER
            state.facts[case, fact, 1] = value


@compiled
def holds(tables: Tables, state: State, program: int, case: int) -> bool:
    """Return whether a rule is true for a case; null is not."""
    run_program(tables, state, program, case)
    return bool(state.stack[0, 0] == IS_BOOLEAN and state.stack[0, 1] == 1.0)


@compiled
def run_program(tables: Tables, state: State, program: int, case: int) -> None:
    """Evaluate a program; its value is then the lowest of the stack."""
    at, end = tables.programs[program, 0], tables.programs[program, 1]
    top = -1
    while at < end:
        operator, argument = tables.code[at, 0], tables.code[at, 1]
        at += 1
        if operator == PUSH:
            top += 1
            state.stack[top] = tables.constants[argument]
        elif operator == LOAD:
            top += 1
            state.stack[top] = state.facts[case, argument]
        elif operator == LOOK_UP:
            top += 1
            state.stack[top] = tables.constants[_look_up(tables, state, argument, case)]
        elif operator == SKIP:
            at += argument
        elif operator == SKIP_UNLESS:
            if state.stack[top, 0] != IS_BOOLEAN or state.stack[top, 1] != 1.0:
                at += argument
            top -= 1
        elif operator >= NOT:
            _one(state, top, operator)
        else:
            top -= 1
            _two(state, top, operator)


@compiled
def _two(state: State, top: int, operator: int) -> None:
    if operator in (AND, OR):
        _join(state, top, operator)
    elif operator >= ADD:
        _calculate(state, top, operator)
    else:
        _compare(state, top, operator)


@compiled
def _put(state: State, top: int, kind: int, value: float) -> None:
    state.stack[top, 0] = kind
    state.stack[top, 1] = value


@compiled
def _one(state: State, top: int, operator: int) -> None:
    kind, value = state.stack[top, 0], state.stack[top, 1]
    if operator in (NOT, TRUTH):
        if kind != IS_BOOLEAN:
            _put(state, top, IS_NULL, 0.0)
        elif operator == NOT:
            _put(state, top, IS_BOOLEAN, 1.0 - value)
    elif kind != IS_NUMBER:
        _put(state, top, IS_NULL, 0.0)
    elif operator == NEGATE:
        _put(state, top, IS_NUMBER, -value)
    elif operator == ABSOLUTE:
        _put(state, top, IS_NUMBER, abs(value))
    elif operator == FLOOR:
        _put(state, top, IS_NUMBER, float(math.floor(value)))
    elif operator == CEILING:
        _put(state, top, IS_NUMBER, float(math.ceil(value)))


@compiled
def _join(state: State, top: int, operator: int) -> None:
    """Conjunction and disjunction; what is not boolean counts as null. DMN 1.5 table 50."""
    decisive = 0.0 if operator == AND else 1.0
    is_known = True
    for place in range(top, top + 2):
        if state.stack[place, 0] != IS_BOOLEAN:
            is_known = False
        elif state.stack[place, 1] == decisive:
            _put(state, top, IS_BOOLEAN, decisive)
            return
    if is_known:
        _put(state, top, IS_BOOLEAN, 1.0 - decisive)
    else:
        _put(state, top, IS_NULL, 0.0)


@compiled
def _calculate(state: State, top: int, operator: int) -> None:
    left, right = state.stack[top, 1], state.stack[top + 1, 1]
    are_numbers = state.stack[top, 0] == IS_NUMBER and state.stack[top + 1, 0] == IS_NUMBER
    if not are_numbers or (operator == DIVIDE and right == 0.0):
        _put(state, top, IS_NULL, 0.0)
    elif operator == ADD:
        _put(state, top, IS_NUMBER, left + right)
    elif operator == SUBTRACT:
        _put(state, top, IS_NUMBER, left - right)
    elif operator == MULTIPLY:
        _put(state, top, IS_NUMBER, left * right)
    else:
        _put(state, top, IS_NUMBER, left / right)


@compiled
def _compare(state: State, top: int, operator: int) -> None:
    """Equality and order; null where the kinds have none. DMN 1.5 tables 53 and 54."""
    kind, other = state.stack[top, 0], state.stack[top + 1, 0]
    left, right = state.stack[top, 1], state.stack[top + 1, 1]
    if operator in (EQUAL, UNEQUAL):
        if IS_NULL in (kind, other):
            is_equal = kind == other
        elif kind != other:
            _put(state, top, IS_NULL, 0.0)
            return
        else:
            is_equal = left == right
        _put(state, top, IS_BOOLEAN, 1.0 if is_equal == (operator == EQUAL) else 0.0)
        return
    if kind != other or kind not in (IS_NUMBER, IS_TEXT):
        _put(state, top, IS_NULL, 0.0)
        return
    if operator == LESS:
        answer = left < right
    elif operator == AT_MOST:
        answer = left <= right
    elif operator == GREATER:
        answer = left > right
    else:
        answer = left >= right
    _put(state, top, IS_BOOLEAN, 1.0 if answer else 0.0)


@compiled
def _look_up(tables: Tables, state: State, number: int, case: int) -> int:
    """Return the place of the constant that a table of results has for a case."""
    lookup = tables.lookups[number]
    place = 0
    for axis in range(lookup["axis0"], lookup["axis1"]):
        place = place * tables.axes[axis]["size"] + _place_on(tables, state, axis, case)
    return int(tables.results[lookup["result0"] + place])


@compiled
def _place_on(tables: Tables, state: State, number: int, case: int) -> int:
    """Return where a case is on an axis: at one of its values, or between two of its cuts."""
    axis = tables.axes[number]
    kind, value = state.facts[case, axis["fact"], 0], state.facts[case, axis["fact"], 1]
    for place in range(axis["value0"], axis["value1"]):
        constant = tables.constants[tables.axis_values[place]]
        if constant[0] == kind and (kind == IS_NULL or constant[1] == value):
            return int(place - axis["value0"])
    low, high = axis["cut0"], axis["cut1"]
    while low < high:
        middle = (low + high) // 2
        if tables.cuts[middle] < value:
            low = middle + 1
        else:
            high = middle
    is_on = low < axis["cut1"] and tables.cuts[low] == value
    return int(axis["value1"] - axis["value0"] + 2 * (low - axis["cut0"]) + (1 if is_on else 0))
