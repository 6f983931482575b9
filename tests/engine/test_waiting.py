"""Times as models write them, and variables as JSON."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from bpmn.expressions import from_json
from engine.deadlines import read_time
from engine.waiting import plain


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2026-11-24T10:00:00Z", datetime(2026, 11, 24, 10, tzinfo=UTC)),
        ("2026-11-24T10:00:00+08:00", datetime(2026, 11, 24, 2, tzinfo=UTC)),
        ("2026-11-24T10:00:00", datetime(2026, 11, 24, 2, tzinfo=UTC)),
        ("2026-11-24T10:00:00@Europe/Berlin", datetime(2026, 11, 24, 9, tzinfo=UTC)),
        ("2026-11-24T10:00:00+01:00[Europe/Berlin]", datetime(2026, 11, 24, 9, tzinfo=UTC)),
        ("2026-11-24", datetime(2026, 11, 24, 15, 59, 59, tzinfo=UTC)),
        ("2026-11-24T10:00:00@No/Where", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_a_time_in_a_model_is_the_offices_time(text: str | None, time: datetime | None) -> None:
    assert read_time(text) == time


def test_variables_become_json_without_loss() -> None:
    day = from_json(datetime(2026, 11, 24, 10, tzinfo=UTC))
    values = {"n": 1, "f": 0.5, "d": Decimal("1.10"), "b": True, "none": None, "list": [{"day": day}]}
    assert plain(values) == {**values, "list": [{"day": "2026-11-24T10:00:00Z"}]}
