"""All invariants, on a database that others go on using."""

from collections.abc import Iterator

from bpmn.language import Text
from engine.commands.audit import broken_entries
from engine.commands.document_upkeep import damaged_documents
from engine.commands.history import changed_histories
from engine.invariants.cases import HISTORY_CHANGED, case_violations
from engine.invariants.rows import row_violations
from engine.invariants.totals import total_violations
from engine.invariants.violations import Violation
from engine.opening import Engine
from engine.store import Work

__all__ = ["check_data"]

_AT_ONCE = 200


def check_data(engine: Engine) -> tuple[Violation, ...]:
    """Return everything in the stored data that must never be; nothing where all is well.

    All rows are looked at as they are at one moment, so that work which is done meanwhile is not taken for a fault.
    Erased cases have no state any more: of them only the rows are looked at. It takes about two
    milliseconds of processor time a case (measured with 2,000 small ones on SQLite).

    Source: `docs/promises.md`, which numbers the invariants.
    """
    with engine.database.looking_at_one_moment() as work:
        found = [
            *row_violations(work.consistency, engine.clock.now()),
            *_of_cases(engine, work),
            *_of_chains(work),
            *_of_histories(work),
            *total_violations(work),
        ]
    found += (
        Violation(invariant="I11", subject=sha256, text=Text("A document's bytes are missing or have been changed."))
        for sha256 in damaged_documents(engine)
    )
    return tuple(found)


def _of_cases(engine: Engine, work: Work) -> Iterator[Violation]:
    last = 0
    while numbers := work.consistency.cases_after(last, limit=_AT_ONCE):
        for number in numbers:
            case = work.cases.by_id(number)
            if case is not None:
                yield from case_violations(engine, work, case)
        last = numbers[-1]


def _of_histories(work: Work) -> Iterator[Violation]:
    for reference in changed_histories(work):
        yield Violation(invariant="I10", subject=reference, text=HISTORY_CHANGED)


def _of_chains(work: Work) -> Iterator[Violation]:
    text = Text("The audit trail was changed: an entry is not as it was written, or one is missing before it.")
    for entry in broken_entries(work):
        yield Violation(invariant="I10", subject=f"{entry.chain} {entry.sequence}", text=text)
