"""A link to PostgreSQL that can be lost at a COMMIT: before the server has it, or before the client has its answer."""

import socket
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from typing import Literal, TypeAlias

from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import make_url

When: TypeAlias = Literal["before", "after"]
_SIZE = 65_536


class Link:
    """A proxy in front of a PostgreSQL server.

    Attributes:
        url: The address of the same database through the proxy.
        losses: How often the link was lost.
    """

    def __init__(self, url: str) -> None:
        given = conninfo_to_dict(url)
        self._host, self._port = str(given.get("host") or "localhost"), int(given.get("port") or 5432)
        self._door = socket.create_server(("127.0.0.1", 0))
        self._when: When | None = None
        self.losses = 0
        address = make_url(url).set(host="127.0.0.1", port=self._door.getsockname()[1], query={})
        self.url = address.render_as_string(hide_password=False)
        Thread(target=self._accept, daemon=True).start()

    def lose(self, when: When) -> None:
        """Lose the link at the next COMMIT of any connection."""
        self._when = when

    def close(self) -> None:
        """Take no more connections."""
        _end(self._door)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._door.accept()
                server, is_answer_lost = self._connect(), Event()
                Thread(target=self._up, args=(client, server, is_answer_lost), daemon=True).start()
                Thread(target=self._down, args=(client, server, is_answer_lost), daemon=True).start()

    def _connect(self) -> socket.socket:
        if not self._host.startswith("/"):
            return socket.create_connection((self._host, self._port))
        server = socket.socket(socket.AF_UNIX)
        server.connect(str(Path(self._host) / f".s.PGSQL.{self._port}"))
        return server

    def _up(self, client: socket.socket, server: socket.socket, is_answer_lost: Event) -> None:
        with suppress(OSError):
            while data := client.recv(_SIZE):
                if self._when is not None and b"COMMIT\0" in data:
                    when, self._when = self._when, None
                    self.losses += 1
                    if when == "before":
                        break
                    is_answer_lost.set()
                server.sendall(data)
        _end(client, server)

    def _down(self, client: socket.socket, server: socket.socket, is_answer_lost: Event) -> None:
        with suppress(OSError):
            while data := server.recv(_SIZE):
                if is_answer_lost.is_set():
                    break
                client.sendall(data)
        _end(client, server)


def _end(*sockets: socket.socket) -> None:
    for one in sockets:
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)  # closing alone does not wake whoever reads from it
        one.close()
