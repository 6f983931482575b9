"""Logs that machines read: one JSON object a line, with case and job ids, without personal data.

The message of an exception may quote what somebody entered, so only its kind and the places it passed are written.
"""

import json
import logging
import traceback
from datetime import UTC, datetime

__all__ = ["JsonLines"]

_FACTS = (
    "job", "case", "kind", "topic", "element", "attempts", "worker", "outcome", "duration_ms",
    "endpoint", "method", "status", "error_id",
)  # fmt: skip


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON: time, level, logger, message, and the facts that were given as `extra`."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        told: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        told |= {name: getattr(record, name) for name in _FACTS if getattr(record, name, None) is not None}
        if record.exc_info and record.exc_info[1] is not None:
            told |= _fault(record.exc_info[1])
        return json.dumps(told, ensure_ascii=False, default=str)


def _fault(error: BaseException) -> dict[str, object]:
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "error": type(error).__name__,
        "stack": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
