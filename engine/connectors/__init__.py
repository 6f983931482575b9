"""The service tasks that Ortoo brings: `docs/services.md` lists their topics, headers, inputs and results.

`connectors()` gives them for `open_engine`. They speak to the registers through the port `engine.ports.Registry`.
"""

from collections.abc import Mapping

from engine.connectors.notify import notify
from engine.connectors.registers import CompanyRegister, RegistryLookup, RegistryMessage
from engine.connectors.seeded_registry import SeededRegistry
from engine.ports import Registry, ServiceTaskHandler

__all__ = ["SeededRegistry", "connectors"]


def connectors(registry: Registry | None = None) -> Mapping[str, ServiceTaskHandler]:
    """Return every connector by its topic.

    Args:
        registry: The state's registers; made-up ones inside this process where none are given.
    """
    registers = registry or SeededRegistry()
    return {
        "company-register": CompanyRegister(registers),
        "notify": notify,
        "registry-lookup": RegistryLookup(registers),
        "registry-message": RegistryMessage(registers),
    }
