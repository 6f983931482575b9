"""How long attempts at jobs took, for Prometheus."""

from typing import TYPE_CHECKING

from webui.metrics.exposition import expose

if TYPE_CHECKING:
    from engine import Engine

__all__ = ["job_durations"]


def job_durations(engine: "Engine") -> str:
    """Return the histogram of this process's attempts at jobs."""
    told = "How long attempts at jobs took in this process, in seconds."
    return expose("ortoo_job_duration_seconds", "histogram", told, engine.job_durations.samples())
