"""The changes applied one at a time: what is known of their shares, and of the orders they are taken in."""

from dataclasses import replace
from itertools import pairwise
from math import fsum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.comparison import Depth, Shares
from analysis.comparison.orders import all_orders, sampled_orders
from analysis.comparison.steps import Step
from analysis.scenario import ResourcePool
from bpmn.language import Text
from tests.analysis.comparison.lines import HOUR, compared, queue, returning, unhurried
from tests.analysis.models import line, model

DRIVERS = Depth(drivers=True, sensitivity=False, stresses=False, orders=4)
PLACES = ("before", "order", "after", "any", "last")


def _steps(places: list[str]) -> list[Step]:
    return [
        Step(key=f"{place}{number}", kind="changed", place=place, text=Text("-"))  # type: ignore[arg-type]  # one of PLACES
        for number, place in enumerate(places)
    ]


def _is_allowed(order: tuple[str, ...]) -> bool:
    places = [key.rstrip("0123456789") for key in order]
    fixed = [place for place in places if place != "any"]
    return fixed == sorted(fixed, key=("before", "order", "after", "last").index) and all(
        later == "last" for earlier, later in pairwise(places) if earlier == "last"
    )


def _shares(found: Shares | None) -> dict[str, float]:
    assert found is not None
    return {share.key: share.effects["cycle_time"].amount for share in found.by_change}


@given(st.lists(st.sampled_from(PLACES), max_size=12).filter(lambda places: places.count("order") <= 1), st.integers())
def test_orders_that_are_drawn_keep_what_must_come_before(places: list[str], seed: int) -> None:
    steps = _steps(places)
    for pair in sampled_orders(steps, 3, seed):
        for order in pair:
            assert sorted(order) == sorted(step.key for step in steps)
            assert _is_allowed(order)


def test_all_orders_are_the_permutations_that_keep_what_must_come_before() -> None:
    orders = list(all_orders(_steps(["before", "any", "order", "last"])))
    # The order after the step before it; the free one at any of three places; the last one last.
    assert len(orders) == len(set(orders)) == 3
    assert all(map(_is_allowed, orders))


def test_where_nobody_waits_each_change_has_what_it_saves() -> None:
    before = line("check", "sign", "copy")
    after = line("check", "sign", "archive")
    found = compared(
        before,
        after,
        unhurried({"check": 3, "sign": 2, "copy": 1}),
        unhurried({"check": 1, "sign": 1.5, "archive": 0.25}),
        depth=DRIVERS,
    )
    shares = _shares(found.shares)
    order = shares.pop("order", 0.0)
    assert fsum(shares.values()) + order == pytest.approx(-3.25 * HOUR, rel=1e-9)
    assert shares["changed.check"] == pytest.approx(-2 * HOUR, rel=1e-9)
    assert shares["changed.sign"] == pytest.approx(-0.5 * HOUR, rel=1e-9)


def test_what_goes_and_what_comes_have_shares_of_their_own() -> None:
    kinds = {"start": "startEvent", "check": "userTask", "end": "endEvent"}
    before = model({**kinds, "write_down_everything": "userTask"}, "start > write_down_everything > check > end")
    after = model({**kinds, "tell": "serviceTask"}, "start > check > tell > end")
    found = compared(
        before,
        after,
        unhurried({"write_down_everything": 2, "check": 1}),
        unhurried({"check": 1, "tell": 0.1}),
        depth=DRIVERS,
    )
    assert found.shares is not None
    kinds_of = {share.kind for share in found.shares.by_change}
    shares = _shares(found.shares)
    assert kinds_of == {"eliminated", "added", "order"}
    assert shares["eliminated.write_down_everything"] == pytest.approx(-2 * HOUR, rel=1e-9)
    assert shares["added.tell"] == pytest.approx(0.1 * HOUR, rel=1e-9)
    assert shares["order"] == pytest.approx(0, abs=1e-6)


def test_two_changes_that_only_work_together_share_alike() -> None:
    # Either half is in parallel with the other, and the longer one decides: neither helps alone.
    nodes = {
        "start": "startEvent",
        "split": "parallelGateway",
        "left": "userTask",
        "right": "userTask",
        "join": "parallelGateway",
        "end": "endEvent",
    }
    both = model(nodes, "start > split > left > join > end, split > right > join")
    found = compared(both, both, unhurried({"left": 4, "right": 4}), unhurried({"left": 1, "right": 1}), depth=DRIVERS)
    assert found.shares is not None
    assert found.shares.is_exact
    assert found.shares.orders == 2
    shares = _shares(found.shares)
    assert shares["changed.left"] == pytest.approx(-1.5 * HOUR, rel=1e-9)
    assert shares["changed.right"] == pytest.approx(-1.5 * HOUR, rel=1e-9)


def test_shares_and_remainder_add_up_to_the_difference_with_queues_and_loops() -> None:
    before = replace(queue({"check": 0.6, "sign": 0.5}), flows={"g_in": 0.2})
    after = replace(queue({"check": 0.4, "sign": 0.3}), flows={"g_in": 0.1})
    after = replace(after, resources={key: replace(pool, cost_per_h=12.0) for key, pool in after.resources.items()})
    found = compared(returning("check", "sign"), returning("check", "sign"), before, after, depth=DRIVERS)
    assert found.shares is not None
    assert {share.key for share in found.shares.by_change} == {
        "changed.check",
        "changed.sign",
        "changed.g",
        "staff.who_check",
        "staff.who_sign",
    }
    for name in ("cycle_time", "waiting_time", "cost_office"):
        amounts = [share.effects[name].amount for share in found.shares.by_change]
        measure = found.measure(name)
        assert measure is not None
        assert fsum(amounts) == pytest.approx(found.shares.totals[name])
        assert fsum(amounts) + found.shares.remainder[name] == pytest.approx(measure.difference)


def test_people_are_spared_only_when_their_work_has_gone() -> None:
    before, after = queue({"check": 0.9}), queue({"check": 0.2})
    before = replace(before, resources={"who_check": ResourcePool(id="who_check", amount=3)})
    after = replace(after, resources={"who_check": ResourcePool(id="who_check", amount=1)})
    found = compared(line("check"), line("check"), before, after, depth=DRIVERS, replications=5)
    assert found.shares is not None
    assert found.shares.orders == 1
    assert _shares(found.shares)["staff.who_check"] > 0


def test_a_state_that_cannot_be_simulated_is_said_instead_of_shares(monkeypatch: pytest.MonkeyPatch) -> None:
    from analysis.comparison import shares
    from analysis.errors import SimulationError

    def refuse(*_: object, **__: object) -> None:
        raise SimulationError(Text("It never ends."))

    monkeypatch.setattr(shares, "compile_simulation", refuse)
    found = compared(line("a"), line("a"), unhurried({"a": 2}), unhurried({"a": 1}), depth=DRIVERS)
    assert found.shares is not None
    assert str(found.shares.remark) == "One state between the two cannot be simulated: It never ends."
    assert found.as_json()["shares"]["by_change"] == []
