"""Access tokens: made once, known by their secret, bounded in what they are for, taken back."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from engine import (
    SYSTEM,
    Actor,
    CaseStatus,
    Engine,
    NotAllowedError,
    NotFoundError,
    TokenNameTakenError,
    audit_entries,
    create_access_token,
    find_access_token,
    list_access_tokens,
    read_case,
    require_right,
    revoke_access_token,
    run_due_jobs,
)
from engine.commands.access_tokens import give_back_unserved_tasks
from engine.jobs.upkeep import plan_upkeep
from engine.testing import FakeClock
from tests.engine.external.conftest import Fetch
from tests.engine.external.test_external_tasks import begun
from tests.engine.small_services import CLERK


def test_a_token_is_found_by_its_secret_and_nothing_else(engine: Engine) -> None:
    token, secret = create_access_token(engine, name="charger", topics=["charge", "charge"], messages=["paid"])
    assert find_access_token(engine, secret=secret) == token
    assert find_access_token(engine, secret=secret[:-1]) is None
    assert find_access_token(engine, secret=token.id) is None
    assert token.topics == ("charge",)
    assert list_access_tokens(engine) == (token,)


def test_the_secret_is_nowhere_in_the_database(engine: Engine) -> None:
    _, secret = create_access_token(engine, name="charger", topics=["charge"])
    with engine.database.connection() as connection:
        queries = [text("SELECT * FROM access_tokens"), text("SELECT * FROM audit")]
        rows = [str(row) for query in queries for row in connection.execute(query)]
    assert len(rows) > 1
    assert all(secret not in row for row in rows)


def test_a_token_ends_by_itself_and_when_it_is_revoked(engine: Engine, clock: FakeClock) -> None:
    _, short = create_access_token(engine, name="short", topics=["charge"], valid_for=timedelta(days=1))
    _, long = create_access_token(engine, name="long", topics=["charge"])
    clock.advance(timedelta(days=1))
    assert find_access_token(engine, secret=short) is None
    assert find_access_token(engine, secret=long) is not None
    revoke_access_token(engine, name="long")
    revoke_access_token(engine, name="long")
    assert find_access_token(engine, secret=long) is None
    with pytest.raises(NotFoundError):
        revoke_access_token(engine, name="nobody")


def test_a_name_is_given_once(engine: Engine) -> None:
    create_access_token(engine, name="charger", topics=["charge"])
    revoke_access_token(engine, name="charger")
    with pytest.raises(TokenNameTakenError):
        create_access_token(engine, name="charger", topics=["charge"])


def test_only_an_operator_makes_and_takes_back_tokens_and_it_is_audited(engine: Engine) -> None:
    with pytest.raises(NotAllowedError):
        create_access_token(engine, name="x", topics=["*"], actor=CLERK)
    create_access_token(engine, name="charger", topics=["charge"])
    with pytest.raises(NotAllowedError):
        revoke_access_token(engine, name="charger", actor=CLERK)
    revoke_access_token(engine, name="charger")
    actions = [entry.action for entry in audit_entries(engine, chain="installation")]
    assert actions[-2:] == ["create_access_token", "revoke_access_token"]


def test_a_right_is_for_what_it_names(engine: Engine) -> None:
    some = create_access_token(engine, name="some", topics=["charge"], services=["small"])[0].actor
    every = create_access_token(engine, name="every", topics=["*"])[0].actor
    require_right(some, "topic", "charge")
    require_right(some, "start", "small")
    require_right(every, "topic", "anything")
    require_right(SYSTEM, "message", "anything")
    for actor, kind, name in ((some, "topic", "small"), (some, "start", "charge"), (every, "message", "x")):
        with pytest.raises(NotAllowedError):
            require_right(actor, kind, name)


def test_tasks_that_nobody_may_fetch_any_more_become_incidents(engine: Engine, fetch: Fetch, program: Actor) -> None:
    del program
    reference = begun(engine)
    fetch(limit=0)
    revoke_access_token(engine, name="charger")
    run_due_jobs(engine, worker="w")
    assert read_case(engine, reference=reference).summary.status is CaseStatus.INCIDENT


def test_tasks_whose_last_token_has_ended_become_incidents_in_the_next_upkeep(
    engine: Engine, clock: FakeClock, fetch: Fetch, program: Actor
) -> None:
    del program
    reference = begun(engine)
    fetch(limit=0)
    revoke_access_token(engine, name="charger")
    create_access_token(engine, name="short", topics=["charge"], valid_for=timedelta(hours=1))
    run_due_jobs(engine, worker="w")
    assert give_back_unserved_tasks(engine) == 0
    clock.advance(timedelta(hours=1))
    assert give_back_unserved_tasks(engine) == 1
    run_due_jobs(engine, worker="w")
    assert read_case(engine, reference=reference).summary.status is CaseStatus.INCIDENT


def test_the_nightly_upkeep_looks_for_tasks_that_nobody_may_fetch(engine: Engine, clock: FakeClock) -> None:
    create_access_token(engine, name="short", topics=["charge"], valid_for=timedelta(hours=1))
    reference = begun(engine)
    plan_upkeep(engine)
    run_due_jobs(engine, worker="w")
    assert read_case(engine, reference=reference).summary.status is CaseStatus.RUNNING
    clock.advance(timedelta(days=2))
    run_due_jobs(engine, worker="w")
    assert read_case(engine, reference=reference).summary.status is CaseStatus.INCIDENT
