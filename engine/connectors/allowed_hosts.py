"""Which machines a service task may speak to: those that the installation lists, at public or listed addresses.

A model can name any address, and what it names may lead anywhere: to a cloud's metadata service, to a database beside
the engine. So a host is spoken to only where it is listed, and every address that its name leads to is looked at before
the connection is made to that very address; a name that leads somewhere else a moment later changes nothing.

Source: OWASP Server-Side Request Forgery Prevention Cheat Sheet, case 2; special addresses by the registries of
RFC 6890 as Python's `ipaddress` knows them.
"""

import ipaddress
import socket
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias
from urllib.parse import SplitResult

from engine.ports import TaskFailure

__all__ = ["AllowedHost", "AllowedHosts", "Network", "Resolve", "origin_of", "resolve"]

Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolve: TypeAlias = Callable[[str, int], Sequence[str]]
"""Gives the addresses of a host name and port."""

_PORTS = {"https": 443, "http": 80}
_Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowedHost:
    """One machine that service tasks may speak to.

    Attributes:
        origin: Scheme, host and port: "https://api.example.mn", "http://127.0.0.1:8001".
        networks: Networks that are not public in which it may be.
    """

    origin: str
    networks: tuple[Network, ...] = ()


def resolve(host: str, port: int) -> Sequence[str]:
    """Return the addresses of a host name, as the system knows them.

    Raises:
        TaskFailure: If it has none just now.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise TaskFailure(f"The address of {host} could not be found: {error}") from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowedHosts:
    """The list.

    Attributes:
        hosts: The machines.
        resolve: Gives the addresses of a name.
    """

    hosts: Iterable[AllowedHost] = ()
    resolve: Resolve = field(default=resolve, repr=False)

    def addresses(self, address: SplitResult) -> Sequence[str]:
        """Return where to connect to for an address on the web.

        Raises:
            TaskFailure: If its host is not listed, or leads to where it may not (not to be retried); or has no address.
        """
        origin = origin_of(address)
        host = next((one for one in self.hosts if one.origin == origin), None)
        if host is None:
            message = f"{origin} is not among the hosts that this installation lets service tasks speak to."
            raise TaskFailure(message, retry=False)
        name, port = address.hostname or "", _port(address)
        found = self.resolve(name, port)
        refused = [text for text in found if not _is_allowed(text, host.networks)]
        if refused or not found:
            told = ", ".join(refused) or "nothing"
            message = f"{name} leads to {told}, which is not public and not among the networks listed for it."
            raise TaskFailure(message, retry=False)
        return found


def origin_of(address: SplitResult) -> str:
    """Return scheme, host and port of an address, the port only where it is not the scheme's usual one.

    Raises:
        TaskFailure: If it is none that can be asked.
    """
    scheme, host = address.scheme.lower(), (address.hostname or "").lower()
    if scheme not in _PORTS or not host or "@" in address.netloc:
        message = f"{scheme}://{host} is no address that can be asked: http or https, a host, and no user name in it."
        raise TaskFailure(message, retry=False)
    port = _port(address)
    shown = f"[{host}]" if ":" in host else host
    return f"{scheme}://{shown}" if port == _PORTS[scheme] else f"{scheme}://{shown}:{port}"


def _port(address: SplitResult) -> int:
    try:
        return address.port or _PORTS[address.scheme.lower()]
    except ValueError as error:
        raise TaskFailure(f"The port of {address.netloc} cannot be used.", retry=False) from error


def _is_allowed(text: str, networks: Sequence[Network]) -> bool:
    try:
        address = _innermost(ipaddress.ip_address(text.partition("%")[0]))
    except ValueError:
        return False
    if any(address in network for network in networks if network.version == address.version):
        return True
    return address.is_global and not address.is_multicast and not address.is_reserved


def _innermost(address: _Address) -> _Address:
    """Return the IPv4 address inside an IPv6 address that stands for one."""
    if isinstance(address, ipaddress.IPv6Address):
        if address in _NAT64:
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        return address.ipv4_mapped or address.sixtofour or address
    return address


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052
