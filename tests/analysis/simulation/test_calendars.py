"""Opening hours by hand-computed schedules. The clock starts on Monday 5 January 2026, 00:00 in Ulaanbaatar."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.scenario import ActivityParameters, Arrivals, Calendar, Distribution, Opening, ResourcePool, Scenario
from analysis.scenario.calendars import opening_table
from analysis.simulation import compile_simulation, simulate
from tests.analysis.models import line
from tests.analysis.simulation.schedules import rows

HOUR, DAY = 3600.0, 86400.0
UB = timezone(timedelta(hours=8))
OFFICE = Calendar(id="office", openings=(Opening(days=(0, 1, 2, 3, 4), from_s=9 * HOUR, to_s=17 * HOUR),))


def cycle_from(start: datetime, hours: float, calendar: Calendar = OFFICE) -> float:
    """Hours until work of so many hours is done, enabled at `start`."""
    said = Scenario(
        start=start,
        calendars={"office": calendar},
        resources={"r": ResourcePool(id="r", amount=1, calendar="office")},
        activities={"A": ActivityParameters(resources=("r",), duration=Distribution(type="fixed", value=hours * HOUR))},
        cases=1,
        replications=1,
    )
    return simulate(compile_simulation(line("A"), said)).measures["cycle_time"].mean / HOUR


def test_eight_hours_from_friday_afternoon_end_on_monday_afternoon() -> None:
    assert cycle_from(datetime(2026, 1, 9, 16, tzinfo=UB), 8) == 72


def test_work_that_ends_at_closing_time_ends_then() -> None:
    assert cycle_from(datetime(2026, 1, 5, 9, tzinfo=UB), 8) == 8


def test_work_enabled_at_night_begins_in_the_morning() -> None:
    assert cycle_from(datetime(2026, 1, 5, 0, tzinfo=UB), 1) == 10


def test_work_of_three_weeks_spans_three_weekends() -> None:
    assert cycle_from(datetime(2026, 1, 5, 9, tzinfo=UB), 8 * 15) == 24 * 18 + 8


def test_a_public_holiday_is_closed() -> None:
    mongolian = Calendar(id="office", openings=OFFICE.openings, holidays="MN")
    eve = datetime(2025, 12, 31, 16, tzinfo=UB)
    assert cycle_from(eve, 2) == 18
    assert cycle_from(eve, 2, mongolian) == 42


def test_a_closed_day_is_closed() -> None:
    closed = Calendar(id="office", openings=OFFICE.openings, closed=("2026-01-06",))
    assert cycle_from(datetime(2026, 1, 5, 16, tzinfo=UB), 2, closed) == 42


def opening(days: tuple[int, ...], begin: float, end: float) -> Opening:
    return Opening(days=days, from_s=begin * HOUR, to_s=end * HOUR)


def test_work_lies_over_the_lunch_break() -> None:
    weekdays = (0, 1, 2, 3, 4)
    lunch = Calendar(id="office", openings=(opening(weekdays, 9, 13), opening(weekdays, 14, 18)))
    assert cycle_from(datetime(2026, 1, 5, 11, tzinfo=UB), 4, lunch) == 5
    assert cycle_from(datetime(2026, 1, 5, 13, 30, tzinfo=UB), 1, lunch) == 1.5
    # Friday 12 to 13 and 14 to 18, Monday 9 to 12.
    assert cycle_from(datetime(2026, 1, 9, 12, tzinfo=UB), 8, lunch) == 72


def test_a_night_shift_goes_on_over_midnight() -> None:
    """From 22 to 6, Monday to Friday nights: two openings that meet at midnight."""
    nights = (opening((0, 1, 2, 3, 4), 22, 24), opening((1, 2, 3, 4, 5), 0, 6))
    night = Calendar(id="office", openings=nights)
    assert cycle_from(datetime(2026, 1, 5, 23, tzinfo=UB), 3, night) == 3
    assert cycle_from(datetime(2026, 1, 5, 12, tzinfo=UB), 9, night) == 24 + 11
    # Friday 22 to Saturday 6 are eight hours, the ninth is Monday 22 to 23.
    assert cycle_from(datetime(2026, 1, 9, 22, tzinfo=UB), 9, night) == 73


def test_a_short_saturday_counts() -> None:
    saturday = Calendar(id="office", openings=(*OFFICE.openings, opening((5,), 10, 12)))
    assert cycle_from(datetime(2026, 1, 9, 16, tzinfo=UB), 3, saturday) == 20
    assert cycle_from(datetime(2026, 1, 9, 16, tzinfo=UB), 4, saturday) == 66


def test_naadam_is_closed() -> None:
    """10 to 15 July, in 2026 from a Friday to a Wednesday: what begins on Thursday goes on a week later.

    Source: Law of Mongolia on public holidays and days to celebrate, 2003, as amended.
    """
    mongolian = Calendar(id="office", openings=OFFICE.openings, holidays="MN")
    assert cycle_from(datetime(2026, 7, 9, 16, tzinfo=UB), 2, mongolian) == 7 * 24 - 6


def test_the_lunar_new_year_moves_from_year_to_year() -> None:
    """From 18 to 20 February 2026, from 7 to 9 February 2027: one week from a Tuesday, the other from a Friday."""
    mongolian = Calendar(id="office", openings=OFFICE.openings, holidays="MN")
    assert cycle_from(datetime(2026, 2, 17, 16, tzinfo=UB), 2, mongolian) == 6 * 24 - 6
    assert cycle_from(datetime(2027, 2, 5, 16, tzinfo=UB), 2, mongolian) == 5 * 24 - 6


@pytest.mark.parametrize(
    ("zone", "friday", "expected"),
    [
        ("Europe/Berlin", datetime(2026, 3, 27, 15, tzinfo=UTC), 71),
        ("Europe/Berlin", datetime(2026, 10, 23, 14, tzinfo=UTC), 73),
        ("Asia/Ulaanbaatar", datetime(2026, 3, 27, 8, tzinfo=UTC), 72),
        ("Asia/Ulaanbaatar", datetime(2026, 9, 25, 8, tzinfo=UTC), 72),
    ],
)
def test_a_weekend_is_shorter_or_longer_only_where_clocks_are_changed(
    zone: str, friday: datetime, expected: float
) -> None:
    """Friday 16 to Monday 16. Mongolia has had no summer time since 2017."""
    assert cycle_from(friday, 8, Calendar(id="office", openings=OFFICE.openings, time_zone=zone)) == expected


def test_a_schedule_of_three_cases_event_by_event() -> None:
    """One clerk, 9 to 17 from Monday; five hours for A and two for B; a case every three open hours.

    Monday: A0 9-14; A1, which has waited since 12, 14-17 and Tuesday 9-11. Then there wait B0 since Monday 14 and A2
    since Monday 15: B0 11-13, A2 13-17 and Wednesday 9-10, B1 (since Tuesday 11) 10-12, B2 12-14.
    """
    said = Scenario(
        start=datetime(2026, 1, 5, tzinfo=UB),
        arrivals=Arrivals(inter_arrival=Distribution(type="fixed", value=3 * HOUR), calendar="office"),
        calendars={"office": OFFICE},
        resources={"r": ResourcePool(id="r", amount=1, calendar="office")},
        activities={
            key: ActivityParameters(resources=("r",), duration=Distribution(type="fixed", value=hours * HOUR))
            for key, hours in (("A", 5), ("B", 2))
        },
        cases=3,
        replications=1,
        warm_up=0,
    )
    result = simulate(compile_simulation(line("A", "B"), said), keep_log=True)
    assert [row[:2] + row[3:] for row in rows(result)] == [
        ("0", "A", 9, 14), ("1", "A", 14, 35), ("0", "B", 35, 37), ("2", "A", 37, 58), ("1", "B", 58, 60),
        ("2", "B", 60, 62),
    ]  # fmt: skip
    # Case 0 arrives at 9, case 1 at 12, case 2 at 15.
    assert result.measures["cycle_time"].mean == pytest.approx((37 - 9 + 60 - 12 + 62 - 15) / 3 * HOUR)
    # A1 waits two hours for A0; A2 for A1 from 15 to 17 and 9 to 11, two hours for B0, and 16 hours over night.
    a, b = result.activities["A"], result.activities["B"]
    assert (a.contention_s * 3, a.closed_s * 3, a.interrupted_s * 3) == pytest.approx((8 * HOUR, 16 * HOUR, 32 * HOUR))
    # B0 waits from 14 to 17 and 9 to 11 for A1, B1 from 11 to 13 for B0, and from 13 to 17 and 9 to 10 for A2, B2 two
    # hours for B1; two nights.
    assert (b.contention_s * 3, b.closed_s * 3, b.interrupted_s) == pytest.approx((14 * HOUR, 32 * HOUR, 0))


QUARTER = HOUR / 4
HOURS = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 90), st.integers(1, 40)), min_size=1, max_size=6
)  # day, quarter of an hour in which it opens, for how many


@given(HOURS, st.integers(0, 7 * 96), st.integers(1, 200))
@settings(max_examples=40, deadline=None)
def test_any_hours_are_those_counted_quarter_by_quarter(
    hours: list[tuple[int, int, int]], begin: int, work: int
) -> None:
    spans = [(day, first, min(96, first + length)) for day, first, length in hours]
    openings = tuple(opening((day,), first / 4, last / 4) for day, first, last in spans)
    is_open = {day * 96 + quarter for day, first, last in spans for quarter in range(first, last)}
    left, at = work, begin
    while left:
        left -= at % (7 * 96) in is_open
        at += 1
    start = datetime(2026, 1, 5, tzinfo=UB) + timedelta(seconds=begin * QUARTER)
    assert cycle_from(start, work / 4, Calendar(id="office", openings=openings)) == pytest.approx((at - begin) / 4)


@given(st.floats(0, 30 * DAY), st.floats(0, 30 * DAY))
def test_open_time_never_falls_and_never_outruns_the_clock(first: float, second: float) -> None:
    table = opening_table(OFFICE, datetime(2026, 1, 7, 13, 30, tzinfo=UB))
    low, high = sorted((first, second))
    grown = table.worked_until(high) - table.worked_until(low)
    assert -1e-6 <= grown <= high - low + 1e-6


def test_a_week_holds_forty_hours_wherever_it_begins() -> None:
    for hour in range(0, 168, 5):
        table = opening_table(OFFICE, datetime(2026, 1, 5, tzinfo=UB) + timedelta(hours=hour))
        assert table.worked[-1] == 40 * HOUR


def test_a_start_in_the_calendars_own_time_zone_is_the_same_moment_in_any_other() -> None:
    start = datetime(2026, 2, 2, 9, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    office = replace(OFFICE, time_zone="Europe/Berlin")
    tables = [opening_table(office, moment) for moment in (start, start.astimezone(UTC))]
    assert tables[0].opens.tolist() == tables[1].opens.tolist()
    summer = tables[0].opens[tables[0].opens > 60 * DAY]
    assert (summer[0] + 9.5 * HOUR) % DAY == 8 * HOUR  # an hour sooner by the clock of the winter
