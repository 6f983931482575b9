"""Operations: what needs a person before a case can go on."""

from webui.operations import control_views, incident_views, version_views
from webui.operations.views import blueprint

__all__ = ["blueprint", "control_views", "incident_views", "version_views"]
