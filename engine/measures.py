"""How an installation is doing, in numbers: no person, no case and no data is named."""

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["Measures"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """How an installation is doing.

    Attributes:
        cases: How many cases there are, by service and status.
        work_items: How many work items wait, by service and state.
        jobs: How many jobs there are, by kind and state: "scheduled" for later, "due", "locked" by a worker, "failed".
        incidents: How many incidents are open, by service ("" for those of no service) and kind.
        oldest_due_job_s: For how long the job that has been due longest has been, in seconds; 0 where none is due.
    """

    cases: Mapping[tuple[str, str], int]
    work_items: Mapping[tuple[str, str], int]
    jobs: Mapping[tuple[str, str], int]
    incidents: Mapping[tuple[str, str], int]
    oldest_due_job_s: float
