"""The machine that evaluates rules in the kernel gives what FEEL and DMN give."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

import analysis.simulation.rules as rules_module
from analysis.errors import ScenarioError
from analysis.network.rules import DecisionUse
from analysis.scenario.attributes import Scalar
from analysis.scenario.distributions import Distribution
from analysis.simulation.decision_lookups import tabulated_decision
from analysis.simulation.domains import Domain, UnsupportedError, domain_of
from analysis.simulation.rule_tables import RuleTables
from bpmn.decisions import evaluate_decision
from bpmn.expressions import Language, compile_expression
from bpmn.model import Expression
from tests.analysis.simulation.test_rules import dmn

KINDS = ("new", "old", "older")
DOMAINS = {
    "a": Domain(values=frozenset({None}), has_numbers=True),
    "b": Domain(has_numbers=True),
    "k": domain_of([*KINDS, None]),
    "yes": domain_of([True, False, None]),
}
numbers = st.integers(-8, 24).map(lambda n: n / 2)
values = st.fixed_dictionaries(
    {
        "a": st.none() | numbers,
        "b": numbers,
        "k": st.sampled_from([*KINDS, None]),
        "yes": st.sampled_from([True, False, None]),
    }
)
literals = numbers.map(lambda n: f"{n:g}") | st.sampled_from(['"new"', '"old"', "true", "false", "null"])
atoms = literals | st.sampled_from(["a", "b", "k", "yes", "missing"])


def _wider(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    signs = st.sampled_from(["=", "!=", "<", "<=", ">", ">=", "and", "or", "+", "-", "*", "/"])
    return st.one_of(
        st.tuples(inner, signs, inner).map(lambda t: f"({t[0]}) {t[1]} ({t[2]})"),
        st.tuples(inner, inner, inner).map(lambda t: f"if {t[0]} then {t[1]} else {t[2]}"),
        inner.map(lambda t: f"not({t})"),
        inner.map(lambda t: f"-({t})"),
        st.tuples(inner, numbers, st.integers(0, 6)).map(lambda t: f"({t[0]}) between {t[1]:g} and {t[1] + t[2]:g}"),
        st.tuples(
            st.sampled_from(["a", "b", "k"]), numbers, st.integers(0, 6), st.sampled_from(["[]", "()", "[)", "(]"])
        ).map(lambda t: f"{t[0]} in {t[3][0]}{t[1]:g}..{t[1] + t[2]:g}{t[3][1]}"),
        st.tuples(st.sampled_from(["a", "b", "k"]), literals, literals).map(
            lambda t: f"{t[0]} in ({t[1]}, {t[2]}, > 3)"
        ),
        inner.map(lambda t: f"floor({t})"),
        inner.map(lambda t: f"abs({t})"),
    )


rules = st.recursive(atoms, _wider, max_leaves=8)


def machine() -> RuleTables:
    def no_law(law: Distribution | None) -> int:
        raise AssertionError(law)

    return RuleTables(source_name="t", add_law=no_law, hash_of=lambda _: np.uint64(0), domains=dict(DOMAINS))


class Arrays:
    """What the machine reads and writes, by name."""

    def __init__(self, rules: RuleTables, data: dict[str, Scalar]) -> None:
        for name, table in rules.tables().items():
            setattr(self, name, table)
        self.facts = np.zeros((1, rules.fact_count, 2))
        self.stack = np.zeros((rules.depth, 2))
        texts = sorted({value for value in rules._constants if isinstance(value, str)})
        given = {_pair(value, texts)[1]: value for value in data.values() if isinstance(value, str)}
        self.texts: dict[float, str] = {**given, **dict(enumerate(texts))}
        for name, value in data.items():
            self.facts[0, rules.fact(name)] = _pair(value, texts)

    def result(self) -> Scalar:
        kind, value = self.stack[0]
        return [None, bool(value), float(value), self.texts.get(value)][int(kind)]


def _pair(value: Scalar, texts: list[str]) -> tuple[float, float]:
    if value is None:
        return 0.0, 0.0
    if isinstance(value, bool):
        return 1.0, float(value)
    if isinstance(value, str):
        # A text that no rule names is like no other: its place is between those of the named ones.
        return 3.0, sum(text < value for text in texts) - (0.5 if value not in texts else 0.0)
    return 2.0, value


@pytest.fixture(scope="module", autouse=True)
def _interpreted() -> Iterator[None]:
    """The machine's functions as the interpreter runs them: they take any object that has the arrays."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in list(vars(rules_module).items()):
            if hasattr(value, "py_func"):
                patch.setattr(rules_module, name, value.py_func)
        yield


def in_machine(compiled: RuleTables, program: int, data: dict[str, Scalar]) -> Scalar:
    """Run a program and return what it leaves."""
    for name in DOMAINS:
        compiled.fact(name)
    arrays: Any = Arrays(compiled, data)
    rules_module.run_program(arrays, arrays, program, 0)
    result: Scalar = arrays.result()
    return result


def as_scalar(value: object) -> object:
    return float(value) if isinstance(value, Decimal) else value


@settings(max_examples=400, deadline=None)
@given(rule=rules, data=values)
def test_a_rule_comes_to_what_feel_says(rule: str, data: dict[str, Scalar]) -> None:
    compiled = machine()
    expected = as_scalar(compile_expression(rule, Language.FEEL).evaluate(data).value)
    try:
        program = compiled.add_rule(Expression(text=rule, language="feel"), "g")
    except ScenarioError:
        reject()
    found = in_machine(compiled, program, data)
    if isinstance(expected, float) and isinstance(found, float):
        assert found == pytest.approx(expected, rel=1e-12)
    else:
        assert (type(found), found) == (type(expected), expected)


cells = st.sampled_from(["-", "< 5", "> 2", "[1..6)", "3, > 8", "not(2)", "<= 0", "null", "5"])
kind_cells = st.sampled_from(["-", '"new"', '"old","older"', 'not("new")', "null"])
tables = st.lists(st.tuples(cells, kind_cells, st.sampled_from(["1", "2", "3"])), min_size=1, max_size=6)
policies = st.sampled_from(["UNIQUE", "FIRST", "ANY", "PRIORITY", "COLLECT", 'COLLECT" aggregation="SUM'])


@settings(max_examples=60, deadline=None)
@given(rows=tables, policy=policies, amount=numbers, kind=st.sampled_from(KINDS))
def test_a_decision_comes_to_what_dmn_says(
    rows: list[tuple[str, str, str]], policy: str, amount: float, kind: str
) -> None:
    model = dmn(
        rows if "SUM" in policy else [(a, b, f'"{c}"') for a, b, c in rows],
        policy,
        kind="number" if "SUM" in policy else "string",
    )
    decision = next(iter(model.decisions.values()))
    use = DecisionUse(model=model, decision=decision, variable="route", outputs={})
    domains = {"amount": Domain(has_numbers=True), "kind": domain_of(KINDS)}
    try:
        axes, columns = tabulated_decision(use, domains)
    except UnsupportedError:
        assert policy == "COLLECT"
        return
    compiled = machine()
    compiled.domains |= domains
    compiled.add_results(axes, columns)
    data: dict[str, Scalar] = {"amount": amount, "kind": kind}
    assert in_machine(compiled, 0, data) == as_scalar(evaluate_decision(model, "route", data).value)
