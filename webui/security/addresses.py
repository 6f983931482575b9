"""Addresses that came with a request: only those on this site are followed."""

from urllib.parse import urlsplit

__all__ = ["local_address"]


def local_address(address: str, *, otherwise: str) -> str:
    """Return `address` where it is a path on this site, else `otherwise` (ASVS 3.7.2).

    >>> local_address("/desk/?page=2", otherwise="/")
    '/desk/?page=2'
    >>> local_address("//evil.example/", otherwise="/")
    '/'
    """
    # Browsers read a backslash as a slash and leave out control characters: "/\\evil", "/\t/evil".
    if not address.startswith("/") or address.startswith("//") or "\\" in address or not address.isprintable():
        return otherwise
    try:
        parts = urlsplit(address)
    except ValueError:
        return otherwise
    return otherwise if parts.scheme or parts.netloc else address
