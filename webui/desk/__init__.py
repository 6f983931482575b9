"""The desk of case workers: what waits for them, one piece of work at a time, and the cases behind it."""

from webui.desk.views import blueprint

__all__ = ["blueprint"]
