"""Flask-Security's view of the engine's accounts: a datastore without a database of its own."""

from dataclasses import replace
from typing import Any

from flask_security import RoleMixin, UserDatastore, UserMixin

from engine import Account, Engine, find_account, save_account

__all__ = ["ROLES", "AccountDatastore", "StaffRole", "StaffUser"]

ROLES = ("analyst", "case_worker", "manager", "operator")


class StaffRole(RoleMixin):
    """A role of staff, by name."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.permissions: list[str] = []


class StaffUser(UserMixin):
    """A member of staff as Flask-Security wants to see one."""

    fs_uniquifier: str = ""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.password = account.password_hash
        self.active = account.is_active
        self.fs_uniquifier = account.uniquifier

    @property
    def id(self) -> str:  # type: ignore[override]  # ids here are text
        """The account's id."""
        return self.account.id

    @property
    def email(self) -> str:  # type: ignore[override]  # read only here
        """What they sign in with."""
        return self.account.email

    @property
    def name(self) -> str:
        """What other people see."""
        return self.account.name

    @property
    def language(self) -> str:
        """The language they chose."""
        return self.account.language

    @property
    def roles(self) -> list[StaffRole]:  # type: ignore[override]  # read only here
        """Their roles."""
        return [StaffRole(name) for name in sorted(self.account.roles)]

    def has_any(self, roles: frozenset[str]) -> bool:
        """Return whether they have one of these roles."""
        return bool(self.account.roles & roles)

    def as_account(self) -> Account:
        """Return the account with what Flask-Security changed."""
        return replace(
            self.account,
            password_hash=self.password or "",
            is_active=self.active,
            uniquifier=self.fs_uniquifier,
        )


class AccountDatastore(UserDatastore):
    """Reads and writes accounts through the engine; every `put` is saved at once."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(StaffUser, StaffRole)
        self._engine = engine

    def find_user(self, case_insensitive: bool = False, **kwargs: Any) -> StaffUser | None:  # noqa: ANN401, ARG002  # its signature
        """Return the user with this email, id or fs_uniquifier."""
        (name, value), *_ = kwargs.items()
        account = find_account(self._engine, **{name.removeprefix("fs_"): str(value)})
        return StaffUser(account) if account else None

    def find_role(self, role: str) -> StaffRole | None:
        """Return the role of this name."""
        return StaffRole(role) if role in ROLES else None

    def put(self, model: StaffUser) -> StaffUser:
        """Save what Flask-Security changed: the password hash, whether active, the uniquifier."""
        save_account(self._engine, account=model.as_account())
        return model

    def commit(self) -> None:
        """Do nothing: `put` has saved."""
