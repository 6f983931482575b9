"""Serves the web application, with the background work in the same process."""

from typing import TYPE_CHECKING

from flask import Flask

from engine import JobLoop, asked_to_stop
from webui.health.views import JOBS
from webui.listening import listening
from webui.stopping import ASKED

if TYPE_CHECKING:
    from engine import Engine

__all__ = ["serve"]


def serve(app: Flask, *, host: str, port: int, engine: "Engine") -> None:
    """Serve until the process is told to stop (SIGTERM, SIGINT); requests that are being answered are finished.

    Args:
        app: The application.
        host: The address to listen on.
        port: The port to listen on.
        engine: The engine whose background work is done meanwhile; it is not closed.
    """
    loop = JobLoop(engine, worker=f"web-{host}-{port}")
    app.extensions[JOBS] = loop
    try:
        with listening(app, host=host, port=port) as answer, asked_to_stop() as asked:
            app.extensions[ASKED] = asked
            loop.start()
            answer(asked)
    finally:
        loop.stop()
