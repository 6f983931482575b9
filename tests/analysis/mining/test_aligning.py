"""Alignments with the token game: loops, inclusive ways, what interrupts, what repeats, what is still open."""

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.log import EventLog
from analysis.mining import Conformance, mine
from analysis.mining.ways import event_parameters, way_probabilities
from bpmn.model import Model, MultiInstance
from tests.analysis.models import model, node, timer

MONDAY = datetime(2026, 1, 5, tzinfo=UTC)
LOOP = model(
    {"s": "startEvent", "again": node("again", "exclusiveGateway"), "a": "userTask", "g": node("g", "exclusiveGateway"),
     "b": "userTask", "e": "endEvent"},
    "s > again > a > g, g > b > again, g > e",
)  # fmt: skip
SOME = model(
    {"s": "startEvent", "some": node("some", "inclusiveGateway"), "a": "userTask", "b": "userTask",
     "all": node("all", "inclusiveGateway"), "e": "endEvent"},
    "s > some, some > a > all, some > b > all, all > e",
)  # fmt: skip
LATE = node("late", "boundaryEvent", attached_to="a", definitions=(timer("P1D"),))
TIMED = model(
    {"s": "startEvent", "a": "userTask", "late": LATE, "b": "userTask", "e": "endEvent", "f": "endEvent"},
    "s > a > e, late > b > f",
)  # fmt: skip


def _held(traces: list[str], against: Model, *, is_open: bool = False) -> Conformance:
    """Return how traces of one-letter activities fit; an open case's last activity has started and not ended."""
    rows = []
    for number, trace in enumerate(traces):
        for place, name in enumerate(trace):
            at = MONDAY + timedelta(minutes=place)
            ended = None if is_open and place == len(trace) - 1 else at
            rows.append((str(number), name, None, None, at, ended, None))
    moment = pl.Datetime("us", "UTC")
    schema = {"case_id": pl.String, "activity": pl.String, "element": pl.String, "enable_time": moment,
              "start_time": moment, "end_time": moment, "resource": pl.String}  # fmt: skip
    found = mine(EventLog(pl.DataFrame(rows, schema=schema, orient="row")), against).conformance
    assert found is not None
    return found


def test_ways_of_a_loop_are_counted_as_often_as_they_are_gone() -> None:
    found = _held(["a", "aba", "ababa"], LOOP)
    assert found.fitness == 1.0
    assert (found.flows["g_b"], found.flows["g_e"]) == (3, 3)
    assert way_probabilities(LOOP, "p", found)[0]["g_b"] == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("trace", "deviations"),
    [("aa", 1), ("ab", 1), ("b", 2), ("ba", 1), ("axba", 1), ("x", 2), ("abab", 1), ("abba", 1)],
)
def test_the_cheapest_explanation_is_found(trace: str, deviations: int) -> None:
    (fit,) = _held([trace], LOOP).traces
    assert len(fit.unexpected) + len(fit.skipped) == deviations
    assert fit.fitness == pytest.approx(1 - deviations / (len(trace) + 1))


def test_an_inclusive_gateway_may_go_either_way_or_both() -> None:
    found = _held(["a", "b", "ab", "ba"], SOME)
    assert found.fitness == 1.0
    chances, gateways = way_probabilities(SOME, "p", found)
    assert (chances["some_a"], chances["some_b"]) == (0.75, 0.75)
    assert gateways == {"some": "probability"}
    assert _held(["aa"], SOME).fitness < 1


def test_what_is_interrupted_is_not_done_and_how_often_it_is_comes_out() -> None:
    found = _held(["a", "a", "a", "b"], TIMED)
    assert found.fitness == 1.0
    assert event_parameters(TIMED, "p", found)["late"].probability == pytest.approx(0.25)


def test_an_open_case_need_not_have_come_to_the_end() -> None:
    straight = model({"s": "startEvent", "a": "userTask", "b": "userTask", "e": "endEvent"}, "s > a > b > e")
    assert _held(["a"], straight, is_open=True).fitness == 1.0
    assert _held(["a"], straight).fitness < 1.0


def test_instances_of_a_multi_instance_activity_in_a_row_count_as_one() -> None:
    many = node("a", "userTask", loop=MultiInstance(is_sequential=False))
    repeating = model({"s": "startEvent", "a": many, "b": "userTask", "e": "endEvent"}, "s > a > b > e")
    assert _held(["aaab"], repeating).fitness == 1.0
    assert _held(["aaba"], repeating).fitness < 1.0


def test_a_machines_task_that_the_log_never_has_is_listed_and_costs_nothing() -> None:
    longer = model({"s": "startEvent", "a": "userTask", "x": "serviceTask", "b": "userTask", "e": "endEvent"},
                   "s > a > x > b > e")  # fmt: skip
    found = _held(["ab"], longer)
    assert found.fitness == 1.0
    assert found.unseen_elements == (("x", "x"),)


def test_a_persons_task_that_the_log_never_has_was_left_out() -> None:
    longer = model({"s": "startEvent", "a": "userTask", "x": "userTask", "b": "userTask", "e": "endEvent"},
                   "s > a > x > b > e")  # fmt: skip
    found = _held(["ab"], longer)
    assert found.traces[0].skipped == ("x",)
    assert found.fitness == pytest.approx(1 - 1 / 5)


def _in_common(first: str, second: str) -> int:
    """Return the length of the longest common subsequence."""
    row = [0] * (len(second) + 1)
    for one in first:
        before = 0
        for place, other in enumerate(second, start=1):
            before, row[place] = row[place], before + 1 if one == other else max(row[place], row[place - 1])
    return row[-1]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text("abx", min_size=1, max_size=8), min_size=1, max_size=6))
def test_no_word_of_the_models_language_is_nearer_than_the_alignment(traces: list[str]) -> None:
    found = _held(traces, LOOP)
    language = ["a" + "ba" * turns for turns in range(10)]
    for fit in found.traces:
        trace = "".join(fit.activities)
        nearest = min(len(trace) + len(word) - 2 * _in_common(trace, word) for word in language)
        assert len(fit.unexpected) + len(fit.skipped) == nearest
        assert fit.fitness == pytest.approx(1 - nearest / (len(trace) + 1))
    assert (found.checked_cases, found.unchecked_cases) == (len(traces), 0)
