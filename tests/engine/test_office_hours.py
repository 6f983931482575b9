"""Working time of an office in Ulaanbaatar, by hand and against a count of minutes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.office_hours import OfficeHours

ZONE = ZoneInfo("Asia/Ulaanbaatar")
HOURS = OfficeHours()
STARTS = st.integers(0, 2 * 365 * 24 * 60).map(
    lambda minute: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
)


def here(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-03-02T10:00", 3, "2026-03-05T18:00"),  # Monday to Thursday
        ("2026-03-05T10:00", 3, "2026-03-10T18:00"),  # over a weekend
        ("2026-03-07T10:00", 1, "2026-03-09T18:00"),  # from a Saturday
        ("2026-07-09T10:00", 1, "2026-07-16T18:00"),  # over Naadam, 10 to 15 July
        ("2026-03-02T10:00", 0, "2026-03-02T18:00"),
        ("2026-03-02T19:00", 0, "2026-03-03T18:00"),
    ],
)
def test_working_days_end_with_the_offices_day_and_leave_out_weekends_and_holidays(
    start: str, days: int, end: str
) -> None:
    assert HOURS.after_days(here(start), days) == here(end)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-03-02T09:00", 4, "2026-03-02T13:00"),
        ("2026-03-02T12:00", 2, "2026-03-02T15:00"),  # over the break
        ("2026-03-02T17:00", 2, "2026-03-03T10:00"),  # over the night
        ("2026-03-06T17:30", 1, "2026-03-09T09:30"),  # over the weekend
        ("2026-03-01T03:00", 8, "2026-03-02T18:00"),  # from a Sunday
    ],
)
def test_working_hours_leave_out_breaks_nights_and_weekends(start: str, hours: int, end: str) -> None:
    assert HOURS.after_hours(here(start), timedelta(hours=hours)) == here(end)


def test_an_office_may_close_and_open_on_days_of_its_own() -> None:
    moved = OfficeHours(closed=frozenset({date(2026, 3, 3)}), open=frozenset({date(2026, 3, 7)}))
    assert moved.periods(date(2026, 3, 3)) == ()
    assert moved.periods(date(2026, 3, 7)) == HOURS.week["mon"]
    assert moved.after_days(here("2026-03-02T10:00"), 1) == here("2026-03-04T18:00")
    assert moved.after_days(here("2026-03-06T10:00"), 1) == here("2026-03-07T18:00")


def test_an_office_without_holidays_works_on_them() -> None:
    assert HOURS.periods(date(2026, 12, 29)) == ()  # independence
    assert OfficeHours(country="").periods(date(2026, 12, 29)) == HOURS.week["tue"]


def test_what_never_comes_is_none() -> None:
    assert HOURS.after_days(here("2026-03-02T10:00"), 99_999) is None
    assert HOURS.after_hours(here("2026-03-02T10:00"), timedelta(hours=999_999)) is None


@settings(max_examples=60, deadline=None)
@given(start=STARTS, minutes=st.integers(1, 3_000))
def test_working_hours_are_as_many_open_minutes_as_were_asked_for(start: datetime, minutes: int) -> None:
    end = HOURS.after_hours(start, timedelta(minutes=minutes))
    assert end is not None
    assert open_minutes(start, end) == minutes
    assert HOURS.working_time(start, end) == timedelta(minutes=minutes)


@settings(max_examples=60, deadline=None)
@given(start=STARTS, days=st.integers(1, 30))
def test_a_working_day_more_is_later_and_lies_on_an_open_day(start: datetime, days: int) -> None:
    end, later = HOURS.after_days(start, days), HOURS.after_days(start, days + 1)
    assert end is not None
    assert later is not None
    assert start < end < later
    assert end.astimezone(ZONE).time() == time(18)
    between = [
        HOURS.day_of(start) + timedelta(days=n) for n in range(1, (HOURS.day_of(end) - HOURS.day_of(start)).days + 1)
    ]
    assert sum(bool(HOURS.periods(day)) for day in between) == days


def open_minutes(start: datetime, end: datetime) -> int:
    """Count the minutes one by one, by the clock on the wall."""
    count, moment = 0, start
    while moment < end:
        local = moment.astimezone(ZONE)
        count += any(opening <= local.time() < closing for opening, closing in HOURS.periods(local.date()))
        moment += timedelta(minutes=1)
    return count
