"""Who signs in."""

from collections.abc import Collection
from dataclasses import replace

from engine.errors import ConflictError, NotFoundError
from engine.opening import Engine
from engine.store import Work
from engine.store.audit import INSTALLATION
from engine.values import SYSTEM, Account, Actor

__all__ = ["create_account", "find_account", "list_accounts", "save_account"]


def create_account(
    engine: Engine,
    *,
    email: str,
    name: str,
    password_hash: str = "",
    roles: Collection[str] = (),
    groups: Collection[str] = (),
    language: str = "mn",
    actor: Actor = SYSTEM,
) -> Account:
    """Make an account.

    Args:
        engine: The engine.
        email: What they sign in with.
        name: What others see.
        password_hash: "" for somebody who signs in otherwise.
        roles: "analyst", "case_worker", "manager", "operator".
        groups: The candidate groups whose work they do.
        language: "mn" or "en".
        actor: Who makes it.

    Raises:
        ConflictError: If there is one of that address.
    """
    account = Account(
        id=engine.new_id(),
        email=email.strip().lower(),
        name=name,
        password_hash=password_hash,
        roles=frozenset(roles),
        groups=frozenset(groups),
        uniquifier=engine.new_id(),
        language=language,
    )
    with engine.database.writing() as work:
        work.audit.lock()
        if work.accounts.by_email(email) is not None:
            raise ConflictError
        work.accounts.add(account)
        _audit(engine, work, actor, "create_account", account)
    return account


def find_account(
    engine: Engine,
    *,
    email: str | None = None,
    id: str | None = None,  # noqa: A002 - the account's own word
    uniquifier: str | None = None,
) -> Account | None:
    """Return the account of that address, id or uniquifier, whichever is given; None where there is none."""
    with engine.database.reading() as work:
        if email is not None:
            return work.accounts.by_email(email)
        if id is not None:
            return work.accounts.by_id(id)
        return None if uniquifier is None else work.accounts.by_uniquifier(uniquifier)


def list_accounts(engine: Engine) -> tuple[Account, ...]:
    """Return every account, by address."""
    with engine.database.reading() as work:
        return work.accounts.all()


def save_account(engine: Engine, *, account: Account, actor: Actor = SYSTEM) -> Account:
    """Keep what has changed of an account, and return it as it is kept.

    Whoever loses a role, or may no longer sign in, is signed out everywhere: the account gets a new uniquifier and the
    sessions of the old one are dropped.

    Raises:
        NotFoundError: If there is none of that id.
        ConflictError: If another account has that address.
    """
    with engine.database.writing() as work:
        work.audit.lock()
        before = work.accounts.by_id(account.id)
        if before is None:
            raise NotFoundError("account", account.id)
        namesake = work.accounts.by_email(account.email)
        if namesake is not None and namesake.id != account.id:
            raise ConflictError
        if _has_lost_something(before, account):
            account = replace(account, uniquifier=engine.new_id())
        if account.uniquifier != before.uniquifier:
            work.sessions.drop_of(before.uniquifier)
        work.accounts.save(account)
        _audit(engine, work, actor, "save_account", account)
    return account


def _has_lost_something(before: Account, after: Account) -> bool:
    lost_rights = not (before.roles <= after.roles and before.groups <= after.groups)
    return lost_rights or (before.is_active and not after.is_active)


def _audit(engine: Engine, work: Work, actor: Actor, action: str, account: Account) -> None:
    work.audit.add(
        INSTALLATION,
        time=engine.clock.now(),
        actor=actor.id,
        action=action,
        subject=account.id,
        details={"roles": sorted(account.roles), "groups": sorted(account.groups), "is_active": account.is_active},
    )
