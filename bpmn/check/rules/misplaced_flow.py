"""A sequence flow is written where the nodes are that it joins (BPMN 2.0.2 §10.3.5)."""

from bpmn.check.noted import noted
from bpmn.language import Text

__all__ = ["RULE"]

RULE = noted(
    "misplaced-flow",
    "error",
    Text("Draw the flow between two nodes on the same level; use message flows between pools."),
)
