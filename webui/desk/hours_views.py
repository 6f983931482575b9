"""Office hours and supervisors of services, for managers."""

from dataclasses import replace
from datetime import date, time

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import EngineError, OfficeHours, WorkRules, read_work_rules, save_work_rules
from webui.context import actor, current_engine, current_language, current_services
from webui.desk.views import blueprint
from webui.languages import say
from webui.words import gettext as _
from webui.words import lazy_gettext as _later

__all__: list[str] = []

_DAYS = {
    "mon": _later("Monday"),
    "tue": _later("Tuesday"),
    "wed": _later("Wednesday"),
    "thu": _later("Thursday"),
    "fri": _later("Friday"),
    "sat": _later("Saturday"),
    "sun": _later("Sunday"),
}
_LONGEST = 4_000


@blueprint.get("/office-hours")
def office_hours() -> ResponseReturnValue:
    """Show when a service's office works and who is told of its late work."""
    rules = read_work_rules(current_engine(), service=_service())
    return _show(_fields(rules))


@blueprint.post("/office-hours")
def save_office_hours() -> ResponseReturnValue:
    """Decide when a service's office works and who is told of its late work."""
    service = _service()
    fields = {name: value[:_LONGEST] for name, value in request.form.items()}
    try:
        rules = _read(fields, read_work_rules(current_engine(), service=service), service)
    except ValueError:
        return _show(
            fields, _("Give hours as 09:00-13:00 14:00-18:00 and days as 2026-12-31, with spaces between.")
        ), 422
    try:
        save_work_rules(current_engine(), rules, actor=actor())
    except EngineError as error:
        return _show(fields, say(error.text)), 422
    flash(_("Saved. Work that comes up from now on is due by these hours."), "done")
    return redirect(url_for(".office_hours", service=service or None), 303)


def _service() -> str:
    asked = request.values.get("service", "")
    return asked if asked in current_services() else ""


def _fields(rules: WorkRules) -> dict[str, str]:
    hours = rules.hours
    days = {
        f"day-{name}": " ".join(f"{opening:%H:%M}-{closing:%H:%M}" for opening, closing in hours.week.get(name, ()))
        for name in _DAYS
    }
    return {
        **days,
        "closed": " ".join(sorted(map(str, hours.closed))),
        "open": " ".join(sorted(map(str, hours.open))),
        "supervisors": rules.supervisor_group,
    }


def _read(fields: dict[str, str], before: WorkRules, service: str) -> WorkRules:
    """Return the rules that a form tells; raises ValueError where it tells none."""
    week = {name: tuple(map(_period, fields.get(f"day-{name}", "").split())) for name in _DAYS}
    hours: OfficeHours = replace(
        before.hours,
        week={name: periods for name, periods in week.items() if periods},
        closed=frozenset(map(date.fromisoformat, fields.get("closed", "").split())),
        open=frozenset(map(date.fromisoformat, fields.get("open", "").split())),
    )
    group = fields.get("supervisors", "")
    return WorkRules(service=service, hours=hours, supervisor_group=group if group in dict(_groups(service)) else "")


def _period(text: str) -> tuple[time, time]:
    opening, closing = text.replace("–", "-").split("-")
    return time.fromisoformat(opening), time.fromisoformat(closing)


def _groups(service: str) -> tuple[tuple[str, str], ...]:
    chosen = [current_services()[service]] if service else current_services().values()
    found = {group: name.into(current_language()) for one in chosen for group, name in one.roles.items()}
    return tuple((group, name) for group, name in found.items() if group != "applicant")


def _show(fields: dict[str, str], error: str = "") -> str:
    service = _service()
    return render_template(
        "desk/office_hours.html",
        fields=fields,
        error=error,
        service=service,
        services=tuple((key, one.name(current_language())) for key, one in current_services().items()),
        days=tuple(_DAYS.items()),
        groups=_groups(service),
    )
