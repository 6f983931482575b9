"""The two answers of a healthy process; no session, no page, nothing about the inside."""

from flask import Blueprint, current_app
from flask.typing import ResponseReturnValue

from engine import find_obstacles, find_risks
from webui.context import current_engine

__all__ = ["JOBS", "blueprint"]

JOBS = "ortoo jobs"
"""Where an application has the loop that does jobs in its process, while it is served."""

blueprint = Blueprint("health", __name__)


@blueprint.get("/live")
def live() -> ResponseReturnValue:
    """Say that the process answers."""
    return {"status": "live"}


@blueprint.get("/ready")
def ready() -> ResponseReturnValue:
    """Say that the process can work; where it cannot, answer 503 with what is in the way.

    What does not keep it from working, but may lose cases when the power fails, is told beside.
    """
    loop = current_app.extensions.get(JOBS)
    obstacles = [*find_obstacles(current_engine()), *([] if loop is None or loop.is_working else ["jobs"])]
    if obstacles:
        return {"status": "not ready", "obstacles": obstacles}, 503
    risks = find_risks(current_engine())
    return {"status": "ready", "risks": list(risks)} if risks else {"status": "ready"}
