"""Who gives commands: staff by their accounts, applicants by their cases, and the installation itself."""

from dataclasses import dataclass, field

__all__ = ["APPLICANT_GROUP", "SYSTEM", "Account", "Actor"]

APPLICANT_GROUP = "applicant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who gives a command.

    Attributes:
        id: What history and audit name them by: an account's id, "system", or "applicant:<reference>".
        name: What other people see.
        roles: "analyst", "case_worker", "manager", "operator"; a candidate group g comes as "group:g".
    """

    id: str
    name: str
    roles: frozenset[str] = frozenset()

    @classmethod
    def applicant(cls, reference: str, name: str = "") -> "Actor":
        """Return the applicant of one case, who may complete that case's applicant work items and no others.

        The caller has made sure who it is: by the second factor (`check_applicant`) or a session that passed it.
        """
        return cls(id=f"applicant:{reference}", name=name, roles=frozenset({f"group:{APPLICANT_GROUP}"}))

    @property
    def groups(self) -> frozenset[str]:
        """The candidate groups the actor is in."""
        return frozenset(role.removeprefix("group:") for role in self.roles if role.startswith("group:"))


SYSTEM = Actor(id="system", name="Ortoo", roles=frozenset({"analyst", "case_worker", "manager", "operator"}))
"""The installation itself: may do everything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who signs in: staff, not applicants.

    Attributes:
        id: What history and audit name them by; "" lets `create_account` choose one.
        email: What they sign in with, in lower case.
        name: What other people see.
        password_hash: As the web made it; the engine never sees a password.
        is_active: Whether they may sign in.
        roles: "analyst", "case_worker", "manager", "operator".
        groups: The candidate groups whose work they do.
        uniquifier: Changing it ends all their sessions (Flask-Security's fs_uniquifier).
        language: "mn" or "en".
    """

    id: str = ""
    email: str
    name: str
    password_hash: str = field(default="", repr=False)
    is_active: bool = True
    roles: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    uniquifier: str = field(default="", repr=False)
    language: str = "mn"

    @property
    def actor(self) -> Actor:
        """The account as one who gives commands."""
        return Actor(id=self.id, name=self.name, roles=self.roles | {f"group:{group}" for group in self.groups})
