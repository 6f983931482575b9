"""How often applications may be begun: each of them takes room here, and anybody may begin one."""

import hashlib
import hmac
import ipaddress
from datetime import UTC, datetime, timedelta

from flask import request, session

from engine import Allowance, take_allowance
from webui.context import current_engine, current_settings

__all__ = ["TooManyStartsError", "require_start"]

_NETWORK_BITS = 64
"""How much of an IPv6 address tells one subscriber from another (RFC 6177); the rest they choose themselves."""


class TooManyStartsError(Exception):
    """So many applications were begun from here that the next one has to wait.

    Attributes:
        until: When it can be begun.
    """

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until

    @property
    def minute(self) -> datetime:
        """The first whole minute at which it can be begun, for people."""
        return (self.until + timedelta(seconds=59)).replace(second=0, microsecond=0)

    @property
    def seconds(self) -> int:
        """In how many seconds it can be begun, for the header Retry-After."""
        return max(1, round((self.until - datetime.now(UTC)).total_seconds()))


def require_start() -> None:
    """Count the beginning of an application against the browser and its address.

    Many people share an address, so it may begin more than one browser may; who throws cookies away is held by it.

    Raises:
        TooManyStartsError: If so many were begun that this one has to wait.
    """
    settings = current_settings()
    until = take_allowance(
        current_engine(),
        [
            Allowance(key=_key("browser", str(getattr(session, "id", ""))), per_hour=settings.starts_per_hour),
            Allowance(key=_key("address", _address()), per_hour=settings.starts_per_hour_from_address),
        ],
    )
    if until is not None:
        raise TooManyStartsError(until)


def _address() -> str:
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return ""
    return str(ipaddress.ip_network((address, _NETWORK_BITS), strict=False)) if address.version == 6 else str(address)


def _key(kind: str, value: str) -> str:
    # Keyed: there are so few addresses that a bare hash of one could be looked up.
    secret = current_settings().secret_key.encode()
    return hmac.new(secret, f"start {kind} {value}".encode(), hashlib.sha256).hexdigest()
