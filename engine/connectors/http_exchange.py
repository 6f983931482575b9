"""One question to one listed machine over HTTP, with bounds on time and size, and nothing that leads elsewhere.

Python's own client is used below its redirects, cookies, proxies and environment variables: it has none of them.
"""

import http.client
import socket
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Timer
from urllib.parse import SplitResult

from engine.connectors.allowed_hosts import AllowedHosts
from engine.ports import TaskFailure

__all__ = ["HttpAnswer", "HttpClient"]

_MEGABYTE = 1024 * 1024
_USER_AGENT = "Ortoo"


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpAnswer:
    """What came back.

    Attributes:
        status: The status code.
        content_type: The media type, in small letters, without parameters.
        body: The body, as it came.
    """

    status: int
    content_type: str
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpClient:
    """Asks listed machines.

    Attributes:
        allowed: Which machines.
        step_s: How long connecting, and each wait for more, may take.
        whole_s: How long the whole may take.
        largest_bytes: The largest body sent or taken.
        tls: How certificates are checked; the system's authorities where none is given.
    """

    allowed: AllowedHosts
    step_s: float = 10.0
    whole_s: float = 30.0
    largest_bytes: int = _MEGABYTE
    tls: ssl.SSLContext | None = field(default=None, repr=False)

    def ask(
        self, method: str, address: SplitResult, *, headers: Mapping[str, str], body: bytes | None = None
    ) -> HttpAnswer:
        """Send one request and return the answer, whatever its status; a redirection is an answer, and not followed.

        Raises:
            TaskFailure: If the machine may not be asked, cannot be reached, is too slow or says too much.
        """
        if body is not None and len(body) > self.largest_bytes:
            raise TaskFailure(f"The request is larger than {self.largest_bytes} bytes.", retry=False)
        addresses = self.allowed.addresses(address)
        target = (address.path or "/") + (f"?{address.query}" if address.query else "")
        sent = {"Accept-Encoding": "identity", "User-Agent": _USER_AGENT, "Connection": "close", **headers}
        connection = self._connection(address, addresses)
        try:
            with _cut_off(connection, self.whole_s):
                connection.request(method, target, body=body, headers=sent)
                with connection.getresponse() as response:
                    answer = self._read(response, address.hostname or "")
        except (OSError, http.client.HTTPException) as error:
            raise TaskFailure(f"{address.hostname} did not answer: {type(error).__name__}: {error}") from error
        except ValueError as error:  # http.client's word for a header or path that no request can have
            raise TaskFailure(f"The request to {address.hostname} cannot be sent: {error}", retry=False) from error
        finally:
            connection.close()
        return answer

    def _connection(self, address: SplitResult, addresses: Sequence[str]) -> "_Pinned":
        host, port = address.hostname or "", address.port
        if address.scheme.lower() == "https":
            tls = self.tls or ssl.create_default_context()
            return _PinnedTls(host, port, timeout=self.step_s, addresses=addresses, tls=tls)
        return _Pinned(host, port, timeout=self.step_s, addresses=addresses)

    def _read(self, response: http.client.HTTPResponse, host: str) -> HttpAnswer:
        if response.getheader("Content-Encoding", "identity").strip().lower() not in {"", "identity"}:
            raise TaskFailure(f"{host} answered packed, though it was asked not to.", retry=False)
        body = response.read(self.largest_bytes + 1)
        if len(body) > self.largest_bytes:
            raise TaskFailure(f"The answer of {host} is larger than {self.largest_bytes} bytes.", retry=False)
        if response.length:
            raise TaskFailure(f"The answer of {host} ended before its end.")
        kind = response.getheader("Content-Type", "").partition(";")[0].strip().lower()
        return HttpAnswer(status=response.status, content_type=kind, body=body)


class _Pinned(http.client.HTTPConnection):
    """Connects to addresses that were looked at before, whatever the name leads to by now."""

    def __init__(self, host: str, port: int | None, *, timeout: float, addresses: Sequence[str]) -> None:
        super().__init__(host, port, timeout=timeout)
        self._addresses = addresses
        self.wire: socket.socket | None = None  # `sock` is forgotten once the answer begins

    def connect(self) -> None:
        self.sock = self.wire = _connected(self._addresses, self.port, self.timeout)


class _PinnedTls(_Pinned):
    """The same over TLS; the certificate has to be the name's."""

    default_port = 443

    def __init__(
        self, host: str, port: int | None, *, timeout: float, addresses: Sequence[str], tls: ssl.SSLContext
    ) -> None:
        super().__init__(host, port, timeout=timeout, addresses=addresses)
        self._tls = tls

    def connect(self) -> None:
        plain = _connected(self._addresses, self.port, self.timeout)
        secured = self._tls.wrap_socket(plain, server_hostname=self.host, do_handshake_on_connect=False)
        self.sock = self.wire = secured  # before the handshake, which may hang
        secured.do_handshake()


def _connected(addresses: Sequence[str], port: int, timeout: float | None) -> socket.socket:
    for address in addresses[:-1]:
        try:
            return socket.create_connection((address, port), timeout)
        except OSError:
            continue
    return socket.create_connection((addresses[-1], port), timeout)


@contextmanager
def _cut_off(connection: _Pinned, after_s: float) -> Iterator[None]:
    """End a connection that lasts too long: one byte now and then keeps every single wait short.

    Raises:
        TimeoutError: If it was ended: what came so far may look whole and is not.
    """
    is_late = Event()

    def cut() -> None:
        is_late.set()
        if connection.wire is not None:
            with suppress(OSError):  # it may have ended by itself
                connection.wire.shutdown(socket.SHUT_RDWR)

    timer = Timer(after_s, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    except (OSError, http.client.HTTPException):
        if not is_late.is_set():
            raise
    finally:
        timer.cancel()
    if is_late.is_set():
        message = f"not done within {after_s:g} s"
        raise TimeoutError(message)
