"""Comparing the audit chains of the database with their hashes, and with the heads that are known from outside."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from bpmn.language import Text
from engine.audit_heads.values import AuditHead, ChainFault
from engine.opening import Engine
from engine.store import Work
from engine.store.audit import audit_hash
from engine.values import AuditEntry

__all__ = ["ChainsChecked", "check_chains", "check_every_chain"]

_AT_ONCE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainsChecked:
    """What a look at the chains found.

    Attributes:
        faults: The chains that are not as they were written, the first fault of each.
        grown: The heads of the sound chains that are new or longer than what was known of them.
        after: The chain at which the next round of hashing begins: after this one; "" for the first.
    """

    faults: tuple[ChainFault, ...]
    grown: tuple[AuditHead, ...]
    after: str


def check_every_chain(engine: Engine, known: Mapping[str, AuditHead]) -> ChainsChecked:
    """Hash every entry of every chain anew, and compare each with what is known of it."""
    return _Round(known, again=(), after="", most=None).made(engine)


def check_chains(
    engine: Engine, known: Mapping[str, AuditHead] | None, *, again: Collection[str], after: str, most: int
) -> ChainsChecked:
    """Compare every chain with what is known of it, and hash anew what is due.

    Due are the entries that are not known yet, all entries of the chains in `again`, and those of the next `most`
    chains after `after`: so each chain comes round, however many there are. It is read piece by piece, so that nobody
    who writes is held up.

    Args:
        engine: The engine.
        known: What is known from outside, or None where nothing is kept there: then only what comes round is hashed.
        again: Chains at which something was wrong before.
        after: Where the round before this one came to.
        most: How many chains that have not changed are hashed.
    """
    return _Round(known, again=again, after=after, most=most).made(engine)


class _Round:
    def __init__(
        self, known: Mapping[str, AuditHead] | None, *, again: Collection[str], after: str, most: int | None
    ) -> None:
        self._known = known or {}
        self._is_blind = known is None
        self._again = frozenset(again)
        self._after = after
        self._is_past = not after
        self._left = most
        self._faults: list[ChainFault] = []
        self._grown: list[AuditHead] = []
        self._seen: set[str] = set()
        self._reached = ""
        self._is_more = False

    def made(self, engine: Engine) -> ChainsChecked:
        last = ""
        while True:
            with engine.database.looking_at_one_moment() as work:
                heads = work.audit_heads.after(last, limit=_AT_ONCE)
                for head in heads:
                    self._look_at(work, head)
            if len(heads) < _AT_ONCE:
                break
            last = heads[-1].chain
        gone = (head for chain, head in self._known.items() if chain not in self._seen and not head.is_of_history)
        self._faults += [_cut_off(head.chain, 0, head) for head in gone]
        return ChainsChecked(
            faults=tuple(self._faults), grown=tuple(self._grown), after=self._reached if self._is_more else ""
        )

    def _look_at(self, work: Work, head: AuditHead) -> None:
        self._seen.add(head.chain)
        known = self._known.get(head.chain)
        is_due = self._is_due(head.chain)
        if self._is_blind and not is_due:
            return
        fault = _fault(work, head, known, is_whole=is_due)
        if fault is not None:
            self._faults.append(fault)
        elif known is None or head.sequence > known.sequence:
            self._grown.append(head)

    def _is_due(self, chain: str) -> bool:
        if self._left is None or chain in self._again:
            return True
        if not self._is_past:  # the order is the database's, which need not be Python's
            self._is_past = chain == self._after
            return False
        if self._left == 0:
            self._is_more = True
            return False
        self._left -= 1
        self._reached = chain
        return True


def _fault(work: Work, head: AuditHead, known: AuditHead | None, *, is_whole: bool) -> ChainFault | None:
    if known is None:
        return _first_broken(work.audit_heads.entries(head.chain, since=1), place=1, previous="")
    if head.sequence < known.sequence:
        return _cut_off(head.chain, head.sequence, known)
    if head == known and not is_whole:
        return None
    entries = work.audit_heads.entries(head.chain, since=1 if is_whole else known.sequence)
    if all((entry.sequence, entry.hash) != (known.sequence, known.hash) for entry in entries):
        return _rewritten(known)
    if is_whole:
        return _first_broken(entries, place=1, previous="")
    return _first_broken(entries[1:], place=known.sequence + 1, previous=known.hash)


def _first_broken(entries: Iterable[AuditEntry], *, place: int, previous: str) -> ChainFault | None:
    for number, entry in enumerate(entries, place):
        if entry.sequence != number or entry.previous != previous or entry.hash != audit_hash(entry):
            text = Text("This entry is not as it was written, or one before it is missing.")
            return ChainFault(chain=entry.chain, sequence=entry.sequence, text=text)
        previous = entry.hash
    return None


def _cut_off(chain: str, sequence: int, known: AuditHead) -> ChainFault:
    text = Text("Entries up to {known} were seen, and those after {now} are gone.", known=known.sequence, now=sequence)
    return ChainFault(chain=chain, sequence=sequence, text=text)


def _rewritten(known: AuditHead) -> ChainFault:
    return ChainFault(chain=known.chain, sequence=known.sequence, text=Text("Another entry was seen at this place."))
