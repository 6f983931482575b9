"""What programs may do here, each under the hash of its secret."""

from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from engine.external_values import EVERY, AccessToken
from engine.store.tables import AccessTokenRow

__all__ = ["AccessTokenStore"]


class AccessTokenStore:
    """Keeps access tokens."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, token: AccessToken, secret_sha256: str) -> None:
        """Keep a new token."""
        values = {name: getattr(token, name) for name in _COLUMNS}
        values |= {name: list(values[name]) for name in _RIGHTS}
        self._session.execute(insert(AccessTokenRow).values(**values, secret_sha256=secret_sha256))

    def by_secret(self, secret_sha256: str) -> AccessToken | None:
        """Return the token of the secret that has this hash, or None."""
        row = self._session.scalar(select(AccessTokenRow).where(AccessTokenRow.secret_sha256 == secret_sha256))
        return None if row is None else _token(row)

    def by_name(self, name: str) -> AccessToken | None:
        """Return the token of that name, or None."""
        row = self._session.scalar(select(AccessTokenRow).where(AccessTokenRow.name == name))
        return None if row is None else _token(row)

    def all(self) -> tuple[AccessToken, ...]:
        """Return every token, by name, those that are of no use any more as well."""
        query = select(AccessTokenRow).order_by(AccessTokenRow.name)
        return tuple(_token(row) for row in self._session.scalars(query))

    def revoke(self, token_id: str, at: datetime) -> None:
        """Note that a token may be used no more."""
        self._session.execute(update(AccessTokenRow).where(AccessTokenRow.id == token_id).values(revoked_at=at))

    def is_topic_served(self, topic: str, now: datetime) -> bool:
        """Return whether any token that may be used is for a topic."""
        return any({topic, EVERY} & set(one.topics) for one in self.all() if one.is_good(now))


_COLUMNS = tuple(AccessToken.__dataclass_fields__)
_RIGHTS = ("topics", "messages", "services")


def _token(row: AccessTokenRow) -> AccessToken:
    values = {name: getattr(row, name) for name in _COLUMNS}
    values |= {name: tuple(values[name]) for name in _RIGHTS}
    return AccessToken(**values)
