"""Random structured models for tests of flow analysis and of the simulator, and what brute force says about them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from bpmn.model import Model
from tests.analysis.models import model

__all__ = ["DECIDED", "LEAF", "LOOPED", "TREES", "Drawn", "Tree", "outcomes"]

Tree = tuple[Any, ...]
LEAF = st.tuples(st.just("task"), st.integers(1, 9))


SHARES = st.sampled_from([0.1, 0.25, 0.5, 0.7])


def _grown(
    inner: st.SearchStrategy[Tree], one: st.SearchStrategy[float] = SHARES, other: st.SearchStrategy[float] = SHARES
) -> st.SearchStrategy[Tree]:
    return st.one_of(
        st.tuples(st.just("sequence"), inner, inner),
        st.tuples(st.just("choice"), one, inner, inner),
        st.tuples(st.just("parallel"), inner, inner),
        st.tuples(st.just("some"), one, other, inner, inner),
    )


TREES = st.recursive(LEAF, _grown, max_leaves=7)
LOOPED = st.recursive(
    LEAF, lambda inner: st.one_of(_grown(inner), st.tuples(st.just("loop"), st.sampled_from([0.1, 0.3]), inner)),
    max_leaves=6,
)  # fmt: skip
DECIDED = st.recursive(
    LEAF, lambda inner: _grown(inner, st.sampled_from([0.0, 1.0]), st.just(1.0)), max_leaves=7
)  # every case goes the same way


@dataclass
class Drawn:
    """A tree drawn as a model."""

    kinds: dict[str, str] = field(default_factory=dict)
    arrows: list[str] = field(default_factory=list)
    flows: dict[str, float] = field(default_factory=dict)
    times: dict[str, float] = field(default_factory=dict)

    def add(self, kind: str) -> str:
        key = f"n{len(self.kinds)}"
        self.kinds[key] = kind
        return key

    def draw(self, tree: Tree) -> tuple[str, str]:
        """Draw a part; return where it begins and ends."""
        kind = tree[0]
        if kind == "task":
            key = self.add("task")
            self.times[key] = float(tree[1])
            return key, key
        if kind == "sequence":
            (begin, middle), (after, end) = self.draw(tree[1]), self.draw(tree[2])
            self.arrows.append(f"{middle} > {after}")
            return begin, end
        if kind == "loop":
            merge, split = self.add("exclusiveGateway"), self.add("exclusiveGateway")
            begin, end = self.draw(tree[2])
            self.arrows += [f"{merge} > {begin}", f"{end} > {split}", f"{split} > {merge}"]
            self.flows[f"{split}_{merge}"] = tree[1]
            return merge, split
        type_ = {"choice": "exclusiveGateway", "parallel": "parallelGateway", "some": "inclusiveGateway"}[kind]
        split, join = self.add(type_), self.add(type_)
        for number, branch in enumerate(tree[-2:]):
            begin, end = self.draw(branch)
            self.arrows += [f"{split} > {begin}", f"{end} > {join}"]
            if kind == "choice":
                self.flows[f"{split}_{begin}"] = tree[1] if number == 0 else 1 - tree[1]
            if kind == "some":
                self.flows[f"{split}_{begin}"] = tree[1 + number]
        return split, join

    def model(self, tree: Tree) -> Model:
        begin, end = self.draw(tree)
        self.kinds |= {"s": "startEvent", "e": "endEvent"}
        return model(self.kinds, ", ".join([*self.arrows, f"s > {begin}", f"{end} > e"]))


def outcomes(tree: Tree) -> Iterator[tuple[float, float]]:
    """Yield every way through a tree without loops: its chance and its time."""
    kind = tree[0]
    if kind == "task":
        yield 1.0, float(tree[1])
        return
    if kind == "choice":
        for share, branch in ((tree[1], tree[2]), (1 - tree[1], tree[3])):
            yield from ((share * chance, time) for chance, time in outcomes(branch))
        return
    if kind == "some":
        one, other = tree[1], tree[2]
        total = 1 - (1 - one) * (1 - other)
        yield from ((one * (1 - other) / total * p, t) for p, t in outcomes(tree[3]))
        yield from ((other * (1 - one) / total * p, t) for p, t in outcomes(tree[4]))
        share = one * other / total
    else:
        share = 1.0
    for p, t in outcomes(tree[-2]):
        for q, u in outcomes(tree[-1]):
            yield share * p * q, t + u if kind == "sequence" else max(t, u)
