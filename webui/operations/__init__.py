"""Operations: what needs a person before a case can go on."""

from webui.operations.views import blueprint

__all__ = ["blueprint"]
