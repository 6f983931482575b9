"""History as a file: XES and CSV, for process mining with any tool."""

from engine.event_log.exporting import export_log

__all__ = ["export_log"]
