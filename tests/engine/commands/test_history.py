"""History as an event log in the words of XES."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from engine import Engine, claim_work_item, complete_work_item, history_records, read_case, run_due_jobs
from engine.commands import history as history_module
from engine.testing import FakeClock
from tests.engine.small_services import CHECKED, CLERK, WORKED, deploy_small, start_small


def test_a_case_is_told_from_beginning_to_end(engine: Engine, clock: FakeClock) -> None:
    deploy_small(engine, WORKED)
    case = start_small(engine)
    (item,) = read_case(engine, reference=case.reference).open_items
    clock.advance(timedelta(hours=1))
    claim_work_item(engine, item_id=item.id, actor=CLERK)
    clock.advance(timedelta(minutes=10))
    complete_work_item(engine, item_id=item.id, actor=CLERK, answers={})
    clock.advance(timedelta(minutes=1))
    run_due_jobs(engine, worker="w")
    records = [record for record in history_records(engine) if record["ortoo:type"] in {"userTask", "serviceTask"}]
    told = [(record["concept:name"], record["lifecycle:transition"], record.get("org:resource")) for record in records]
    assert told == [
        ("Check application", "schedule", None),
        ("Check application", "start", CLERK.id),
        ("Check application", "complete", CLERK.id),
        ("Do effect", "schedule", None),
        ("Do effect", "start", None),
        ("Do effect", "complete", None),
        ("Do notify", "schedule", None),
        ("Do notify", "start", None),
        ("Do notify", "complete", None),
    ]
    minutes = [(record["time:timestamp"] - case.started_at).total_seconds() / 60 for record in records]  # type: ignore[operator]
    assert minutes == [0, 60, 70, 70, 71, 71, 71, 71, 71]
    assert {record["case:concept:name"] for record in records} == {case.reference}
    assert {record["case:service"] for record in records} == {"small"}
    assert {record["case:version"] for record in records} == {1}


def test_the_log_is_read_in_pieces_and_by_service(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_module, "_AT_ONCE", 2)
    for service in ("one", "two"):
        deploy_small(engine, CHECKED, service=service)
        for number in range(3):
            start_small(engine, key=f"{service}{number}", service=service)
    everything = list(history_records(engine))
    ones = list(history_records(engine, service="one"))
    assert len({record["case:concept:name"] for record in everything}) == 6
    assert ones == [record for record in everything if record["case:service"] == "one"]
    assert len(everything) == 2 * len(ones)


@pytest.mark.parametrize("change", ["UPDATE history SET resource = 'x'", "DELETE FROM history", "DELETE FROM audit"])
def test_what_happened_cannot_be_changed(engine: Engine, change: str) -> None:
    deploy_small(engine, CHECKED)
    start_small(engine)
    with pytest.raises(DatabaseError, match="only added to"), engine.database.connection() as connection:
        connection.execute(text(change))
