"""Comparing the histories of cases with the heads that are known from outside: what was cut off or rewritten shows.

A head is the hash over a history's first entries, kept like that of an audit chain, under the name that
`AuditHead.of_history` makes. Erasure puts numbers in place of persons, and so writes a history anew: from then on it
has a head of another name, and the audit trail holds both hashes.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bpmn.language import Text
from engine.audit_heads.values import AuditHead, ChainFault, HistoryEnd
from engine.history_chain import chained
from engine.opening import Engine
from engine.store import Work

__all__ = ["HistoriesChecked", "check_histories"]

_AT_ONCE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoriesChecked:
    """What a look at the histories found.

    Attributes:
        faults: The histories that are not as they were, the first fault of each.
        grown: The heads of the sound ones that are new or longer than what was known of them.
    """

    faults: tuple[ChainFault, ...]
    grown: tuple[AuditHead, ...]


def check_histories(engine: Engine, known: Mapping[str, AuditHead], *, is_whole: bool) -> HistoriesChecked:
    """Compare the history of every case with what is known of it.

    It is read piece by piece, so that nobody who writes is held up.

    Args:
        engine: The engine.
        known: What is known from outside, by name; names of audit chains are passed over.
        is_whole: Whether histories that have not changed by their hash are hashed anew, too.
    """
    faults: list[ChainFault] = []
    grown: list[AuditHead] = []
    seen: set[str] = set()
    last = 0
    while True:
        with engine.database.looking_at_one_moment() as work:
            ends = work.audit_heads.history_ends_after(last, limit=_AT_ONCE)
            for end in ends:
                head = AuditHead.of_history(end)
                seen |= {head.chain, AuditHead.of_history(end, is_erased=False).chain}
                fault = _fault(work, end, known, is_whole=is_whole)
                before = known.get(head.chain)
                if fault is not None:
                    faults.append(fault)
                elif before is None or head.sequence > before.sequence:
                    grown.append(head)
        if len(ends) < _AT_ONCE:
            break
        last = ends[-1].case_id
    gone = (head for chain, head in known.items() if head.is_of_history and chain not in seen)
    faults += (_fault_of(head, 0, Text("A case was seen here that is gone, with its history.")) for head in gone)
    return HistoriesChecked(faults=tuple(faults), grown=tuple(grown))


def _fault(work: Work, end: HistoryEnd, known: Mapping[str, AuditHead], *, is_whole: bool) -> ChainFault | None:
    head = AuditHead.of_history(end)
    before = known.get(head.chain)
    if before == head and not is_whole:
        return None
    if before is not None and end.length < before.sequence:
        text = Text("Entries up to {known} were seen, and those after {now} are gone.",
                    known=before.sequence, now=end.length)  # fmt: skip
        return _fault_of(head, end.length, text)
    entries = work.history.of_case(end.case_id)
    beginning = "" if before is None else chained("", entries[: before.sequence])
    if before is not None and beginning != before.hash:
        return _fault_of(head, before.sequence, Text("Another history was seen up to this place."))
    grown = chained(beginning, entries if before is None else entries[before.sequence :])
    if (len(entries), grown) != (end.length, end.hash):
        return _fault_of(head, end.length, Text("This history is not as it was written, or its end is missing."))
    unmasked = known.get(AuditHead.of_history(end, is_erased=False).chain)
    if end.is_erased and unmasked is not None and (is_whole or before is None):
        return _badly_erased(work, end, unmasked)
    return None


def _badly_erased(work: Work, end: HistoryEnd, known: AuditHead) -> ChainFault | None:
    """Return what is wrong between an erased history and what was known before, as far as the audit trail tells."""
    told = [entry.details for entry in work.audit.of_chain(end.reference) if entry.action == "erase_case"]
    is_told = any(details.get("history_after") == end.hash for details in told)
    # Between the last head and its erasure a history may have grown: then nobody can say any more what was in between.
    is_same = known.sequence < end.length or any(details.get("history") == known.hash for details in told)
    if is_told and is_same and known.sequence <= end.length:
        return None
    text = Text("Another history was seen here than the one that was erased.")
    return _fault_of(AuditHead.of_history(end), end.length, text)


def _fault_of(head: AuditHead, sequence: int, text: Text) -> ChainFault:
    return ChainFault(chain=head.chain, sequence=sequence, text=text)
