"""The analyst's studio: models with their findings and bottlenecks, uploads, and the comparison of as-is and to-be."""

from webui.studio.views import blueprint

__all__ = ["blueprint"]
