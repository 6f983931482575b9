"""The analyst's studio: models with their findings and bottlenecks, uploads, comparisons, and redesigns."""

from webui.studio import redesign_views  # noqa: F401 - it adds its pages to the blueprint
from webui.studio.views import blueprint

__all__ = ["blueprint"]
