"""Accounts of the people in `small_services`, for what is handed from one to another."""

from engine import Actor, Engine, WorkItem, create_account, read_case
from tests.engine.small_services import CHECKED, CLERK, MANAGER, OTHER_CLERK, STRANGER, deploy_small, start_small


def employ(engine: Engine) -> dict[str, Actor]:
    """Make accounts for all of them; return who they are by their short names."""
    people = {"clerk": CLERK, "other": OTHER_CLERK, "stranger": STRANGER, "boss": MANAGER}
    return {name: _account(engine, name, actor) for name, actor in people.items()}


def _account(engine: Engine, name: str, actor: Actor) -> Actor:
    roles = frozenset(role for role in actor.roles if not role.startswith("group:"))
    account = create_account(
        engine, email=f"{name}@example.mn", name=actor.name, password_hash="", roles=roles, groups=actor.groups
    )
    return account.actor


def one_item(engine: Engine, model: bytes = CHECKED, **data: str) -> WorkItem:
    """Deploy a model, start a case of it and return its only work item."""
    deploy_small(engine, model)
    (item,) = read_case(engine, reference=start_small(engine, **data).reference).open_items
    return item
