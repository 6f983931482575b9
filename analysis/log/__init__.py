"""Event logs: what happened, one row an activity instance."""

from analysis.log.event_log import COLUMNS, EventLog
from analysis.log.reading import read_log
from analysis.log.writing import check_log_name, write_log

__all__ = ["COLUMNS", "EventLog", "check_log_name", "read_log", "write_log"]
