"""The two answers of a healthy process; no session, no page, nothing about the inside."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from engine import find_obstacles
from webui.context import current_engine

__all__ = ["blueprint"]

blueprint = Blueprint("health", __name__)


@blueprint.get("/live")
def live() -> ResponseReturnValue:
    """Say that the process answers."""
    return {"status": "live"}


@blueprint.get("/ready")
def ready() -> ResponseReturnValue:
    """Say that the process can work; where it cannot, answer 503 with what is in the way."""
    obstacles = find_obstacles(current_engine())
    if obstacles:
        return {"status": "not ready", "obstacles": list(obstacles)}, 503
    return {"status": "ready"}
