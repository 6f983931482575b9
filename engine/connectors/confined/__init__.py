"""Connectors in processes of their own: one that eats memory, hangs or breaks down takes no worker with it."""

from engine.connectors.confined.bounds import Bounds
from engine.connectors.confined.memory import is_bounded_by_system
from engine.connectors.confined.processes import confined

__all__ = ["Bounds", "confined", "is_bounded_by_system"]
