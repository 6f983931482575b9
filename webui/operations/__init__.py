"""Operations: what needs a person before a case can go on."""

from webui.operations import certificate_views, control_views, incident_views, retention_views, version_views
from webui.operations.views import blueprint

__all__ = ["blueprint", "certificate_views", "control_views", "incident_views", "retention_views", "version_views"]
