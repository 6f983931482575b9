"""Accounts of the staff, and their sessions."""

from dataclasses import replace
from datetime import timedelta

import pytest

from engine import (
    Account,
    ConflictError,
    Engine,
    NotFoundError,
    audit_entries,
    create_account,
    drop_session,
    drop_sessions_of,
    find_account,
    list_accounts,
    read_session,
    save_account,
    write_session,
)
from engine.testing import FakeClock


def test_an_account_is_found_by_address_id_and_uniquifier(engine: Engine) -> None:
    made = create_account(
        engine, email=" Clerk@Demo.MN ", name="Clerk", roles={"case_worker"}, groups={"registrar"}, language="en"
    )
    assert made.email == "clerk@demo.mn"
    assert find_account(engine, email="CLERK@demo.mn") == made
    assert find_account(engine, id=made.id) == made
    assert find_account(engine, uniquifier=made.uniquifier) == made
    assert list_accounts(engine) == (made,)
    assert made.actor.groups == {"registrar"}
    assert made.actor.roles == {"case_worker", "group:registrar"}


def test_who_is_not_there_is_not_found(engine: Engine) -> None:
    assert find_account(engine, email="nobody@demo.mn") is None
    assert find_account(engine, id="") is None
    assert find_account(engine, uniquifier="\0") is None
    assert find_account(engine) is None


def test_an_address_belongs_to_one_account(engine: Engine) -> None:
    create_account(engine, email="a@demo.mn", name="A")
    other = create_account(engine, email="b@demo.mn", name="B")
    with pytest.raises(ConflictError):
        create_account(engine, email="A@demo.mn", name="C")
    with pytest.raises(ConflictError):
        save_account(engine, account=replace(other, email="a@demo.mn"))


def test_only_an_account_that_is_there_is_saved(engine: Engine) -> None:
    with pytest.raises(NotFoundError):
        save_account(engine, account=Account(id="x", email="a@demo.mn", name="A"))


def signed_in(engine: Engine, clock: FakeClock, account: Account) -> None:
    expires_at = clock.now() + timedelta(hours=1)
    write_session(engine, session_id="s", data=b"d", expires_at=expires_at, account_uniquifier=account.uniquifier)


def test_more_rights_leave_people_signed_in_and_fewer_sign_them_out(engine: Engine, clock: FakeClock) -> None:
    account = create_account(engine, email="a@demo.mn", name="A", roles={"analyst"})
    signed_in(engine, clock, account)
    more = save_account(engine, account=replace(account, roles=frozenset({"analyst", "manager"})))
    assert more.uniquifier == account.uniquifier
    assert read_session(engine, session_id="s") == b"d"
    fewer = save_account(engine, account=replace(more, roles=frozenset({"analyst"})))
    assert fewer.uniquifier != account.uniquifier
    assert read_session(engine, session_id="s") is None
    assert find_account(engine, id=account.id) == fewer


def test_who_is_switched_off_is_signed_out(engine: Engine, clock: FakeClock) -> None:
    account = create_account(engine, email="a@demo.mn", name="A")
    signed_in(engine, clock, account)
    save_account(engine, account=replace(account, is_active=False))
    assert read_session(engine, session_id="s") is None


def test_a_session_lasts_until_it_expires_or_is_dropped(engine: Engine, clock: FakeClock) -> None:
    for name in ("kept", "dropped"):
        write_session(engine, session_id=name, data=b"1", expires_at=clock.now() + timedelta(hours=1))
    write_session(engine, session_id="kept", data=b"2", expires_at=clock.now() + timedelta(hours=2))
    drop_session(engine, session_id="dropped")
    assert read_session(engine, session_id="kept") == b"2"
    assert read_session(engine, session_id="dropped") is None
    clock.advance(timedelta(hours=2))
    assert read_session(engine, session_id="kept") is None


def test_every_session_of_an_account_can_be_dropped(engine: Engine, clock: FakeClock) -> None:
    account = create_account(engine, email="a@demo.mn", name="A")
    signed_in(engine, clock, account)
    write_session(engine, session_id="other", data=b"o", expires_at=clock.now() + timedelta(hours=1))
    drop_sessions_of(engine, account_id=account.id)
    drop_sessions_of(engine, account_id="nobody")
    assert read_session(engine, session_id="s") is None
    assert read_session(engine, session_id="other") == b"o"


def test_changes_of_accounts_are_audited_without_personal_data(engine: Engine) -> None:
    account = create_account(engine, email="a@demo.mn", name="A", roles={"analyst"})
    save_account(engine, account=replace(account, name="B"))
    entries = audit_entries(engine)
    assert [entry.action for entry in entries] == ["create_account", "save_account"]
    assert {entry.subject for entry in entries} == {account.id}
    assert "a@demo.mn" not in str(entries)
