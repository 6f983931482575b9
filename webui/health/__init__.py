"""What a supervisor asks: does the process live, can it work."""

from webui.health.views import blueprint

__all__ = ["blueprint"]
