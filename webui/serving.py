"""Serves the web application, with the background work in the same process."""

import time
from typing import TYPE_CHECKING

from flask import Flask
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, create_server
from waitress.wasyncore import dispatcher

from engine import JobLoop, asked_to_stop
from webui.health.views import JOBS
from webui.stopping import ASKED

if TYPE_CHECKING:
    from engine import Engine

__all__ = ["serve"]

_THREADS = 8
_PATIENCE = 30.0
"""Seconds that a process told to stop gives requests to be answered, and the answers to be taken."""


def serve(app: Flask, *, host: str, port: int, engine: "Engine") -> None:
    """Serve until the process is told to stop (SIGTERM, SIGINT); requests that are being answered are finished.

    Args:
        app: The application.
        host: The address to listen on.
        port: The port to listen on.
        engine: The engine whose background work is done meanwhile; it is not closed.
    """
    sockets: dict[int, dispatcher] = {}
    server = create_server(app, map=sockets, host=host, port=port, threads=_THREADS, ident="")
    loop = JobLoop(engine, worker=f"web-{host}-{port}")
    app.extensions[JOBS] = loop
    loop.start()
    try:
        with asked_to_stop() as asked:
            app.extensions[ASKED] = asked
            while not asked.to_stop:
                _turn(sockets, asked.seconds)
            _finish_answers(sockets)
    finally:
        server.close()
        server.task_dispatcher.shutdown()
        loop.stop()


def _turn(sockets: dict[int, dispatcher], seconds: float) -> None:
    """Read and write what can be; wait for that no longer than so many seconds."""
    wasyncore.loop(timeout=seconds, map=sockets, use_poll=True, count=1)


def _finish_answers(sockets: dict[int, dispatcher]) -> None:
    """Let nobody new in, and go on until whoever has asked has the whole answer, or is too slow to take it."""
    for listener in [each for each in sockets.values() if isinstance(each, BaseWSGIServer)]:
        dispatcher.close(listener)
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and any(_being_answered(each) for each in sockets.values()):
        _turn(sockets, 0.1)


def _being_answered(connection: dispatcher) -> bool:
    return isinstance(connection, HTTPChannel) and bool(connection.requests or connection.total_outbufs_len)
