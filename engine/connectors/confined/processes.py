"""Keeps the processes in which connectors work, and ends one that uses more than it may."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from multiprocessing import Pipe
from threading import Lock
from typing import TYPE_CHECKING, Any

from engine.connectors.confined.bounds import Answer, Bounds, Broken, Failed, Orders, Thrown
from engine.connectors.confined.memory import ENDED_FOR_MEMORY
from engine.connectors.settings import ConnectorSettings
from engine.ports import BpmnErrorThrown, JobRequest, ServiceTaskHandler, TaskFailure, TaskResult

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

__all__ = ["confined"]

_TOPICS = ("certificate", "company-register", "email", "http", "notify", "registry-lookup", "registry-message")
_FACTORY = "engine.connectors:connectors"
_MOST_IDLE = 2
# One thread lays a certificate out, and few heaps are set aside: on a machine of many processors both would take
# addresses by the gigabyte that nothing is ever stored at.
_ENVIRONMENT = {"RAYON_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
_GOODBYE_S = 5.0


@contextmanager
def confined(
    settings: ConnectorSettings,
    *,
    bounds: Bounds | None = None,
    topics: tuple[str, ...] = _TOPICS,
    factory: str = _FACTORY,
) -> Iterator[Mapping[str, ServiceTaskHandler]]:
    """Give the connectors that Ortoo brings, each of whose calls is made in another process; ends these at the end.

    A process is started with the first call, and does one call after another. As many are there as are called at a
    time; two stay when nothing is called.

    Args:
        settings: What the installation decides.
        bounds: What one call may use.
        topics: What the connectors do.
        factory: Where the function is that makes connectors of settings, "module:name".
    """
    wanted = bounds or Bounds()
    orders = Orders(settings=settings, memory_bytes=wanted.memory_bytes, factory=factory)
    pool = _Pool(orders, wanted)
    try:
        yield dict.fromkeys(topics, pool.ask)
    finally:
        pool.close()


class _Process:
    """One process of connectors, and the link to it."""

    def __init__(self, orders: Orders) -> None:
        self._link, other = Pipe()
        with other:
            self._process = subprocess.Popen(  # noqa: S603 - this very program, with a number of ours; -P: nothing from the folder that one happens to be in
                [sys.executable, "-P", "-m", "engine.connectors.confined.serving", str(other.fileno())],
                pass_fds=(other.fileno(),),
                stdin=subprocess.DEVNULL,
                env={**os.environ, **_ENVIRONMENT, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                start_new_session=True,  # Ctrl-C is for whoever started it, who finishes what is at hand
            )
        with suppress(OSError):  # it ended at once: the first question finds that out
            self._link.send(orders)

    @property
    def link(self) -> "Connection[Any, Any]":
        return self._link

    def end(self) -> int:
        """End the process, whatever it does, and return how it ended."""
        self._link.close()
        self._process.kill()
        return self._process.wait()

    def leave(self) -> int:
        """Let the process end by itself, and return how it ended."""
        self._link.close()
        try:
            return self._process.wait(_GOODBYE_S)
        except subprocess.TimeoutExpired:
            return self.end()


class _Pool:
    def __init__(self, orders: Orders, bounds: Bounds) -> None:
        self._orders = orders
        self._bounds = bounds
        self._lock = Lock()
        self._idle: list[_Process] = []
        self._is_closed = False

    def ask(self, request: JobRequest, /) -> TaskResult:
        """Have a call made in another process.

        Raises:
            BpmnErrorThrown: As the connector does.
            TaskFailure: As the connector does; and where it uses more than it may, or its process ends.
        """
        process = self._taken()
        try:
            answer = self._answer(process, request)
        except BaseException:
            process.end()
            raise
        if isinstance(answer, Broken):
            process.leave()
            megabytes = self._bounds.memory_bytes // (1024 * 1024)
            raise TaskFailure(f"The connector needed more than {megabytes} MB of memory.", retry=False)
        self._give_back(process)
        if isinstance(answer, Failed):
            raise TaskFailure(answer.text, retry=answer.retry)
        if isinstance(answer, Thrown):
            raise BpmnErrorThrown(answer.code, answer.message)
        return answer.result

    def _answer(self, process: _Process, request: JobRequest) -> Answer:
        whole_s = self._bounds.whole_s
        try:
            process.link.send(request)
            if not process.link.poll(whole_s):
                raise TaskFailure(f"The connector was not done within {whole_s:g} s and was cut off.")
            answer: Answer = process.link.recv()
        except (EOFError, OSError) as error:
            code = process.leave()
            if code == ENDED_FOR_MEMORY:
                return Broken()
            raise TaskFailure(f"The connector's process broke down (it ended with {code}).") from error
        return answer

    def _taken(self) -> _Process:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        return _Process(self._orders)

    def _give_back(self, process: _Process) -> None:
        with self._lock:
            if not self._is_closed and len(self._idle) < _MOST_IDLE:
                self._idle.append(process)
                return
        process.leave()

    def close(self) -> None:
        """End the processes that have nothing to do; those at work end with their call."""
        with self._lock:
            self._is_closed = True
            idle, self._idle = self._idle, []
        for process in idle:
            process.leave()
