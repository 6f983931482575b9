"""Listens on a port and answers until the process is told to stop."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, create_server
from waitress.wasyncore import dispatcher

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

    from engine import Asked

__all__ = ["listening"]

_THREADS = 8
_PATIENCE = 30.0
"""Seconds that a process told to stop gives requests to be answered, and the answers to be taken."""


@contextmanager
def listening(app: "WSGIApplication", *, host: str, port: int) -> Iterator[Callable[["Asked"], None]]:
    """Listen for requests to an application.

    Args:
        app: The application.
        host: The address to listen on.
        port: The port to listen on.

    Yields:
        What answers until the note says that the process is to stop; requests that are being answered are finished.
    """
    sockets: dict[int, dispatcher] = {}
    server = create_server(app, map=sockets, host=host, port=port, threads=_THREADS, ident="")
    try:
        yield partial(_answer, sockets)
    finally:
        server.close()
        server.task_dispatcher.shutdown()


def _answer(sockets: dict[int, dispatcher], asked: "Asked") -> None:
    while not asked.to_stop:
        _turn(sockets, asked.seconds)
    _finish_answers(sockets)


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
