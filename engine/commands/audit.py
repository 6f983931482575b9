"""The audit trail: reading it, and making sure that nobody has changed it."""

from engine.opening import Engine
from engine.store import Work
from engine.store.audit import INSTALLATION, audit_hash
from engine.values import AuditEntry

__all__ = ["audit_entries", "broken_entries", "verify_audit"]


def audit_entries(engine: Engine, *, chain: str = INSTALLATION) -> tuple[AuditEntry, ...]:
    """Return a chain's entries, oldest first: a case's by its reference, or those of the installation."""
    with engine.database.reading() as work:
        return tuple(work.audit.of_chain(chain))


def verify_audit(engine: Engine) -> tuple[AuditEntry, ...]:
    """Return the first entry of each chain that is not as it was written, or does not follow the one before it.

    Nothing is returned where all is well.
    """
    with engine.database.reading() as work:
        return broken_entries(work)


def broken_entries(work: Work) -> tuple[AuditEntry, ...]:
    """Return what `verify_audit` does, within a transaction that reads other things too."""
    return tuple(entry for chain in work.audit.chains() for entry in _first_broken(list(work.audit.of_chain(chain))))


def _first_broken(entries: list[AuditEntry]) -> list[AuditEntry]:
    previous = ""
    for place, entry in enumerate(entries, 1):
        if entry.sequence != place or entry.previous != previous or entry.hash != audit_hash(entry):
            return [entry]
        previous = entry.hash
    return []
