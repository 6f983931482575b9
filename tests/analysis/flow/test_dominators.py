"""Immediate dominators beside those of networkx."""

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from analysis.network.dominators import immediate_dominators

WAYS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=40)


@given(WAYS)
def test_they_are_those_that_networkx_finds(ways: list[tuple[int, int]]) -> None:
    graph = nx.DiGraph([*ways, (0, 0)])
    following: dict[int, list[int]] = {}
    for source, target in ways:
        following.setdefault(source, []).append(target)
    expected = {node: above for node, above in nx.immediate_dominators(graph, 0).items() if node != 0}
    assert immediate_dominators(following, 0) == expected
