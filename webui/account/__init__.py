"""One's own account and language."""

from webui.account.views import blueprint

__all__ = ["blueprint"]
