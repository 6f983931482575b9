"""Pages on which operators suspend services and versions, and move running cases from one version to another."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import (
    MigrationRefusedError,
    migrate_cases,
    resume_service,
    resume_version,
    suspend_service,
    suspend_version,
)
from webui.context import actor, current_engine, current_language, current_services
from webui.operations.version_presenting import AT_ONCE, MigrationPage, present_migration, present_services
from webui.operations.views import blueprint
from webui.words import gettext as _

__all__: list[str] = []


@blueprint.get("/services")
def services() -> ResponseReturnValue:
    """Show the versions of every service."""
    rows = present_services(current_engine(), current_services(), current_language())
    return render_template("operations/services.html", rows=rows)


@blueprint.post("/services/<key>/<any(suspend,resume):what>")
def hold_service(key: str, what: str) -> ResponseReturnValue:
    """Suspend a service, or let it go on."""
    command = suspend_service if what == "suspend" else resume_service
    number = command(current_engine(), service=key, actor=actor())
    flash(_told(what, number), "done")
    return redirect(url_for(".services"), 303)


@blueprint.post("/services/<key>/<int:number>/<any(suspend,resume):what>")
def hold_version(key: str, number: int, what: str) -> ResponseReturnValue:
    """Suspend a version, or let it go on."""
    command = suspend_version if what == "suspend" else resume_version
    cases = command(current_engine(), service=key, version=number, actor=actor())
    flash(_told(what, cases), "done")
    return redirect(url_for(".services"), 303)


@blueprint.get("/services/<key>/<int:number>/migrate")
def migration(key: str, number: int) -> ResponseReturnValue:
    """Show what would become of a version's cases on another version."""
    page = _migration(key, number, dry_run=True)
    return render_template("operations/migration.html", page=page)


@blueprint.post("/services/<key>/<int:number>/migrate")
def migrate(key: str, number: int) -> ResponseReturnValue:
    """Move the cases of a version, or show what another mapping would do."""
    is_trial = request.form.get("step") != "do"
    page = _migration(key, number, dry_run=is_trial)
    if not is_trial and not page.problem:
        flash(_("%(moved)s of %(all)s cases were moved.", moved=page.moved, all=page.total), "done")
    return render_template("operations/migration.html", page=page), 422 if page.problem else 200


def _migration(key: str, number: int, *, dry_run: bool) -> MigrationPage:
    target = request.values.get("to", type=int)
    if target is None:
        abort(404)
    mapping = {name.removeprefix("map-"): value for name, value in request.form.items() if name.startswith("map-")}
    case = request.values.get("case", "")
    wanted = {element: counterpart for element, counterpart in mapping.items() if counterpart}
    problem, report = "", None
    try:
        report = migrate_cases(
            current_engine(),
            service=key,
            source=number,
            target=target,
            actor=actor(),
            mapping=wanted,
            references=[case] if case else None,
            limit=AT_ONCE,
            dry_run=dry_run,
        )
    except MigrationRefusedError as error:
        problem = error.into(current_language())
    return present_migration(
        current_engine(), key, (number, target), report, wanted, problem,
        case=case, services=current_services(), language=current_language(),
    )  # fmt: skip


def _told(what: str, number: int) -> str:
    if what == "suspend":
        return _("On hold. %(number)s cases stop.", number=number)
    return _("It goes on. %(number)s cases go on with it.", number=number)
