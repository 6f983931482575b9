"""The standard's own constraints, one a file, numbered as BPMNspector numbers them.

A file with a `RULE` in this folder is a rule: nothing else is to be registered. Constraints that BPMNspector has no
number for have an id of their own. Meanings are BPMN 2.0.2's; numbers are of the constraints in BPMNspector's
`EXT_*.sch` and checkers (Geiger, BPMN 2.0 Process Model Serialization Constraints, Bamberg 2013).
"""

from importlib import import_module
from pkgutil import iter_modules

from bpmn.check.rule import Rule

__all__ = ["STANDARD_RULES"]


def _rules() -> tuple[Rule, ...]:
    modules = (import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__))
    rules: list[Rule] = [module.RULE for module in modules]
    return tuple(sorted(rules, key=lambda rule: (rule.constraint is None, rule.id)))


STANDARD_RULES: tuple[Rule, ...] = _rules()
"""The constraints, numbered ones first and in the order of their numbers."""
