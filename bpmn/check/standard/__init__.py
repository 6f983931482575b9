"""The standard's own constraints, numbered as BPMNspector numbers them: each one small rule."""

from bpmn.check.rule import Rule
from bpmn.check.standard import activities, events, flows, gateways, messages, processes, written

__all__ = ["STANDARD_RULES"]

STANDARD_RULES: tuple[Rule, ...] = (
    *flows.RULES,
    *gateways.RULES,
    *activities.RULES,
    *events.RULES,
    *messages.RULES,
    *processes.RULES,
    *written.RULES,
)
"""The constraints checked so far, by theme."""
