"""What the measures of a model's structure are called."""

from collections.abc import Mapping

from bpmn.language import Text

__all__ = ["STRUCTURE"]

STRUCTURE: Mapping[str, Text] = {
    "size": Text("Elements"),
    "activities": Text("Activities"),
    "gateways": Text("Gateways"),
    "exclusive_gateways": Text("Exclusive gateways"),
    "inclusive_gateways": Text("Inclusive gateways"),
    "parallel_gateways": Text("Parallel gateways"),
    "start_events": Text("Start events"),
    "end_events": Text("End events"),
    "diameter": Text("Longest path, in elements"),
    "depth": Text("Depth of nesting"),
    "density": Text("Density (flows by possible flows)"),
    "connectivity": Text("Connectivity (flows by elements)"),
    "average_gateway_degree": Text("Flows at a gateway, on average"),
    "maximum_gateway_degree": Text("Flows at a gateway, at most"),
    "gateway_heterogeneity": Text("Gateway heterogeneity (0: one type, 1: all alike)"),
    "gateway_mismatch": Text("Gateway mismatch (splits without their joins)"),
    "control_flow_complexity": Text("Control-flow complexity (Cardoso)"),
    "cyclicity": Text("Share of the elements in loops"),
    "sequentiality": Text("Share of the flows between plain elements"),
    "separability": Text("Share of the elements that everything passes"),
    "token_split": Text("Tokens that splits add"),
    "hand_offs": Text("Hand-offs between lanes"),
    "pool_hand_offs": Text("Hand-offs between pools"),
    "rework_loops": Text("Loops"),
    "back_edges": Text("Ways back"),
    "unavoidable_activities": Text("Activities that every case passes"),
    "minimum_cut": Text("Ways to cut before no case gets through"),
}
"""The measures in the order in which they are shown."""
