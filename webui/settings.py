"""What an installation decides about its web application."""

from dataclasses import dataclass, field
from datetime import timedelta
from zoneinfo import ZoneInfo

__all__ = ["Settings"]

_MEGABYTE = 1024 * 1024
_ULAANBAATAR = ZoneInfo("Asia/Ulaanbaatar")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an installation decides about its web application.

    Attributes:
        secret_key: Signs cookies and form tokens; at least 32 random characters, the same in every process.
        former_secret_keys: Keys that were used before, still accepted while they are listed.
        is_https: Whether people reach it by https; cookies are then sent over https only.
        trusted_hosts: The names people may reach it by; empty for any, which only a demonstration may do.
        proxies: How many proxies of one's own stand in front and set X-Forwarded-*; 0 for none.
        upload_limit_bytes: The largest request that is read.
        session_idle: How long a session lasts without being used.
        session_longest: How long a session lasts at most.
        timezone: Where the office's clocks are.
        uploads_per_minute: How often an address may send files.
        starts_per_hour: How many applications may be begun in a browser in an hour.
        starts_per_hour_from_address: How many may be begun from one address in an hour, in whatever browsers.
        metrics_token: Who sends it as a bearer token is shown /metrics; "" for nobody.
        attempts_per_minute: How often an address may try to sign in, or to open a case by its reference.
        workers_from_anywhere: Whether external workers are answered on other machines too.
        calls_per_minute: How often an access token may be used.
    """

    secret_key: str = field(repr=False)
    former_secret_keys: tuple[str, ...] = field(default=(), repr=False)
    is_https: bool = False
    trusted_hosts: tuple[str, ...] = ()
    proxies: int = 0
    upload_limit_bytes: int = 8 * _MEGABYTE
    session_idle: timedelta = timedelta(hours=2)
    session_longest: timedelta = timedelta(hours=12)
    timezone: ZoneInfo = _ULAANBAATAR
    uploads_per_minute: int = 20
    starts_per_hour: int = 30
    starts_per_hour_from_address: int = 300
    metrics_token: str = field(default="", repr=False)
    attempts_per_minute: int = 20
    workers_from_anywhere: bool = False
    calls_per_minute: int = 3_000
