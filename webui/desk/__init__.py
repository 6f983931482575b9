"""The desk of case workers: what waits for them, one piece of work at a time, and the cases behind it."""

from webui.desk import hours_views, leave_views, steering_views
from webui.desk.views import blueprint

__all__ = ["blueprint", "hours_views", "leave_views", "steering_views"]
