"""How an installation is doing, in numbers: no person, no case and no data is named."""

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["Measures", "SelfCheck"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfCheck:
    """What the hourly check of the stored data last found.

    Attributes:
        age_s: How long ago that was, in seconds; since it was planned, where none was made yet.
        audit_faults: How much is wrong in the audit trail.
        violations: How much is wrong in the other data.
    """

    age_s: float
    audit_faults: int
    violations: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """How an installation is doing.

    Attributes:
        cases: How many cases there are, by service and status.
        work_items: How many work items wait, by service and state.
        jobs: How many jobs there are, by kind and state: "scheduled" for later, "due", "locked" by a worker, "failed".
        incidents: How many incidents are open, by service ("" for those of no service) and kind.
        self_check: What the hourly check last found, or None where no server or worker has planned one yet.
        oldest_due_job_s: For how long the job that has been due longest has been, in seconds; 0 where none is due.
    """

    cases: Mapping[tuple[str, str], int]
    work_items: Mapping[tuple[str, str], int]
    jobs: Mapping[tuple[str, str], int]
    incidents: Mapping[tuple[str, str], int]
    self_check: SelfCheck | None
    oldest_due_job_s: float
