"""The audit trail: reading it, and making sure that nobody has changed it."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from bpmn.language import Text
from engine.audit_heads.chains import check_every_chain
from engine.audit_heads.files import read_heads, write_heads
from engine.audit_heads.histories import check_histories
from engine.audit_heads.values import AuditHead, ChainFault
from engine.opening import Engine
from engine.operation_errors import AuditHeadsError
from engine.store import Work
from engine.store.audit import INSTALLATION, audit_hash
from engine.values import AuditEntry

__all__ = ["audit_entries", "broken_entries", "compare_audit", "verify_audit", "write_audit_heads"]

_AT_ONCE = 1_000


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


def write_audit_heads(engine: Engine, *, file: Path) -> int:
    """Write the heads of every chain and history into a file, to be kept where nobody who may write here can.

    Returns:
        How many there are.

    Raises:
        AuditHeadsError: If the file cannot be written.
    """
    return write_heads(file, _heads(engine), at=engine.clock.now())


def compare_audit(engine: Engine, *, files: Sequence[Path] = ()) -> tuple[ChainFault, ...]:
    """Hash every chain anew and compare it, and every history, with the heads kept outside; return what is wrong.

    Args:
        engine: The engine.
        files: Files of heads: what `write_audit_heads` wrote, or what the hourly check adds to.

    Raises:
        AuditHeadsError: If there is no such file, or it cannot be read.
    """
    found: list[ChainFault] = [] if files else list(check_every_chain(engine, {}).faults)
    for file in files:
        if not file.exists():
            raise AuditHeadsError(Text("There is no file {file}.", file=str(file)))
        known = read_heads(file)
        found += check_every_chain(engine, known.heads).faults
        found += check_histories(engine, known.heads, is_whole=True).faults
        text = Text("{file} says two things of this chain that cannot both be so.", file=str(file))
        found += (ChainFault(chain=one, sequence=known.heads[one].sequence, text=text) for one in known.disputed)
    return tuple(dict.fromkeys(found))


def _heads(engine: Engine) -> Iterator[AuditHead]:
    last = ""
    while True:
        with engine.database.reading() as work:
            heads = work.audit_heads.after(last, limit=_AT_ONCE)
        yield from heads
        if len(heads) < _AT_ONCE:
            break
        last = heads[-1].chain
    yield from _history_heads(engine)


def _history_heads(engine: Engine) -> Iterator[AuditHead]:
    last = 0
    while True:
        with engine.database.reading() as work:
            ends = work.audit_heads.history_ends_after(last, limit=_AT_ONCE)
        yield from map(AuditHead.of_history, ends)
        if len(ends) < _AT_ONCE:
            return
        last = ends[-1].case_id


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
