"""Ports for servers that tests start: nobody else takes one between its choice and the moment it is listened to.

A port that the system has just given and got back it may give to the next who asks, or to any connection that somebody
opens: with several tests at once, that is sooner or later the server's. These are below those that the system gives by
itself (from 32768 on Linux, from 49152 elsewhere: RFC 6335, section 6), and each is locked for as long as this process
lives, so that a server may also be killed and started again where it was.
"""

import fcntl
import socket
import tempfile
from pathlib import Path
from random import SystemRandom
from typing import IO

__all__ = ["free_port"]

_FIRST, _END = 20_000, 32_000
_held: list[IO[str]] = []


def free_port() -> int:
    """Return a port of this machine that nobody listens to, and that no other test is given."""
    folder = Path(tempfile.gettempdir()) / "ortoo-test-ports"
    folder.mkdir(exist_ok=True)
    while True:
        port = SystemRandom().randrange(_FIRST, _END)
        lock = (folder / str(port)).open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            socket.create_server(("127.0.0.1", port)).close()
        except OSError:
            lock.close()
            continue
        _held.append(lock)
        return port
