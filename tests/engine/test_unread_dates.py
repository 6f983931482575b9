"""A due or follow-up date that cannot be read is seen by who does the work, and by who looks at the audit trail."""

import pytest

from engine import Engine, audit_entries, read_case
from tests.engine.small_services import START_END, deploy_small, flow, process, start_small

pytestmark = pytest.mark.usefixtures("sound_data")


def dated(schedule: str) -> bytes:
    """Return a model with one user task whose dates are these."""
    task = (
        f'<userTask id="Check"><extensionElements><zeebe:userTask/><zeebe:taskSchedule {schedule}/>'
        "</extensionElements></userTask>"
    )
    return process(START_END + task + flow("Start", "Check", "End"))


@pytest.mark.parametrize("schedule", ['dueDate="=when"', 'followUpDate="=when"', 'dueDate="=when" followUpDate="P1D"'])
def test_a_date_that_cannot_be_read_leaves_a_note_and_a_line_in_the_audit_trail(engine: Engine, schedule: str) -> None:
    deploy_small(engine, dated(schedule))
    reference = start_small(engine, when="next Tuesday").reference
    (item,) = read_case(engine, reference=reference).open_items
    assert item.due_at is None
    assert "next Tuesday is no date that can be read" in item.note
    assert item.note.startswith("next Tuesday гэдэг нь")
    (told,) = [one for one in audit_entries(engine, chain=reference) if one.action == "date_not_read"]
    assert told.details == {"element": "Check", "work_item": item.id}


@pytest.mark.parametrize("schedule", ['dueDate="=when"', 'dueDate="P2D" followUpDate="2026-02-01"', 'dueDate=""'])
def test_where_there_is_no_date_or_one_that_is_read_nothing_is_noted(engine: Engine, schedule: str) -> None:
    deploy_small(engine, dated(schedule))
    reference = start_small(engine, when=None).reference
    (item,) = read_case(engine, reference=reference).open_items
    assert item.note == ""
    assert "date_not_read" not in {one.action for one in audit_entries(engine, chain=reference)}
