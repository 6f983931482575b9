"""A process, compiled: what cases are instances of."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.tokens.scope_spec import ScopeSpec

__all__ = ["ProcessDefinition"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessDefinition:
    """A process with all it calls; immutable, shared between threads and cases.

    Attributes:
        process_id: The process.
        name: Its label.
        scopes: Its own level and those inside it and inside what it calls, by key.
        start_events: The ids of its start events, and the kind of each.
        start_triggers: Of its message and signal start events, by id: kind and name.
        start_keys: Of its message start events, by id: the correlation keys that the first message sets.
        throws: The names of the messages and signals it and what it calls may throw.
        missing_calls: By call activity, the id of the process it calls where that was not among the files: a case that
            comes there becomes an incident.
    """

    process_id: str
    name: str
    scopes: Mapping[str, ScopeSpec]
    start_events: Mapping[str, str]
    start_triggers: Mapping[str, tuple[str, str]]
    start_keys: Mapping[str, tuple[str, ...]]
    throws: frozenset[str]
    missing_calls: Mapping[str, str]

    @property
    def top(self) -> ScopeSpec:
        """The process's own level."""
        return self.scopes[self.process_id]
