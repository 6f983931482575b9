"""Pages on which operators decide how long personal data is kept, and erase it before its time."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import (
    CaseGoesOnError,
    DaysRefusedError,
    NotFoundError,
    ReasonMissingError,
    RetentionRule,
    drop_retention,
    erase_case,
    hasten_upkeep,
    preview_erasure,
    set_retention,
)
from webui.context import actor, current_engine, current_language, current_services
from webui.operations.retention_presenting import present_erasure, present_retention, present_rule
from webui.operations.views import blueprint
from webui.words import gettext as _

__all__: list[str] = []

_LONGEST_DAYS = 36_500
_LONGEST_REASON = 500
_MOST_DIGITS = 5


@blueprint.get("/retention")
def retention() -> ResponseReturnValue:
    """Show how long personal data is kept, and what is due for erasure."""
    rows = present_retention(current_engine(), actor(), current_services(), current_language())
    return render_template("operations/retention.html", rows=rows, is_due=any(row.is_due for row in rows))


@blueprint.post("/retention/run")
def run_retention() -> ResponseReturnValue:
    """Have what is due erased now instead of tonight."""
    hasten_upkeep(current_engine(), actor=actor())
    flash(_("It is being erased. Open this page again in a minute to see that nothing is due."), "done")
    return redirect(url_for(".retention"), 303)


@blueprint.get("/retention/rule")
def retention_rule() -> ResponseReturnValue:
    """Show a service's rule, to be changed."""
    return _rule(_service())


@blueprint.post("/retention/rule")
def save_retention_rule() -> ResponseReturnValue:
    """Say what another rule would make due, or, once that was seen, set it."""
    key = _service()
    step = request.form.get("step")
    if step == "drop":
        drop_retention(current_engine(), service=key, actor=actor())
        flash(_("It goes by the general rule now."), "done")
        return redirect(url_for(".retention"), 303)
    typed = (request.form.get("case_days", "").strip(), request.form.get("draft_days", "").strip())
    try:
        rule = RetentionRule(service=key, case_days=_days(typed[0]), draft_days=_days(typed[1]))
    except DaysRefusedError as error:
        return _rule(key, typed, problem=error.into(current_language())), 422
    if step != "do":
        return _rule(key, typed, trial=rule)
    set_retention(current_engine(), rule=rule, actor=actor())
    flash(_("Saved. The next night goes by it."), "done")
    return redirect(url_for(".retention"), 303)


@blueprint.get("/retention/erase")
def erasure() -> ResponseReturnValue:
    """Show what erasing a case would take out."""
    reference = request.args.get("reference", "").strip()[:60]
    return _erasure(reference)


@blueprint.post("/retention/erase")
def erase() -> ResponseReturnValue:
    """Erase a case whose preview was seen, with the ground for it."""
    reference = request.form.get("reference", "")[:60]
    reason = request.form.get("reason", "")[:_LONGEST_REASON]
    if request.form.get("sure") != "yes":
        return _erasure(reference, problem=_("Confirm that it is to be erased."), status=422)
    try:
        erase_case(current_engine(), reference=reference, reason=reason, actor=actor())
    except (CaseGoesOnError, ReasonMissingError) as error:
        return _erasure(reference, problem=error.into(current_language()), status=422)
    flash(_("The personal data of %(reference)s is erased.", reference=reference), "done")
    return redirect(url_for(".erasure", reference=reference), 303)


def _service() -> str:
    key = request.values.get("service", "")
    if key and key not in current_services():
        rows = present_retention(current_engine(), actor(), current_services(), current_language())
        if key not in {row.key for row in rows}:
            abort(404)
    return key


def _days(typed: str) -> int | None:
    """Return the days in a field, None where it is empty: then they are kept for ever.

    Raises:
        DaysRefusedError: If it is no number of days up to a hundred years.
    """
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and len(typed) <= _MOST_DIGITS) or int(typed) > _LONGEST_DAYS:
        raise DaysRefusedError
    return int(typed)


def _rule(
    key: str, typed: tuple[str, str] | None = None, *, trial: RetentionRule | None = None, problem: str = ""
) -> str:
    page = present_rule(
        current_engine(), key, typed, trial,
        actor=actor(), services=current_services(), language=current_language(),
    )  # fmt: skip
    return render_template("operations/retention_rule.html", page=page, problem=problem)


def _erasure(reference: str, *, problem: str = "", status: int = 200) -> ResponseReturnValue:
    page = None
    if reference:
        try:
            preview = preview_erasure(current_engine(), reference=reference, actor=actor())
            page = present_erasure(preview, current_services(), current_language())
        except NotFoundError:
            problem, status = _("There is no case of that reference."), 404
    reason = request.form.get("reason", "")
    shown = render_template("operations/erasure.html", page=page, reference=reference, problem=problem, reason=reason)
    return shown, status
