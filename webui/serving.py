"""Serves the web application, with the background work in the same process."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from flask import Flask
from waitress.server import create_server

from engine import JobLoop
from webui.health.views import JOBS

if TYPE_CHECKING:
    from engine import Engine

__all__ = ["serve"]

_THREADS = 8
_SIGNALS = (signal.SIGTERM, signal.SIGINT)


def serve(app: Flask, *, host: str, port: int, engine: "Engine") -> None:
    """Serve until the process is told to stop (SIGTERM, SIGINT); requests that are being answered are finished.

    Args:
        app: The application.
        host: The address to listen on.
        port: The port to listen on.
        engine: The engine whose background work is done meanwhile; it is not closed.
    """
    server = create_server(app, host=host, port=port, threads=_THREADS, ident="")
    loop = JobLoop(engine, worker=f"web-{host}-{port}")
    app.extensions[JOBS] = loop
    loop.start()
    try:
        with _stopping():
            server.run()
    except _Stopped:
        pass
    finally:
        server.close()
        server.task_dispatcher.shutdown()
        loop.stop()


class _Stopped(Exception):  # noqa: N818 - no error: somebody wants the process to end
    """The process was told to stop."""


@contextmanager
def _stopping() -> Iterator[None]:
    """Turn the signals that end a process into an exception; only the main thread may ask for signals."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    former = {number: signal.signal(number, _stop) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


def _stop(_number: int, _frame: object) -> None:
    raise _Stopped
