"""Opens the engine: the database, the clock, and whoever does service tasks and analyses."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from engine.compiled import CompiledDefinitions
from engine.documents.keeping import DocumentKeeping
from engine.durations import Durations
from engine.ports import AnalysisHandler, Clock, NewId, ServiceTaskHandler
from engine.store import Database
from engine.system_clock import SystemClock

__all__ = ["KEYS_KEPT", "Engine", "engine_on", "open_engine"]

KEYS_KEPT = timedelta(days=30)
"""How long the key of a command is known where nobody has said otherwise."""
# From what is done at once to an analysis that takes its time, in seconds.
_BOUNDS_S = (0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0, 60.0, 300.0, 1_800.0)


def _no_jobs_yet() -> Durations:
    return Durations("kind", "topic", "outcome", bounds_s=_BOUNDS_S)


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """What every command is given: opened once, used by many threads, closed at the end.

    Attributes:
        database: Where everything lasts.
        clock: Tells the time.
        handlers: Who does service tasks, by topic.
        analyses: Who does analyses, by kind.
        new_id: Gives ids that were never given before.
        definitions: Deployed versions, ready to run.
        documents: Where papers are kept, or None where none are.
        public_address: Where people reach the installation, "" where nobody has said.
        sends_letters: Whether staff are written to by the handler of "email" beside being told on their pages.
        audit_heads: The file that the audit trail's heads are written to, or None where none are.
        keys_kept: How long the key of a command is known, so that the command is not carried out again.
        job_durations: How long attempts at jobs took in this process, by kind, topic and outcome.
    """

    database: Database
    clock: Clock
    handlers: Mapping[str, ServiceTaskHandler]
    analyses: Mapping[str, AnalysisHandler]
    new_id: NewId
    definitions: CompiledDefinitions = field(default_factory=CompiledDefinitions)
    documents: DocumentKeeping | None = None
    public_address: str = ""
    sends_letters: bool = False
    audit_heads: Path | None = None
    keys_kept: timedelta = KEYS_KEPT
    job_durations: Durations = field(default_factory=_no_jobs_yet)

    def close(self) -> None:
        """Close the database. Loops and workers have been stopped before."""
        self.database.close()


def open_engine(
    database_url: str,
    *,
    clock: Clock | None = None,
    handlers: Mapping[str, ServiceTaskHandler] | None = None,
    analyses: Mapping[str, AnalysisHandler] | None = None,
    new_id: NewId | None = None,
    documents: DocumentKeeping | None = None,
    public_address: str = "",
    sends_letters: bool = False,
    audit_heads: Path | None = None,
    keys_kept: timedelta = KEYS_KEPT,
) -> Engine:
    """Open the engine on a database that `upgrade_database` has brought to the newest version.

    Args:
        database_url: `sqlite:///path` or `postgresql://…`.
        clock: Tells the time; the computer's clock where none is given.
        handlers: Who does service tasks, by topic (`engine.connectors.connectors()` for those that Ortoo brings).
        analyses: Who does analyses, by kind.
        new_id: Gives ids; random ones where none is given.
        documents: Where papers are kept (`engine.open_documents`); without it none are.
        public_address: Where people reach the installation, for what is printed.
        sends_letters: Whether staff are written to by the handler of "email" beside being told on their pages.
        audit_heads: The file outside the database that the audit trail's heads are written to; without it none are,
            and nobody sees that a chain's end was cut off.
        keys_kept: How long the key of a command is known, so that the command is not carried out again.
    """
    return Engine(
        database=Database(database_url),
        clock=clock or SystemClock(),
        handlers=dict(handlers or {}),
        analyses=dict(analyses or {}),
        new_id=new_id or _random_id,
        documents=documents,
        public_address=public_address,
        sends_letters=sends_letters,
        audit_heads=audit_heads,
        keys_kept=keys_kept,
    )


def engine_on(database: Database) -> Engine:
    """Return an engine on a database that is open already, with the computer's clock and nobody for service tasks."""
    return Engine(database=database, clock=SystemClock(), handlers={}, analyses={}, new_id=_random_id)


def _random_id() -> str:
    return os.urandom(16).hex()
