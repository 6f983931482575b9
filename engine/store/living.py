"""Connections to PostgreSQL that were ended while nobody used them are not given to anybody.

A killed backend takes every session of its server down, and the next command must not notice. To ask the server before
each command (SQLAlchemy's "pre-ping") costs three messages to and fro. A connection that was ended by the server, or
by a network that says so, can be told without: something has come on it while nobody had asked for anything.
"""

import select
import time
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError

if TYPE_CHECKING:
    from sqlalchemy.pool import ConnectionPoolEntry

__all__ = ["give_living_connections"]

_IDLE_SINCE = "ortoo_idle_since"
_ASKED_AFTER_S = 30.0
"""After how long nothing having come tells too little: what lies between may have forgotten the connection silently."""


def give_living_connections(engine: Engine) -> None:
    """Have the pool of a PostgreSQL engine put connections away that are dead, and open others for them."""

    def give(connection: Any, entry: "ConnectionPoolEntry", _: object) -> None:  # noqa: ANN401 - the driver's
        is_long_idle = time.monotonic() - entry.info.get(_IDLE_SINCE, time.monotonic()) > _ASKED_AFTER_S
        if (is_long_idle or _has_news(connection)) and not _answers(engine, connection):
            raise DisconnectionError

    def take_back(_: object, entry: "ConnectionPoolEntry") -> None:
        entry.info[_IDLE_SINCE] = time.monotonic()

    event.listen(engine, "checkout", give)
    event.listen(engine, "checkin", take_back)


def _has_news(connection: Any) -> bool:  # noqa: ANN401 - the driver's
    if connection.closed:
        return True
    poll = select.poll()  # unlike select(), it takes descriptors of any number
    poll.register(connection.fileno(), select.POLLIN)
    return bool(poll.poll(0))


def _answers(engine: Engine, connection: Any) -> bool:  # noqa: ANN401 - the driver's
    driver: Any = engine.dialect.loaded_dbapi
    try:
        return bool(engine.dialect.do_ping(connection))
    except driver.Error:
        return False
