"""Opening hours by hand-computed schedules. The clock starts on Monday 5 January 2026, 00:00 in Ulaanbaatar."""

from datetime import datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from analysis.scenario import ActivityParameters, Calendar, Distribution, Opening, ResourcePool, Scenario
from analysis.scenario.calendars import opening_table
from analysis.simulation import compile_simulation, simulate
from tests.analysis.models import line

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
