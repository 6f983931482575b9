"""The built-in functions of FEEL (DMN 1.5 §10.3.4)."""

from collections.abc import Mapping

from bpmn.expressions.feel.builtins import (
    aggregates,
    contexts,
    conversions,
    lists,
    moments,
    numeric,
    ranges,
    strings,
)
from bpmn.expressions.values import Function

__all__ = ["BUILTINS"]

BUILTINS: Mapping[str, Function] = {
    **aggregates.REGISTRY.functions(),
    **contexts.REGISTRY.functions(),
    **conversions.REGISTRY.functions(),
    **lists.REGISTRY.functions(),
    **moments.REGISTRY.functions(),
    **numeric.REGISTRY.functions(),
    **ranges.REGISTRY.functions(),
    **strings.REGISTRY.functions(),
}
