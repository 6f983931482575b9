"""The database's faults in Ortoo's own words: what stood in the way, and whether the work may have been done."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, NotSupportedError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from engine.errors import ConflictError, StorageError

__all__ = ["Progress", "in_own_words"]

# Serialisation failure, deadlock, lock not available: nothing was done, trying again is safe.
_PG_CONFLICTS = frozenset({"40001", "40P01", "55P03"})
# Connection exceptions and the operator's intervention: the server may have committed before it said so.
_PG_UNCERTAIN = ("08", "57")
# What the program itself did wrong is no fault of the database's.
_OWN_FAULTS = (DataError, IntegrityError, NotSupportedError, ProgrammingError)


class Progress:
    """How far a unit of work is.

    Attributes:
        is_committing: Whether nothing is left of it but the commit.
    """

    is_committing = False


@contextmanager
def in_own_words() -> Iterator[Progress]:
    """Raise what goes wrong with the database within as an error of Ortoo's own.

    Raises:
        ConflictError: When another transaction stood in the way and nothing was done.
        StorageError: When the database does not answer, cannot write, or is not as it must be.
    """
    progress = Progress()
    try:
        yield progress
    except PoolTimeoutError as error:  # all connections are taken: nothing was begun
        raise StorageError(may_be_done=False, reason="every connection is in use") from error
    except DBAPIError as error:
        if isinstance(error, _OWN_FAULTS):
            raise
        if _is_conflict(error):
            raise ConflictError from error
        may_be_done = progress.is_committing and not _is_refused(error)
        raise StorageError(may_be_done=may_be_done, reason=_reason(error)) from error


def _is_conflict(error: DBAPIError) -> bool:
    return _sqlstate(error) in _PG_CONFLICTS or "database is locked" in str(error.orig)


def _is_refused(error: DBAPIError) -> bool:
    """Return whether the database itself said that it did not commit.

    SQLite rolls a transaction back by itself when the disk is full (SQLite, "Response To Errors Within A Transaction").
    A PostgreSQL server that breaks down while it commits (PANIC, FATAL) says why, and may have written it all the same.
    """
    state = _sqlstate(error)
    is_alive = getattr(getattr(error.orig, "diag", None), "severity_nonlocalized", None) == "ERROR"
    return "is full" in str(error.orig) or (is_alive and not state.startswith(_PG_UNCERTAIN))


def _sqlstate(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""


def _reason(error: DBAPIError) -> str:
    lines = str(error.orig).strip().splitlines()
    return lines[0] if lines else type(error.orig).__name__
