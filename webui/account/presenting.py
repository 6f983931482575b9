"""An account as its owner reads it."""

from typing import TYPE_CHECKING

from engine import Account
from webui.presenters.answers import AnswerRow
from webui.presenters.work import group_name
from webui.words import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from processes.catalogue import Service

__all__ = ["present_account"]


def present_account(account: Account, services: "Mapping[str, Service]", language: str) -> tuple[AnswerRow, ...]:
    """Return who somebody is and what they may do."""
    roles = {
        "analyst": _("Analyst"),
        "case_worker": _("Case worker"),
        "manager": _("Manager"),
        "operator": _("Operator"),
    }
    groups = sorted(
        group_name(group, next((each for each in services.values() if group in each.roles), None), language)
        for group in account.groups
    )
    return (
        AnswerRow(label=_("Name"), lines=(account.name,)),
        AnswerRow(label=_("E-mail address"), lines=(account.email,)),
        AnswerRow(label=_("Roles"), lines=tuple(roles.get(role, role) for role in sorted(account.roles))),
        AnswerRow(label=_("Groups whose work you do"), lines=tuple(groups)),
    )
