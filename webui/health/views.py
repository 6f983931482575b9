"""The two answers of a healthy process; no session, no page, nothing about the inside."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from engine import find_incidents
from webui.context import current_engine

__all__ = ["blueprint"]

blueprint = Blueprint("health", __name__)


@blueprint.get("/live")
def live() -> ResponseReturnValue:
    """Say that the process answers."""
    return {"status": "live"}


@blueprint.get("/ready")
def ready() -> ResponseReturnValue:
    """Say that the database answers too; where it does not, the request fails with 500."""
    find_incidents(current_engine(), page=1, size=1)
    return {"status": "ready"}
