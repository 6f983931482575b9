"""The topics that speak to the state's registers, through the port `Registry`."""

from collections.abc import Mapping

from engine.ports import JobRequest, Registry, TaskFailure
from engine.values import Json

__all__ = ["CompanyRegister", "RegistryLookup", "RegistryMessage"]


class RegistryLookup:
    """The topic `registry-lookup`: what a register holds about a key, so that nobody has to bring it on paper."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def __call__(self, request: JobRequest) -> Mapping[str, Json]:
        """Look the input `key` up in the register that the header `register` names.

        Returns:
            `found`, and `record`: what the register holds, or None.

        Raises:
            TaskFailure: If the register is not named or not known (not to be retried), or does not answer.
        """
        register = _header(request, "register")
        record = self._registry.look_up(register, {"key": request.inputs.get("key")})
        return {"found": record is not None, "record": record}


class CompanyRegister:
    """The topic `company-register`: enters a company in the register of legal entities."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def __call__(self, request: JobRequest) -> Mapping[str, Json]:
        """Enter the company that the inputs describe, once, however often this is tried.

        Returns:
            `registration_number`.

        Raises:
            TaskFailure: If the register does not answer.
        """
        number = self._registry.register_company(request.inputs, request.idempotency_key)
        return {"registration_number": number}


class RegistryMessage:
    """The topic `registry-message`: tells another authority over the data exchange."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def __call__(self, request: JobRequest) -> Mapping[str, Json]:
        """Send the inputs to the authority that the header `to` names, once, however often this is tried.

        Returns:
            `receipt`: what the authority acknowledges it by.

        Raises:
            TaskFailure: If the authority is not named or not known (not to be retried), or does not answer.
        """
        receipt = self._registry.tell(_header(request, "to"), request.inputs, request.idempotency_key)
        return {"receipt": receipt}


def _header(request: JobRequest, name: str) -> str:
    value = request.headers.get(name)
    if not value:
        message = f'The task of topic "{request.topic}" has no header "{name}".'
        raise TaskFailure(message, retry=False)
    return value
