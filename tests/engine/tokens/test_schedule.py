from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.tokens.cron import next_match
from engine.tokens.schedule import ScheduleError, first_due, next_due

NOW = datetime(2026, 1, 31, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "value", "due"),
    [
        ("timeDate", "2026-02-01T08:00:00+08:00", "2026-02-01T00:00:00+00:00"),
        ("timeDate", "2026-02-01", "2026-02-01T00:00:00+00:00"),
        ("timeDuration", "PT1H30M", "2026-01-31T11:00:00+00:00"),
        ("timeDuration", "P1M", "2026-02-28T09:30:00+00:00"),
        ("timeDuration", "P1W", "2026-02-07T09:30:00+00:00"),
        ("timeDuration", "P1Y2DT0.5S", "2027-02-02T09:30:00.500000+00:00"),
        ("timeCycle", "R3/PT10M", "2026-01-31T09:40:00+00:00"),
        ("timeCycle", "R/2026-03-01T00:00:00Z/P1D", "2026-03-01T00:00:00+00:00"),
        ("timeCycle", "0 8 * * MON-FRI", "2026-02-02T08:00:00+00:00"),
        ("timeCycle", "0 0/15 * * * *", "2026-01-31T09:45:00+00:00"),
        ("timeCycle", "0 0 12 1 1 ? 2030", "2030-01-01T12:00:00+00:00"),
    ],
)
def test_a_timer_is_due_when_its_value_says(kind: str, value: str, due: str) -> None:
    assert first_due(kind, value, NOW).due == datetime.fromisoformat(due)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("timeDate", "tomorrow"), ("timeDuration", "P"), ("timeDuration", "PT"), ("timeDuration", ""), ("timeDuration", None),  # noqa: E501  # the text of a file
        ("timeCycle", "R0/PT1H"), ("timeCycle", "R3"), ("timeCycle", "Rx/PT1H"), ("timeCycle", "R3/PT0S"), ("timeCycle", "* *"),  # noqa: E501  # the text of a file
        ("timeCycle", "61 * * * *"), ("timeCycle", "0 0 30 2 *"), ("timeDuration", "P99999Y"), ("timeCycle", "*/x * * * *"),  # noqa: E501  # the text of a file
    ],
)  # fmt: skip
def test_a_value_that_is_no_time_is_refused(kind: str, value: str | None) -> None:
    with pytest.raises(ScheduleError):
        first_due(kind, value, NOW)


def test_a_repetition_ends_after_its_number_and_one_without_goes_on() -> None:
    schedule = first_due("timeCycle", "R3/PT10M", NOW)
    dues = [schedule.due]
    while (following := next_due(schedule)) is not None:
        schedule = following
        dues.append(schedule.due)
    assert dues == [NOW + timedelta(minutes=10 * place) for place in (1, 2, 3)]
    endless = next_due(first_due("timeCycle", "R/PT10M", NOW))
    assert endless is not None
    assert next_due(endless) is not None


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001  # the zone is the strategy's
def test_a_cron_match_is_later_and_true(after: datetime) -> None:
    found = next_match("30 6 15 * *", after)
    assert found > after
    assert (found.minute, found.hour, found.day, found.second) == (30, 6, 15, 0)
    assert found - after <= timedelta(days=31)
