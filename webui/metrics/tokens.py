"""Who may see the numbers."""

import hmac

from flask import request

__all__ = ["has_token"]


def has_token(token: str) -> bool:
    """Return whether the request carries a token, as `Authorization: Bearer …`."""
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return hmac.compare_digest(sent.encode(), token.encode())
