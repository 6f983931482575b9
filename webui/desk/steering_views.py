"""What is done with a work item beside doing it: handing it on, giving it to somebody, dating it, noting it is late."""

from datetime import UTC, date, datetime, time

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from engine import (
    Actor,
    EngineError,
    assign_work_item,
    delegate_work_item,
    note_group_notice,
    read_work_item,
    resolve_work_item,
    set_due_date,
    set_follow_up,
    set_priority,
)
from webui.context import actor, current_engine, current_settings
from webui.desk.views import blueprint
from webui.languages import say
from webui.words import gettext as _

__all__ = ["day_of"]

_END_OF_DAY = time(23, 59, 59)
_MOST_DIGITS = 3


@blueprint.post("/items/<item_id>/delegate")
def delegate(item_id: str) -> ResponseReturnValue:
    """Hand a work item to a colleague."""
    to, note = request.form.get("to", ""), request.form.get("note", "")
    if not to:
        return _back(item_id, conflict=_("Choose a colleague."))
    try:
        item = delegate_work_item(current_engine(), item_id=item_id, actor=actor(), to=to, note=note)
    except EngineError as error:
        return _back(item_id, conflict=say(error.text))
    return _back(item_id, done=_("%(name)s has it now and gives it back to you.", name=item.assignee_name))


@blueprint.post("/items/<item_id>/resolve")
def resolve(item_id: str) -> ResponseReturnValue:
    """Give a work item back to who handed it on."""
    note = request.form.get("note", "")
    try:
        item = resolve_work_item(current_engine(), item_id=item_id, actor=actor(), note=note)
    except EngineError as error:
        return _back(item_id, conflict=say(error.text))
    flash(_("%(name)s has it back.", name=item.assignee_name), "done")
    return redirect(url_for(".item", item_id=item_id) if item.assignee == actor().id else url_for(".inbox"), 303)


@blueprint.post("/items/<item_id>/assign")
def assign(item_id: str) -> ResponseReturnValue:
    """Give a work item to somebody."""
    to = request.form.get("to", "")
    if not to:
        return _back(item_id, conflict=_("Choose a colleague."))
    try:
        item = assign_work_item(current_engine(), item_id=item_id, actor=actor(), to=to)
    except EngineError as error:
        return _back(item_id, conflict=say(error.text))
    return _back(item_id, done=_("%(name)s has it now.", name=item.assignee_name))


@blueprint.post("/items/<item_id>/follow-up")
def follow_up(item_id: str) -> ResponseReturnValue:
    """Put a work item aside until a day, or have it back at once."""
    day = day_of("until")
    if day is None and request.form.get("until", "").strip():
        return _back(item_id, conflict=_("Give a day as 2026-12-31."))
    until = None if day is None else datetime.combine(day, time(), current_settings().timezone)
    if until is not None and until <= datetime.now(UTC):
        return _back(item_id, conflict=_("Choose a day that is still to come."))
    try:
        set_follow_up(current_engine(), item_id=item_id, actor=actor(), follow_up_at=until)
    except EngineError as error:
        return _back(item_id, conflict=say(error.text))
    return _back(item_id, done=_("It is put aside.") if until else _("It is in the inbox again."))


@blueprint.post("/items/<item_id>/urgency")
def urgency(item_id: str) -> ResponseReturnValue:
    """Let a work item be due on another day and have another priority."""
    day, typed = day_of("due"), request.form.get("priority", "").strip()
    if day is None and request.form.get("due", "").strip():
        return _back(item_id, conflict=_("Give a day as 2026-12-31."))
    if not (typed.isascii() and typed.isdigit() and len(typed) <= _MOST_DIGITS):
        return _back(item_id, conflict=_("A priority is a whole number from 0 to 100."))
    try:
        _save_urgency(item_id, day, int(typed), actor())
    except EngineError as error:
        return _back(item_id, conflict=say(error.text))
    return _back(item_id, done=_("Saved."))


@blueprint.post("/notices/<notice_id>/seen")
def seen(notice_id: str) -> ResponseReturnValue:
    """Note for the group that late work has been seen."""
    note_group_notice(current_engine(), notice_id=notice_id, actor=actor())
    return redirect(url_for(".inbox"), 303)


def day_of(field: str) -> date | None:
    """Return the day in a field of the form, or None where there is none."""
    try:
        return date.fromisoformat(request.form.get(field, "").strip())
    except ValueError:
        return None


def _save_urgency(item_id: str, day: date | None, priority: int, who: Actor) -> None:
    before = read_work_item(current_engine(), item_id=item_id).item
    zone = current_settings().timezone
    if before.priority != priority:  # first, because it may be refused
        set_priority(current_engine(), item_id=item_id, actor=who, priority=priority)
    is_same_day = before.due_at is not None and before.due_at.astimezone(zone).date() == day
    if not is_same_day:  # the form knows days only: the same one keeps its hour
        due = None if day is None else datetime.combine(day, _END_OF_DAY, zone)
        set_due_date(current_engine(), item_id=item_id, actor=who, due_at=due)


def _back(item_id: str, *, done: str = "", conflict: str = "") -> ResponseReturnValue:
    flash(done or conflict, "done" if done else "conflict")
    return redirect(url_for(".item", item_id=item_id), 303)
