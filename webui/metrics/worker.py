"""What a supervisor may ask of `ortoo worker`: does it live, can it work, how do its jobs go.

What is the same whichever process tells it (cases, work items, incidents) is told by `ortoo serve` alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING

from flask import Flask, Response, abort
from flask.typing import ResponseReturnValue
from waitress.server import create_server

from engine import JobLoop, find_obstacles
from webui.metrics.exposition import CONTENT_TYPE, expose
from webui.metrics.jobs import job_durations
from webui.metrics.tokens import has_token

if TYPE_CHECKING:
    from engine import Engine

__all__ = ["answering", "create_worker_app"]

_THREADS = 2
_PATIENCE_S = 2.0  # who still asks by then gets no answer


def create_worker_app(engine: "Engine", loop: JobLoop, *, token: str) -> Flask:
    """Return the three pages of a worker.

    Args:
        engine: The worker's engine.
        loop: What does the jobs.
        token: Who sends it as a bearer token is shown /metrics; "" for everybody who reaches the port.
    """
    app = Flask("webui.metrics.worker", static_folder=None)

    @app.get("/health/live")
    def live() -> ResponseReturnValue:
        return {"status": "live"}

    @app.get("/health/ready")
    def ready() -> ResponseReturnValue:
        obstacles = [*find_obstacles(engine), *([] if loop.is_working else ["jobs"])]
        if obstacles:
            return {"status": "not ready", "obstacles": obstacles}, 503
        return {"status": "ready"}

    @app.get("/metrics")
    def metrics() -> Response:
        if token and not has_token(token):
            abort(404)
        told = "Whether the worker's threads all live."
        is_working: list[tuple[str, dict[str, str], float]] = [("", {}, int(loop.is_working))]
        text = expose("ortoo_worker_is_working", "gauge", told, is_working) + job_durations(engine)
        return Response(text, content_type=CONTENT_TYPE)

    return app


@contextmanager
def answering(app: Flask, *, host: str, port: int) -> Iterator[None]:
    """Answer requests in a thread of its own."""
    server = create_server(app, host=host, port=port, threads=_THREADS, ident="")
    thread = Thread(target=server.run, name="ortoo worker's pages", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.trigger.pull_trigger(server.close)  # by the thread that it belongs to
        thread.join(_PATIENCE_S)
        server.task_dispatcher.shutdown()
