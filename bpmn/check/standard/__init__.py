"""The standard's own constraints, numbered as BPMNspector numbers them: each one small rule."""

from bpmn.check.rule import Rule
from bpmn.check.standard import (
    activities,
    calls,
    collaborations,
    data_flow,
    data_sets,
    events,
    flows,
    gateways,
    imports,
    links,
    loops,
    messages,
    operations,
    processes,
    written,
)

__all__ = ["STANDARD_RULES"]

STANDARD_RULES: tuple[Rule, ...] = (
    *flows.RULES,
    *gateways.RULES,
    *activities.RULES,
    *events.RULES,
    *messages.RULES,
    *processes.RULES,
    *written.RULES,
    *imports.RULES,
    *links.RULES,
    *collaborations.RULES,
    *operations.RULES,
    *calls.RULES,
    *loops.RULES,
    *data_sets.RULES,
    *data_flow.RULES,
)
"""The constraints checked so far, by theme."""
