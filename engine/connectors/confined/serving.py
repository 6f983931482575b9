"""What runs in a process of connectors: `python -m engine.connectors.confined.serving FD`.

It is told its orders, then one piece of work after another, over the socket FD, and ends when the other end is closed
or whoever started it is gone.
"""

import os
import sys
import time
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import Connection
from threading import Thread
from typing import TYPE_CHECKING, Any

from engine.connectors.confined.bounds import Answer, Broken, Failed, Given, Orders, Thrown
from engine.connectors.confined.memory import bound_memory
from engine.ports import BpmnErrorThrown, JobRequest, ServiceTaskHandler, TaskFailure, TaskResult

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["serve"]

_LOOK_S = 1.0


def serve(link: "Connection[Any, Any]") -> None:
    """Do what is asked for over a link until it is closed, or whoever asked is gone."""
    with suppress(EOFError, ConnectionError):
        _serve(link)


def _serve(link: "Connection[Any, Any]") -> None:
    orders: Orders = link.recv()
    module, _colon, name = orders.factory.partition(":")
    handlers: Mapping[str, ServiceTaskHandler] = getattr(import_module(module), name)(settings=orders.settings)
    bound_memory(orders.memory_bytes)
    while True:
        request: JobRequest = link.recv()
        answer = _answer(handlers[request.topic], request)
        link.send(answer)
        if isinstance(answer, Broken):
            return  # what it was in the middle of when the memory ran out, nobody knows


def _answer(handler: ServiceTaskHandler, request: JobRequest) -> Answer:
    try:
        given = handler(request)
    except BpmnErrorThrown as thrown:
        return Thrown(thrown.code, thrown.message)
    except TaskFailure as failure:
        return Failed(failure.text, failure.retry)
    except MemoryError:
        return Broken()
    except Exception as fault:  # noqa: BLE001 - a handler may raise anything, and it is the other side that decides
        return Failed(f"{type(fault).__name__}: {fault}", retry=True)
    return Given(given if isinstance(given, TaskResult) else TaskResult(variables=dict(given)))


def _end_with(parent: int) -> None:
    """End when whoever started this process is gone, also in the middle of something: others do it again."""
    while os.getppid() == parent:
        time.sleep(_LOOK_S)
    os._exit(1)


if __name__ == "__main__":
    Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    serve(Connection(int(sys.argv[1])))
