"""The service tasks that Ortoo brings: `docs/services.md` lists their topics, headers, inputs and results.

`connectors()` gives them for `open_engine`. They speak to the registers through the port `engine.ports.Registry`, to
other machines only where the installation lists them (`engine.connectors.settings`).
"""

from collections.abc import Mapping

from engine.connectors.allowed_hosts import AllowedHosts
from engine.connectors.certificate import CertificateMaker
from engine.connectors.http import HttpConnector
from engine.connectors.http_exchange import HttpClient
from engine.connectors.mail import Mail, Outbox, SmtpOutbox
from engine.connectors.notify import notify
from engine.connectors.registers import CompanyRegister, RegistryLookup, RegistryMessage
from engine.connectors.registry_client import HttpRegistry
from engine.connectors.seeded_registry import SeededRegistry
from engine.connectors.settings import ConnectorSettings, SettingsError, read_connector_settings
from engine.ports import Clock, Registry, ServiceTaskHandler
from engine.system_clock import SystemClock

__all__ = ["ConnectorSettings", "SeededRegistry", "SettingsError", "connectors", "read_connector_settings"]


def connectors(
    registry: Registry | None = None, *, settings: ConnectorSettings | None = None, clock: Clock | None = None
) -> Mapping[str, ServiceTaskHandler]:
    """Return every connector by its topic.

    Args:
        registry: The state's registers; those that the settings name where none are given, else made-up ones inside
            this process.
        settings: What the installation decides; without them no other machine is spoken to and no letter is sent.
        clock: Tells the time; the computer's clock where none is given.
    """
    decided = settings or ConnectorSettings()
    time = clock or SystemClock()
    client = HttpClient(allowed=AllowedHosts(hosts=decided.hosts))
    registers = registry or _registers(decided)
    return {
        "certificate": CertificateMaker(clock=time, public_address=decided.public_address),
        "company-register": CompanyRegister(registers),
        "email": Mail(_outbox(decided), sender=decided.sender, clock=time, templates=decided.templates),
        "http": HttpConnector(client, decided.secrets),
        "notify": notify,
        "registry-lookup": RegistryLookup(registers),
        "registry-message": RegistryMessage(registers),
    }


def _registers(settings: ConnectorSettings) -> Registry:
    place = settings.registry
    if place is None:
        return SeededRegistry()
    # The operator names the registers, not a model, so that they need not be among the hosts of service tasks.
    return HttpRegistry(HttpClient(allowed=AllowedHosts(hosts=(place,))), place.origin)


def _outbox(settings: ConnectorSettings) -> Outbox | SmtpOutbox | None:
    if settings.mail is not None:
        return SmtpOutbox(settings.mail)
    return None if settings.outbox is None else Outbox(settings.outbox)
