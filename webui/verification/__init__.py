"""Whether a certificate is real: anybody may ask, by the code that is printed on it."""

from webui.verification.views import blueprint

__all__ = ["blueprint"]
