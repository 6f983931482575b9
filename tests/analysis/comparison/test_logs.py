"""Two logs, or two periods of one: measured, with open cases counted for what they are."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.comparison import compare_logs, compare_periods
from analysis.comparison.case_table import case_table
from analysis.comparison.log_measures import Mean
from analysis.comparison.resampling import cliffs_delta, resample
from analysis.comparison.survival import TimeQuantile
from analysis.errors import LogError
from analysis.log import EventLog, read_log

START = datetime(2026, 1, 5, tzinfo=UTC)


def _records(
    hours: list[float], *, first: int = 0, every: float = 4.0, until: datetime | None = None, who: str = "bat"
) -> Iterator[dict[str, object]]:
    """Yield cases that arrive one by one, received at once, decided after so many hours; none after `until`."""
    for number, taken in enumerate(hours, start=first):
        begin = START + timedelta(hours=every * number)
        for activity, moment, name in (
            ("Receive", begin, "anu"),
            ("Look", begin + timedelta(hours=taken / 2), who),
            ("Decide", begin + timedelta(hours=taken), who),
        ):
            if until is None or moment <= until:
                yield {
                    "case:concept:name": f"case {number}",
                    "concept:name": activity,
                    "time:timestamp": moment,
                    "org:resource": name,
                }


def _log(hours: list[float], **more: object) -> EventLog:
    return EventLog.from_records(_records(hours, **more))  # type: ignore[arg-type]  # further arguments by name


def _drawn(mean: float, count: int, seed: int) -> list[float]:
    return [float(value) for value in np.random.default_rng(seed).exponential(mean, count)]


def test_a_log_against_itself_does_not_differ() -> None:
    log = _log(_drawn(20, 200, 1))
    found = compare_logs(log, log)
    assert {one.outcome for one in found.measures} <= {"same", "undecided"}
    assert {one.origin for one in found.measures} == {"measured"}


def test_cases_that_take_half_as_long_are_seen_in_every_measure_of_time() -> None:
    found = compare_logs(_log(_drawn(40, 400, 1)), _log(_drawn(20, 400, 2)))
    for name in ("cycle_time", "cycle_time_median", "cycle_time_p90"):
        one = found.measure(name)
        assert one is not None
        assert one.outcome == "better", name
        assert one.ci_low is not None
        assert one.ci_high is not None
        assert one.ci_low < one.difference < one.ci_high < 0
    assert "lower by" in str(found.verdict)
    assert "measured" in str(found.verdict)


def test_periods_are_split_by_when_a_case_came() -> None:
    slow, quick = _drawn(40, 300, 3), _drawn(10, 300, 4)
    log = EventLog.from_records([*_records(slow), *_records(quick, first=300)])
    moment = START + timedelta(hours=4 * 300)
    found = compare_periods(log, moment.replace(tzinfo=None))
    assert (found.first.cases, found.second.cases) == (300, 300)
    time = found.measure("cycle_time")
    assert time is not None
    assert time.as_is == pytest.approx(3600 * float(np.mean(slow)))
    assert time.to_be == pytest.approx(3600 * float(np.mean(quick)))
    assert found.as_json()["as_is"]["cases"] == 300


def test_open_cases_make_the_mean_too_low_but_not_the_median() -> None:
    hours = _drawn(200, 400, 5)
    whole = _log(hours, every=1.0)
    cut = EventLog.from_records(_records(hours, every=1.0, until=START + timedelta(hours=400)))
    found = compare_logs(whole, cut, ends=["Decide"])
    mean, median = found.measure("cycle_time"), found.measure("cycle_time_median")
    assert found.first.open_cases == 0
    assert found.second.open_cases > 20
    assert mean is not None
    assert median is not None
    assert mean.outcome == "better"
    assert median.outcome == "undecided"
    assert any("still open" in str(text) for text in found.remarks)


def test_the_usual_last_activity_ends_a_case_and_a_long_silence_does() -> None:
    records = list(_records([10.0] * 60, every=8.0))
    # Case 0 was never decided, long ago; the last one has only just been received.
    left = [one for one in records if one["concept:name"] != "Decide" or one["case:concept:name"] != "case 0"]
    left = [one for one in left if one["concept:name"] == "Receive" or one["case:concept:name"] != "case 59"]
    cases = case_table(EventLog.from_records(left))
    assert cases.ends == ("Decide",)
    assert list(cases.frame.filter(cases.frame["is_open"])["case_id"]) == ["case 59"]


def test_rework_and_handovers_are_counted_for_each_case() -> None:
    records = [*_records([10.0] * 12)]
    again = {**records[1], "time:timestamp": START + timedelta(hours=7), "org:resource": "dorj"}
    frame = case_table(EventLog.from_records([*records, again])).frame
    assert list(frame["repeated"])[:2] == [1, 0]
    assert list(frame["hand_overs"])[:2] == [3, 1]


def test_few_cases_are_refused_by_name() -> None:
    with pytest.raises(LogError, match=r"after has 5 cases; at least 10"):
        compare_logs(_log([1.0] * 20), _log([1.0] * 5))


def test_kaplan_meier_is_the_textbooks() -> None:
    # Freireich's remission times, drug 6-MP (Kaplan-Meier in every textbook): S(10) = .753, S(23) = .448.
    ended = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    still = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    times, is_open = np.array([*ended, *still], dtype=float), np.array([False] * len(ended) + [True] * len(still))
    assert TimeQuantile(1 - 0.753, times, is_open).whole() == 10
    assert TimeQuantile(0.5, times, is_open).whole() == 23
    assert np.isnan(TimeQuantile(0.6, times, is_open).whole())


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=40), st.floats(0.01, 0.99))
def test_without_open_cases_it_is_the_empirical_quantile(times: list[float], share: float) -> None:
    found = TimeQuantile(share, np.array(times), np.zeros(len(times), dtype=bool)).whole()
    assert np.mean(np.array(times) <= found) >= share - 1e-9
    assert np.mean(np.array(times) < found) < share + 1e-9


@given(st.lists(st.integers(0, 3), min_size=1, max_size=12), st.integers(0, 2**32))
def test_a_case_drawn_so_often_counts_so_often(counts: list[int], seed: int) -> None:
    if not sum(counts):
        counts[0] = 1
    random = np.random.default_rng(seed)
    times, is_open = random.integers(0, 20, len(counts)).astype(float), random.random(len(counts)) < 0.3
    draws, alone = np.array([counts], dtype=float), np.arange(len(counts))
    drawn = TimeQuantile(0.5, times, is_open).drawn(draws, alone)
    repeated = TimeQuantile(0.5, np.repeat(times, counts), np.repeat(is_open, counts)).whole()
    np.testing.assert_equal(drawn[0], repeated)
    mean = Mean(times, np.ones(len(times))).drawn(draws, alone)
    assert mean[0] == pytest.approx(float(np.mean(np.repeat(times, counts))))


def test_many_times_are_drawn_to_a_thousandth_of_the_cases() -> None:
    times = np.random.default_rng(3).exponential(10, 5000)
    one = TimeQuantile(0.9, times, np.zeros(5000, dtype=bool))
    (drawn,) = one.drawn(np.ones((1, 5000)), np.arange(5000))
    assert abs(np.mean(times <= drawn) - np.mean(times <= one.whole())) <= 0.001


def test_cliffs_delta_counts_which_of_two_is_above() -> None:
    first, second = np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0])
    # Of the six pairs the second is above in four, equal in one and below in one.
    assert cliffs_delta(first, second) == pytest.approx((4 - 1) / 6)


def test_cases_of_a_week_are_drawn_together() -> None:
    # All cases of a week are alike: drawn one by one the interval is far too narrow.
    random = np.random.default_rng(7)
    weeks = np.repeat(np.arange(12), 50)
    values = np.repeat(random.normal(size=12), 50)
    other = np.repeat(random.normal(size=12), 50)

    pair = Mean(values, np.ones(600)), Mean(other, np.ones(600))
    together = resample(pair, (weeks, weeks), times=300, seed=1)
    alone = resample(pair, (np.arange(600), np.arange(600)), times=300, seed=1)
    assert together is not None
    assert alone is not None
    assert together.interval[1] - together.interval[0] > 4 * (alone.interval[1] - alone.interval[0])
    assert together.p_value > alone.p_value


@pytest.mark.corpora
def test_a_municipalitys_log_gives_the_known_times_and_two_halves_are_compared(corpora: Path) -> None:
    """Receipt phase of a permit, a Dutch municipality (CoSeLoG): 5.408 days on average, .0332 for half of the cases."""
    log = read_log(corpora / "logs" / "receipt.xes.gz")
    cases = case_table(log).frame
    days = (cases["last"] - cases["first"]).dt.total_microseconds() / 86400e6
    assert float(days.mean()) == pytest.approx(5.408, abs=0.001)
    assert float(days.median()) == pytest.approx(0.0332, abs=0.0001)
    found = compare_periods(log, datetime(2011, 6, 1, tzinfo=UTC))
    assert found.first.cases + found.second.cases == 1434
    assert found.measure("handovers") is not None
    assert found.measure("processing_time") is None
    assert any("Not all starts" in str(text) for text in found.remarks)
