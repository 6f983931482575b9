"""The service portal: what citizens and businesses see. It works without JavaScript."""

from webui.portal.views import blueprint

__all__ = ["blueprint"]
