"""What retention is going to take is what it then takes."""

from datetime import timedelta

import pytest

from engine import (
    SYSTEM,
    Actor,
    Engine,
    NotAllowedError,
    NotFoundError,
    RetentionRule,
    Upkeep,
    audit_entries,
    cancel_case,
    do_upkeep,
    drop_retention,
    erase_case,
    hasten_upkeep,
    preview_erasure,
    preview_retention,
    retention_rules,
    run_due_jobs,
    save_draft,
    set_retention,
)
from engine.testing import FakeClock
from tests.engine.small_services import CHECKED, MANAGER, deploy_small, start_small

OPERATOR = Actor(id="op-1", name="Operator", roles=frozenset({"operator"}))


@pytest.fixture
def references(engine: Engine, clock: FakeClock) -> list[str]:
    """Four cases of two services: three ended ten, five and no days ago, one that goes on; and an old application."""
    for service in ("small", "other"):
        deploy_small(engine, CHECKED, service=service)
    save_draft(engine, service="small", page="p", answers={"name": "Бат"}, draft_id=None)
    found = []
    for number, (service, pause) in enumerate((("small", 5), ("small", 5), ("other", 0))):
        found.append(start_small(engine, key=str(number), service=service, name="Бат").reference)
        cancel_case(engine, reference=found[-1], reason="for the test", actor=SYSTEM)
        clock.advance(timedelta(days=pause))
    found.append(start_small(engine, key="goes on", name="Бат").reference)
    return found


def due(engine: Engine, trial: RetentionRule | None = None) -> dict[str, tuple[int, int, int]]:
    found = preview_retention(engine, actor=OPERATOR, trial=trial)
    return {one.rule.service: (one.kept, one.due_cases, one.due_drafts) for one in found}


def test_the_preview_is_what_the_next_round_does(engine: Engine, references: list[str]) -> None:
    assert references
    assert due(engine) == {"small": (2, 0, 0), "other": (1, 0, 0)}
    trial = RetentionRule(service="small", case_days=7, draft_days=9)
    assert due(engine, trial) == {"small": (2, 1, 1), "other": (1, 0, 0)}
    assert due(engine) == {"small": (2, 0, 0), "other": (1, 0, 0)}
    set_retention(engine, rule=trial, actor=OPERATOR)
    assert due(engine) == {"small": (2, 1, 1), "other": (1, 0, 0)}
    assert do_upkeep(engine) == Upkeep(cases=1, drafts=1, files=0)
    assert due(engine) == {"small": (1, 0, 0), "other": (1, 0, 0)}


def test_a_trial_of_the_general_rule_changes_services_without_their_own(engine: Engine, references: list[str]) -> None:
    assert references
    set_retention(engine, rule=RetentionRule(service="small", case_days=90), actor=OPERATOR)
    assert due(engine, RetentionRule(service="", case_days=0)) == {"small": (2, 0, 0), "other": (1, 1, 0)}
    drop_retention(engine, service="small", actor=OPERATOR)
    drop_retention(engine, service="small", actor=OPERATOR)
    assert retention_rules(engine) == ()
    assert due(engine, RetentionRule(service="", case_days=0)) == {"small": (2, 2, 0), "other": (1, 1, 0)}
    assert [one.action for one in audit_entries(engine, chain="installation")][-2:] == [
        "set_retention",
        "drop_retention",
    ]


def test_services_nobody_has_applied_for_yet_are_told_where_they_are_named(engine: Engine) -> None:
    (only,) = preview_retention(engine, actor=OPERATOR, services=["new"])
    assert (only.rule, only.is_own, only.kept) == (RetentionRule(service="new"), False, 0)


def test_the_preview_of_an_erasure_tells_what_goes_and_that_it_went(engine: Engine, references: list[str]) -> None:
    before = preview_erasure(engine, reference=references[0], actor=OPERATOR)
    assert before.can_be_erased
    assert (before.answers > 0, before.erased_at, before.documents) == (True, None, 0)
    assert not preview_erasure(engine, reference=references[3], actor=OPERATOR).can_be_erased
    erase_case(engine, reference=references[0], reason="asked for", actor=OPERATOR)
    after = preview_erasure(engine, reference=references[0], actor=OPERATOR)
    assert after.erased_at is not None
    assert (after.answers, after.notices) == (0, 0)
    with pytest.raises(NotFoundError):
        preview_erasure(engine, reference="XXXX", actor=OPERATOR)


def test_the_round_of_the_night_can_be_had_now_and_comes_again_at_night(engine: Engine, references: list[str]) -> None:
    assert references
    set_retention(engine, rule=RetentionRule(service="", case_days=0), actor=OPERATOR)
    hasten_upkeep(engine, actor=OPERATOR)
    hasten_upkeep(engine, actor=OPERATOR)
    run_due_jobs(engine, worker="w")
    assert due(engine) == {"small": (0, 0, 0), "other": (0, 0, 0)}
    with engine.database.reading() as work:
        (planned,) = [job for job in [work.jobs.by_id("upkeep")] if job]
    assert planned.due_at > engine.clock.now()


def test_only_operators_may(engine: Engine, references: list[str]) -> None:
    for command in (
        lambda: preview_retention(engine, actor=MANAGER),
        lambda: preview_erasure(engine, reference=references[0], actor=MANAGER),
        lambda: drop_retention(engine, service="small", actor=MANAGER),
        lambda: hasten_upkeep(engine, actor=MANAGER),
    ):
        with pytest.raises(NotAllowedError):
            command()
