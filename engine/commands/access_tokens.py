"""Access tokens: what programs may do here."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from bpmn.language import Text
from engine.commands.permissions import require_role
from engine.errors import NotAllowedError, NotFoundError
from engine.external_errors import TokenNameTakenError
from engine.external_values import EVERY, AccessToken
from engine.opening import Engine
from engine.store import Work
from engine.store.audit import INSTALLATION
from engine.values import SYSTEM, Actor

__all__ = [
    "create_access_token",
    "find_access_token",
    "give_back_unserved_tasks",
    "list_access_tokens",
    "require_right",
    "revoke_access_token",
    "rights_of",
]

_SECRET_BYTES = 32
_PREFIX = "ortoo_"  # so that scanners of files and logs can tell what it is


def create_access_token(
    engine: Engine,
    *,
    name: str,
    topics: Collection[str] = (),
    messages: Collection[str] = (),
    services: Collection[str] = (),
    valid_for: timedelta | None = None,
    actor: Actor = SYSTEM,
) -> tuple[AccessToken, str]:
    """Make an access token, and return it with its secret, which is kept nowhere and can never be had again.

    Args:
        engine: The engine.
        name: The service account's name.
        topics: The topics whose tasks it may fetch and do; "*" for every one.
        messages: The names of the messages it may send; "*" for every one.
        services: The keys of the services whose cases it may start; "*" for every one.
        valid_for: How long it may be used, or None until it is revoked.
        actor: Who makes it.

    Raises:
        NotAllowedError: If the actor is no operator.
        TokenNameTakenError: If there is one of that name.
    """
    require_role(actor, "operator")
    now = engine.clock.now()
    secret = _PREFIX + secrets.token_urlsafe(_SECRET_BYTES)
    token = AccessToken(
        id=engine.new_id(),
        name=name,
        topics=tuple(sorted(set(topics))),
        messages=tuple(sorted(set(messages))),
        services=tuple(sorted(set(services))),
        created_at=now,
        created_by=actor.id,
        expires_at=None if valid_for is None else now + valid_for,
    )
    with engine.database.writing() as work:
        work.audit.lock()
        if work.access_tokens.by_name(name) is not None:
            raise TokenNameTakenError(name)
        work.access_tokens.add(token, _sealed(secret))
        _audit(engine, work, actor, "create_access_token", token)
    return token, secret


def find_access_token(engine: Engine, *, secret: str) -> AccessToken | None:
    """Return the token of a secret, or None where there is none or it may no longer be used."""
    with engine.database.reading() as work:
        # Looked up by its hash: how long that takes says nothing about a secret of 256 random bits.
        token = work.access_tokens.by_secret(_sealed(secret))
    return token if token is not None and token.is_good(engine.clock.now()) else None


def list_access_tokens(engine: Engine) -> tuple[AccessToken, ...]:
    """Return every token, by name, those that are of no use any more as well."""
    with engine.database.reading() as work:
        return work.access_tokens.all()


def revoke_access_token(engine: Engine, *, name: str, actor: Actor = SYSTEM) -> None:
    """Take back a token; revoking it again changes nothing.

    Tasks of topics that no other token is for are given back to Ortoo's own workers, so that they become incidents and
    wait for nobody unseen.

    Raises:
        NotAllowedError: If the actor is no operator.
        NotFoundError: If there is none of that name.
    """
    require_role(actor, "operator")
    now = engine.clock.now()
    with engine.database.writing() as work:
        work.audit.lock()
        token = work.access_tokens.by_name(name)
        if token is None:
            raise NotFoundError("access token", name)
        if token.revoked_at is not None:
            return
        work.access_tokens.revoke(token.id, now)
        _give_back_unserved(work, now)
        _audit(engine, work, actor, "revoke_access_token", token)


def give_back_unserved_tasks(engine: Engine) -> int:
    """Give the tasks of topics for which every token has ended back to Ortoo's own workers; return how many.

    They become incidents, and wait for nobody unseen.
    """
    with engine.database.writing() as work:
        return _give_back_unserved(work, engine.clock.now())


def rights_of(actor: Actor, kind: str) -> frozenset[str] | None:
    """Return the names an actor has a right of a kind for ("topic", "message", "start"); None for every one."""
    names = frozenset(role.removeprefix(f"{kind}:") for role in actor.roles if role.startswith(f"{kind}:"))
    return None if actor == SYSTEM or EVERY in names else names


def require_right(actor: Actor, kind: str, name: str) -> None:
    """Refuse an actor who has no right of a kind for a name.

    Raises:
        NotAllowedError: If so.
    """
    names = rights_of(actor, kind)
    if names is not None and name not in names:
        raise NotAllowedError(
            Text("{actor} has no right for {name}.", actor=actor.name or actor.id, name=f"{kind} {name}")
        )


def _give_back_unserved(work: Work, now: datetime) -> int:
    served = {topic: work.access_tokens.is_topic_served(topic, now) for topic in work.external_tasks.topics()}
    jobs = work.external_tasks.give_back(served)
    work.jobs.wake(jobs, now)
    return len(jobs)


def _sealed(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _audit(engine: Engine, work: Work, actor: Actor, action: str, token: AccessToken) -> None:
    rights = {"topics": list(token.topics), "messages": list(token.messages), "services": list(token.services)}
    work.audit.add(
        INSTALLATION,
        time=engine.clock.now(),
        actor=actor.id,
        action=action,
        subject=token.id,
        details={"name": token.name, **rights},
    )
