"""What texts of a model say of when work is due."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpmn.work_dates import is_work_date
from engine.deadlines import read_due_date, read_follow_up_date
from engine.office_hours import OfficeHours

HOURS = OfficeHours()
MONDAY = datetime(2026, 3, 2, 10, tzinfo=ZoneInfo("Asia/Ulaanbaatar"))


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("3 working days", "2026-03-05T18:00"),
        ("3 business days", "2026-03-05T18:00"),
        ("3 ажлын өдөр", "2026-03-05T18:00"),
        ("P3D", "2026-03-05T18:00"),
        ("5 working days", "2026-03-09T18:00"),  # over Sunday the 8th, Women's Day
        ("PT4H", "2026-03-02T15:00"),
        ("4 ажлын цаг", "2026-03-02T15:00"),
        ("4 hours", "2026-03-02T14:00"),
        ("P1DT2H", "2026-03-04T11:00"),
        ("P1W", "2026-03-09T18:00"),
        ("2 weeks", "2026-03-16T18:00"),
        ("5 days", "2026-03-09T18:00"),  # the 7th is a Saturday
        ("30 хоног", "2026-04-01T18:00"),
        ("P1M", "2026-04-02T18:00"),
        ("P1Y", "2027-03-02T18:00"),
        ("2026-03-04", "2026-03-04T23:59:59"),
        ("2026-03-04T12:00", "2026-03-04T12:00"),
    ],
)
def test_a_due_date_is_a_time_or_so_much_working_time(text: str, due: str) -> None:
    wanted = datetime.fromisoformat(due).replace(tzinfo=MONDAY.tzinfo)
    assert read_due_date(text, now=MONDAY, hours=HOURS) == wanted


def test_the_day_before_a_short_months_end_stays_in_it() -> None:
    january = datetime(2026, 1, 31, 4, tzinfo=UTC)
    due = read_due_date("P1M", now=january, hours=HOURS)
    assert due == datetime(2026, 3, 2, 18, tzinfo=MONDAY.tzinfo)  # 28 February is a Saturday


def test_a_follow_up_date_is_the_beginning_of_its_day() -> None:
    assert read_follow_up_date("2026-03-04", now=MONDAY, hours=HOURS) == datetime(2026, 3, 4, tzinfo=MONDAY.tzinfo)
    assert read_follow_up_date("P1D", now=MONDAY, hours=HOURS) == datetime(2026, 3, 3, 18, tzinfo=MONDAY.tzinfo)


NO_ZONES = ("2026-12-31T12:00@Asia", "2026-12-31T12:00@Asia/Nowhere", "2026-12-31T12:00@../UTC")


@pytest.mark.parametrize("text", NO_ZONES)
def test_a_time_in_a_zone_that_there_is_not_is_no_date_to_the_check(text: str) -> None:
    assert not is_work_date(text)


@pytest.mark.parametrize(
    "text", [None, "", "soon", "P", "PT", "-P1D", "P1.5D", "3 moons", "9999-12-31T23:59-14:00", *NO_ZONES]
)
def test_what_names_no_time_is_no_due_date(text: str | None) -> None:
    assert read_due_date(text, now=MONDAY, hours=HOURS) is None


@given(st.one_of(st.text(max_size=20), st.from_regex(r"P[0-9YMWDTHS]{1,12}", fullmatch=True)))
def test_no_text_makes_trouble(text: str) -> None:
    for read in (read_due_date, read_follow_up_date):
        found = read(text, now=MONDAY, hours=HOURS)
        assert found is None or found.tzinfo is not None


_PIECES = st.sampled_from(
    ["2026-12-31", "2026-1", "T12:00", "+08:00", "@Asia/Ulaanbaatar", "@Asia", "P", "3", "D", "T4H", " "]
)


@given(st.lists(_PIECES, max_size=5).map("".join) | st.sampled_from(["3 working days", "30 хоног", "soon", "3 дней"]))
def test_what_the_check_takes_for_a_date_is_what_is_read_as_one(text: str) -> None:
    assert is_work_date(text) == (read_due_date(text, now=MONDAY, hours=HOURS) is not None)
