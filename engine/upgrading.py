"""Brings a database to the newest version, with what can only be worked out from the models deployed in it."""

import logging

from bpmn.errors import BpmnFileError
from engine import store
from engine.errors import EngineError
from engine.opening import Engine, engine_on
from engine.starts import settle_starts
from engine.store import Database, Work

__all__ = ["fill_in", "upgrade_database"]

_log = logging.getLogger("ortoo.upgrade")
_WITHOUT_STARTS = "0001"


def upgrade_database(database_url: str) -> None:
    """Create what is missing in a database and bring it to the newest version; two that do this at once take turns.

    The folder of an SQLite file is created where it is missing.
    """
    store.upgrade_database(database_url, then=fill_in)


def fill_in(database: Database, work: Work, before: str) -> None:
    """Write down what older releases have not, in the upgrade's own transaction.

    Services of the first release are started by their events from now on, not only from their next version.

    Args:
        database: The database.
        work: The transaction.
        before: The version from which the database was brought here.
    """
    if before != _WITHOUT_STARTS:
        return
    engine = engine_on(database)
    for service in work.definitions.services():
        try:
            _settle(engine, work, service)
        except (EngineError, BpmnFileError):
            # What this release cannot read any more keeps nobody from the rest.
            _log.warning("%s is not started by its events until it is deployed again", service, exc_info=True)


def _settle(engine: Engine, work: Work, service: str) -> None:
    version = work.definitions.current(service)
    if version is not None:
        settle_starts(engine, work, version, engine.definitions.get(work, version.id))
