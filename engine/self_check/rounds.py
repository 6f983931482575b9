"""One round of the hourly check."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bpmn.language import Text
from engine.audit_heads.chains import check_chains
from engine.audit_heads.files import KnownHeads, add_heads, read_heads
from engine.audit_heads.histories import check_histories
from engine.audit_heads.values import ChainFault
from engine.invariants.cases import case_violations, history_violations
from engine.invariants.rows import row_violations
from engine.invariants.totals import total_violations
from engine.invariants.violations import Violation
from engine.opening import Engine
from engine.self_check.progress import CheckProgress

__all__ = ["RoundMade", "make_round"]

# Chains that have not changed, and cases, of one round: nine and twenty-two seconds of processor time (measured).
_CHAINS = 20_000
_CASES = 20_000
_CASES_AT_ONCE = 100
# What must never be there together is asked of all rows at once, and so only once a day.
_ROUNDS_A_DAY = 24
# So many of what is wrong is looked at again each round; a larger damage shows by these.
_REMEMBERED = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundMade:
    """What a round found, and where the next begins."""

    progress: CheckProgress
    violations: tuple[Violation, ...]


def make_round(engine: Engine, progress: CheckProgress) -> RoundMade:
    """Check the audit trail and the next share of the cases.

    The heads of all chains and histories that have grown are written to the engine's file of heads, where it has one.

    Raises:
        AuditHeadsError: If that file cannot be read or written.
    """
    chains, after_chain = _look_at_chains(engine, progress)
    cases, after_case = _look_at_cases(engine, progress)
    is_row_asked = progress.is_row_wrong or progress.rounds % _ROUNDS_A_DAY == 0
    rows = _look_at_rows(engine) if is_row_asked else ()
    found = (*chains, *(one for faults in cases.values() for one in faults), *rows)
    faults = sum(one.invariant == "I10" for one in found)
    made = CheckProgress(
        rounds=progress.rounds + 1,
        after_chain=after_chain,
        after_case=after_case,
        chains=tuple(dict.fromkeys(one.subject.rpartition(" ")[0] for one in chains))[:_REMEMBERED],
        cases=tuple(cases)[:_REMEMBERED],
        is_row_wrong=bool(rows),
        faults=faults,
        violations=len(found) - faults,
    )
    return RoundMade(progress=made, violations=found)


def _look_at_chains(engine: Engine, progress: CheckProgress) -> tuple[tuple[Violation, ...], str]:
    file = engine.audit_heads
    known = None if file is None else read_heads(file)
    heads = None if known is None else known.heads
    checked = check_chains(engine, heads, again=progress.chains, after=progress.after_chain, most=_CHAINS)
    faults = tuple(map(_violation, checked.faults))
    if file is None or known is None:
        return faults, checked.after
    histories = check_histories(engine, known.heads, is_whole=False)
    add_heads(file, [*checked.grown, *histories.grown], at=engine.clock.now(), known=known)
    return (*faults, *map(_violation, histories.faults), *_disputed(known, file)), checked.after


def _violation(fault: ChainFault) -> Violation:
    return Violation(invariant="I10", subject=f"{fault.chain} {fault.sequence}", text=fault.text)


def _disputed(known: KnownHeads, file: Path) -> Iterable[Violation]:
    text = Text("{file} says two things of this chain that cannot both be so.", file=str(file))
    for chain in known.disputed:
        yield Violation(invariant="I10", subject=f"{chain} {known.heads[chain].sequence}", text=text)


def _look_at_cases(engine: Engine, progress: CheckProgress) -> tuple[dict[int, list[Violation]], int]:
    """Return what is wrong with cases, by their numbers, and the number of the last that was looked at."""
    found = _wrong_among(engine, progress.cases)
    last = progress.after_case
    for _ in range(_CASES // _CASES_AT_ONCE):
        with engine.database.reading() as work:
            numbers = work.consistency.cases_after(last, limit=_CASES_AT_ONCE)
        found |= _wrong_among(engine, numbers)
        if len(numbers) < _CASES_AT_ONCE:
            return found, 0  # that was the last of them: the next round begins at the first
        last = numbers[-1]
    return found, last


def _wrong_among(engine: Engine, numbers: Iterable[int]) -> dict[int, list[Violation]]:
    found: dict[int, list[Violation]] = {}
    with engine.database.looking_at_one_moment() as work:
        for number in numbers:
            case = work.cases.by_id(number)
            faults = [] if case is None else [*case_violations(engine, work, case), *history_violations(work, case)]
            if faults:
                found[number] = faults
    return found


def _look_at_rows(engine: Engine) -> tuple[Violation, ...]:
    with engine.database.looking_at_one_moment() as work:
        return (*row_violations(work.consistency, engine.clock.now()), *total_violations(work))
