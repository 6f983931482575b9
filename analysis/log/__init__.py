"""Event logs: what happened, one row an activity instance."""

from analysis.log.event_log import COLUMNS, EventLog
from analysis.log.writing import write_log

__all__ = ["COLUMNS", "EventLog", "write_log"]
