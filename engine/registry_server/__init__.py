"""A small server that plays the state's data exchange, so that pilots run end to end on one machine.

`create_registry` gives it as a WSGI application; `ortoo registry` serves it. It holds nobody and nothing that exists.
"""

from engine.registry_server.application import create_registry
from engine.registry_server.faults import Faults

__all__ = ["Faults", "create_registry"]
