"""Office hours and supervisors of services."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time

import pytest

from engine import Engine, NotAllowedError, OfficeHours, WorkRules, WorkRulesError, read_work_rules, save_work_rules
from engine.work_rules import hours_as_json, hours_from_json
from tests.engine.people import one_item
from tests.engine.small_services import CLERK, MANAGER, START_END, flow, process

SHORT = OfficeHours(week={"tue": ((time(10), time(12)),)}, closed=frozenset({date(2026, 1, 6)}))


def test_a_service_has_its_own_rules_or_those_for_all_or_the_usual_ones(engine: Engine) -> None:
    assert read_work_rules(engine, service="small") == WorkRules()
    for_all, own = WorkRules(supervisor_group="chiefs"), WorkRules(service="small", hours=SHORT)
    save_work_rules(engine, for_all, actor=MANAGER)
    assert read_work_rules(engine, service="small") == for_all
    save_work_rules(engine, own, actor=MANAGER)
    assert read_work_rules(engine, service="small") == own
    assert read_work_rules(engine, service="other") == for_all
    with pytest.raises(NotAllowedError):
        save_work_rules(engine, own, actor=CLERK)


def test_due_dates_count_by_the_services_own_hours(engine: Engine) -> None:
    save_work_rules(engine, WorkRules(service="small", hours=SHORT), actor=MANAGER)
    due = '<extensionElements><zeebe:taskSchedule dueDate="=duration(&quot;P1D&quot;)"/></extensionElements>'
    task = f'<userTask id="Check" name="Check">{due}</userTask>'
    item = one_item(engine, process(START_END + task + flow("Start", "Check", "End")))
    assert item.due_at == SHORT.at(date(2026, 1, 13), time(12))  # the Tuesday after the closed one


@pytest.mark.parametrize(
    "spoil",
    [
        lambda given: {**given, "zone": "Nowhere/None"},
        lambda given: {**given, "zone": "../etc"},
        lambda given: {**given, "week": {}},
        lambda given: {**given, "week": []},
        lambda given: {**given, "week": {"mon": [["18:00", "09:00"]]}},
        lambda given: {**given, "week": {"mon": [["09:00", "13:00"], ["12:00", "18:00"]]}},
        lambda given: {**given, "week": {"mon": [["nine", "five"]]}},
        lambda given: {**given, "week": {"someday": [["09:00", "10:00"]]}},
        lambda given: {**given, "country": "XX"},
        lambda given: {**given, "closed": ["yesterday"]},
        lambda given: {**given, "open": "2026-01-01"},
        lambda given: {name: value for name, value in given.items() if name != "zone"},
    ],
)
def test_hours_that_cannot_be_are_refused(spoil: Callable[[dict], dict]) -> None:  # type: ignore[type-arg]
    with pytest.raises(WorkRulesError):
        hours_from_json(spoil(hours_as_json(SHORT)))


def test_hours_survive_being_written_down() -> None:
    for hours in (SHORT, OfficeHours(), replace(SHORT, open=frozenset({date(2026, 5, 2)}))):
        assert hours_from_json(hours_as_json(hours)) == hours
