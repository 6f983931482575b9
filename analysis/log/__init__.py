"""Event logs: what happened, one row an activity instance."""

from analysis.log.event_log import COLUMNS, EventLog
from analysis.log.reading import read_log
from analysis.log.writing import write_log

__all__ = ["COLUMNS", "EventLog", "read_log", "write_log"]
