"""Being on leave: who stands in for whom."""

from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import EngineError, end_substitution, find_substitutions, release_all_of, substitute
from webui.context import actor, current_engine, staff
from webui.desk.presenting import colleagues
from webui.desk.steering_views import day_of
from webui.desk.views import blueprint
from webui.languages import say
from webui.words import gettext as _

__all__: list[str] = []


@blueprint.get("/leave")
def leave() -> ResponseReturnValue:
    """Show who stands in for whom, and the form for a new substitution."""
    return _show({})


@blueprint.post("/leave")
def begin_leave() -> ResponseReturnValue:
    """Let somebody stand in for an absent person."""
    fields = {name: request.form.get(name, "") for name in ("absent", "by", "first", "last", "release")}
    first, last = day_of("first"), day_of("last")
    absent = fields["absent"] if staff().has_any(frozenset({"manager"})) and fields["absent"] else actor().id
    if first is None or last is None or not fields["by"]:
        return _show(fields, _("Choose a colleague and give both days as 2026-12-31.")), 422
    try:
        one = substitute(
            current_engine(), absent=absent, by=fields["by"], first_day=first, last_day=last, actor=actor()
        )
        released = release_all_of(current_engine(), person=absent, actor=actor()) if fields["release"] else 0
    except EngineError as error:
        return _show(fields, say(error.text)), 422
    flash(_("%(name)s stands in for %(absent)s.", name=one.substitute_name, absent=one.absent_name), "done")
    if released:
        flash(_("Given back: %(count)s", count=released), "done")
    return redirect(url_for(".leave"), 303)


@blueprint.post("/leave/<substitution_id>/end")
def end_leave(substitution_id: str) -> ResponseReturnValue:
    """Let a substitution be over."""
    end_substitution(current_engine(), substitution_id=substitution_id, actor=actor())
    flash(_("It is over."), "done")
    return redirect(url_for(".leave"), 303)


def _show(fields: dict[str, str], error: str = "") -> str:
    return render_template(
        "desk/leave.html",
        substitutions=tuple(
            {"one": one, "last": one.until - timedelta(seconds=1)}  # people say the last day, not the one after
            for one in find_substitutions(current_engine(), actor=actor())
        ),
        people=colleagues(current_engine()),
        fields=fields,
        error=error,
        is_manager=staff().has_any(frozenset({"manager"})),
        me=actor().id,
    )
