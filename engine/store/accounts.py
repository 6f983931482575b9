"""Who signs in."""

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.orm import Session

from engine.store.tables import AccountRow
from engine.values import Account

__all__ = ["AccountStore"]


class AccountStore:
    """Keeps accounts."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def by_id(self, account_id: str) -> Account | None:
        """Return the account of that id, or None."""
        return self._one(AccountRow.id == account_id)

    def by_email(self, email: str) -> Account | None:
        """Return the account of that address, or None."""
        return self._one(AccountRow.email == email.strip().lower())

    def by_uniquifier(self, uniquifier: str) -> Account | None:
        """Return the account of that uniquifier, or None."""
        return self._one(AccountRow.uniquifier == uniquifier)

    def all(self) -> tuple[Account, ...]:
        """Return every account, by address."""
        return tuple(_account(row) for row in self._session.scalars(select(AccountRow).order_by(AccountRow.email)))

    def add(self, account: Account) -> None:
        """Keep a new account."""
        self._session.execute(insert(AccountRow).values(id=account.id, **_changing(account)))

    def save(self, account: Account) -> None:
        """Keep what has changed of an account."""
        self._session.execute(update(AccountRow).where(AccountRow.id == account.id).values(**_changing(account)))

    def _one(self, condition: ColumnElement[bool]) -> Account | None:
        row = self._session.scalar(select(AccountRow).where(condition))
        return None if row is None else _account(row)


def _changing(account: Account) -> dict[str, object]:
    return {
        "email": account.email.strip().lower(),
        "name": account.name,
        "password_hash": account.password_hash,
        "is_active": account.is_active,
        "roles": sorted(account.roles),
        "groups": sorted(account.groups),
        "uniquifier": account.uniquifier,
        "language": account.language,
    }


def _account(row: AccountRow) -> Account:
    return Account(
        id=row.id,
        email=row.email,
        name=row.name,
        password_hash=row.password_hash,
        is_active=row.is_active,
        roles=frozenset(row.roles),
        groups=frozenset(row.groups),
        uniquifier=row.uniquifier,
        language=row.language,
    )
