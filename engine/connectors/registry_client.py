"""The state's registers over HTTP: what `ortoo registry` plays, and what a data exchange speaks."""

from collections.abc import Mapping
from urllib.parse import quote, urlencode, urlsplit

from engine.connectors.http_exchange import HttpAnswer, HttpClient
from engine.connectors.json_bodies import as_body, from_body
from engine.ports import TaskFailure
from engine.values import Json

__all__ = ["HttpRegistry"]

_UNKNOWN = 404


class HttpRegistry:
    """Asks the registers at an address (the port `engine.ports.Registry`)."""

    def __init__(self, client: HttpClient, origin: str) -> None:
        """Make the connection's other end known; nothing is asked yet.

        Args:
            client: Asks; the origin is among its hosts.
            origin: Where the registers are: "http://127.0.0.1:8090".
        """
        self._client = client
        self._origin = origin.rstrip("/")

    def look_up(self, register: str, query: Mapping[str, Json]) -> Mapping[str, Json] | None:
        """Return what `register` holds about the query's key, or None where it holds nothing.

        Raises:
            TaskFailure: If it does not answer, or there is no such register (not to be retried).
        """
        asked = urlencode({name: str(value) for name, value in query.items() if value is not None})
        answer = self._ask("GET", f"/v1/registers/{quote(register, safe='')}?{asked}")
        if answer.status == _UNKNOWN:
            raise TaskFailure(f'There is no register "{register}".', retry=False)
        record = self._said(answer).get("record")
        return record if isinstance(record, Mapping) else None

    def register_company(self, details: Mapping[str, Json], idempotency_key: str) -> str:
        """Enter a company and return its registration number; the same key gives the same number."""
        answer = self._ask("POST", "/v1/companies", details, idempotency_key)
        return _word(self._said(answer), "registration_number")

    def tell(self, authority: str, details: Mapping[str, Json], idempotency_key: str) -> str:
        """Tell an authority something and return its receipt; the same key gives the same receipt.

        Raises:
            TaskFailure: If it does not answer, or there is no such authority (not to be retried).
        """
        answer = self._ask("POST", f"/v1/authorities/{quote(authority, safe='')}/messages", details, idempotency_key)
        if answer.status == _UNKNOWN:
            raise TaskFailure(f'There is no authority "{authority}".', retry=False)
        return _word(self._said(answer), "receipt")

    def _ask(
        self, method: str, path: str, details: Mapping[str, Json] | None = None, idempotency_key: str = ""
    ) -> HttpAnswer:
        headers = {"Accept": "application/json"}
        body = None
        if details is not None:
            headers |= {"Content-Type": "application/json", "Idempotency-Key": idempotency_key}
            body = as_body(dict(details))
        return self._client.ask(method, urlsplit(self._origin + path), headers=headers, body=body)

    def _said(self, answer: HttpAnswer) -> Mapping[str, Json]:
        if answer.status not in {200, 201}:
            is_ours = 400 <= answer.status < 500 and answer.status not in {408, 429}
            raise TaskFailure(f"The registers answered {answer.status}.", retry=not is_ours)
        try:
            said = from_body(answer.body)
        except ValueError as error:
            raise TaskFailure(f"What the registers answered is no JSON: {error}") from error
        if not isinstance(said, Mapping):
            raise TaskFailure("What the registers answered cannot be understood.")
        return said


def _word(said: Mapping[str, Json], name: str) -> str:
    found = said.get(name)
    if not isinstance(found, str) or not found:
        raise TaskFailure(f'What the registers answered has no "{name}".')
    return found
