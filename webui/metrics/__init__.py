"""Numbers for Prometheus: how the installation is doing and how long requests take; they name no person and no case."""

from webui.metrics.requests import watch_requests
from webui.metrics.views import blueprint

__all__ = ["blueprint", "watch_requests"]
