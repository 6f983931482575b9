"""What operators see of how long personal data is kept, and before they erase any."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine import Actor, Engine, ErasurePreview, RetentionRule, preview_retention, retention_rules
from webui.presenters.cases import Status, present_status
from webui.presenters.paging import tell_total
from webui.presenters.work import service_name
from webui.words import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from processes.catalogue import Service

__all__ = ["ErasurePage", "RetentionRow", "RulePage", "present_erasure", "present_retention", "present_rule"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRow:
    """A service and how long its personal data is kept, in words.

    Attributes:
        key: The service's key, "" for all that have no rule of their own.
        name: Its name.
        cases: How long its ended cases are kept.
        drafts: How long applications are kept that nobody goes on with.
        is_own: Whether it has a rule of its own.
        kept: How many of its ended cases still hold personal data, "" where that is not counted.
        due_cases: How many cases are due for erasure, likewise.
        due_drafts: How many applications are due to be dropped, likewise.
        is_due: Whether anything is due.
    """

    key: str
    name: str
    cases: str
    drafts: str
    is_own: bool
    kept: str = ""
    due_cases: str = ""
    due_drafts: str = ""
    is_due: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePage:
    """The rule of a service, and what another one would make due.

    Attributes:
        key: The service's key, "" for all that have no rule of their own.
        name: Its name.
        case_days: What is in the field for cases.
        draft_days: What is in the field for applications.
        is_own: Whether the service has a rule that can be dropped.
        outcome: What the rule that was tried would make due, service by service; None before one was tried.
        cases: How long that one keeps cases, in words.
        drafts: How long it keeps applications, in words.
    """

    key: str
    name: str
    case_days: str
    draft_days: str
    is_own: bool
    outcome: tuple[RetentionRow, ...] | None = None
    cases: str = ""
    drafts: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasurePage:
    """A case that is to be erased: its status, its service's name, and what goes."""

    preview: ErasurePreview
    status: Status
    service: str


def present_retention(
    engine: Engine, actor: Actor, services: "Mapping[str, Service]", language: str
) -> tuple[RetentionRow, ...]:
    """Return how long each service's personal data is kept and what is due; first the rule for all others."""
    rules = {rule.service: rule for rule in retention_rules(engine)}
    general = rules.get("", RetentionRule(service=""))
    first = RetentionRow(
        key="",
        name=_("All services without a rule of their own"),
        cases=_days(general.case_days),
        drafts=_days(general.draft_days),
        is_own="" in rules,
    )
    return (first, *_previews(engine, actor, services, language))


def present_rule(
    engine: Engine,
    key: str,
    typed: tuple[str, str] | None,
    trial: RetentionRule | None,
    *,
    actor: Actor,
    services: "Mapping[str, Service]",
    language: str,
) -> RulePage:
    """Return the form for a rule.

    Args:
        engine: The engine.
        key: The service, "" for all without a rule of their own.
        typed: What was typed for cases and applications, None to show the rule as it is.
        trial: The rule whose outcome is to be shown, or None.
        actor: Who looks.
        services: The services, for names.
        language: The reader's language.
    """
    rules = {rule.service: rule for rule in retention_rules(engine)}
    now = rules.get(key) or rules.get("") or RetentionRule(service="")
    case_days, draft_days = typed or (_number(now.case_days), _number(now.draft_days))
    outcome = None
    if trial is not None:
        rows = _previews(engine, actor, services, language, trial)
        outcome = tuple(row for row in rows if (row.key == key if key else not row.is_own))
    return RulePage(
        key=key,
        name=service_name(key, services, language) if key else _("All services without a rule of their own"),
        case_days=case_days,
        draft_days=draft_days,
        is_own=key in rules and key != "",
        outcome=outcome,
        cases=_days(trial.case_days) if trial else "",
        drafts=_days(trial.draft_days) if trial else "",
    )


def present_erasure(preview: ErasurePreview, services: "Mapping[str, Service]", language: str) -> ErasurePage:
    """Return what erasing a case would take out, as people read it."""
    return ErasurePage(
        preview=preview,
        status=present_status(preview.summary.status),
        service=service_name(preview.summary.service, services, language),
    )


def _previews(
    engine: Engine,
    actor: Actor,
    services: "Mapping[str, Service]",
    language: str,
    trial: RetentionRule | None = None,
) -> tuple[RetentionRow, ...]:
    found = {one.rule.service: one for one in preview_retention(engine, actor=actor, services=services, trial=trial)}
    return tuple(
        RetentionRow(
            key=key,
            name=service_name(key, services, language),
            cases=_days(one.rule.case_days),
            drafts=_days(one.rule.draft_days),
            is_own=one.is_own,
            kept=tell_total(one.kept),
            due_cases=tell_total(one.due_cases),
            due_drafts=tell_total(one.due_drafts),
            is_due=bool(one.due_cases or one.due_drafts),
        )
        for key, one in found.items()
    )


def _days(days: int | None) -> str:
    if days is None:
        return _("For ever")
    return _("1 day") if days == 1 else _("%(count)s days", count=days)


def _number(days: int | None) -> str:
    return "" if days is None else str(days)
