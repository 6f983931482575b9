"""What a connector may use, and how its process is told what to do and tells what came of it."""

from dataclasses import dataclass, field
from typing import TypeAlias

from engine.connectors.settings import ConnectorSettings
from engine.ports import TaskResult

__all__ = ["Answer", "Bounds", "Broken", "Failed", "Given", "Orders", "Thrown"]

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What one call of a connector may use.

    Attributes:
        memory_bytes: How much memory beside what its process has at its start: addresses that are in use; where the
            system does not bound those, what it really holds.
        whole_s: How long it may take.
    """

    memory_bytes: int = 512 * _MEGABYTE
    whole_s: float = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """What a process of connectors is told first.

    Attributes:
        settings: What the installation decides.
        memory_bytes: As in `Bounds`.
        factory: Where the function is that makes connectors of settings, "module:name".
    """

    settings: ConnectorSettings = field(repr=False)
    memory_bytes: int
    factory: str


@dataclass(frozen=True, slots=True)
class Given:
    """The work was done."""

    result: TaskResult


@dataclass(frozen=True, slots=True)
class Failed:
    """It could not be done, as a `TaskFailure` says."""

    text: str
    retry: bool


@dataclass(frozen=True, slots=True)
class Thrown:
    """It ends with a BPMN error, as `BpmnErrorThrown` says."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Broken:
    """It needed more memory than it may have; its process has ended."""


Answer: TypeAlias = Given | Failed | Thrown | Broken
