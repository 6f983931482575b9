"""Random models that no blocks describe: ways jump from one branch into another, gateways join what others split.

Every user task sets `r`, which the conditions look at, so that each way is taken sooner or later.
"""

from dataclasses import dataclass, field
from random import Random

from tests.engine.tokens.diagrams import flow

__all__ = ["random_graph"]

_SPLITS = ("exclusiveGateway", "parallelGateway", "inclusiveGateway")


@dataclass
class _Graph:
    """Nodes by id, and flows as pairs."""

    rng: Random
    nodes: dict[str, str] = field(default_factory=dict)
    flows: list[tuple[str, str]] = field(default_factory=list)

    def add(self, kind: str) -> str:
        name = f"{kind[0]}{len(self.nodes)}"
        self.nodes[name] = kind
        return name

    def block(self, depth: int) -> tuple[str, str]:
        """Add a block; return its first and its last node."""
        choice = self.rng.randrange(4) if depth else 0
        if choice == 0:
            task = self.add("userTask")
            return task, task
        if choice == 1:
            (first, before), (after, last) = self.block(depth - 1), self.block(depth - 1)
            self.flows.append((before, after))
            return first, last
        kind = self.rng.choice(_SPLITS)
        split, join = self.add(kind), self.add(kind if self.rng.random() < 0.8 else self.rng.choice(_SPLITS))
        for _ in range(self.rng.choice((2, 3))):
            first, last = self.block(depth - 1)
            self.flows += [(split, first), (last, join)]
        return split, join

    def jump(self) -> None:
        """Let a way lead from behind some task to before some node."""
        tasks = [name for name, kind in self.nodes.items() if kind == "userTask"]
        source = self.rng.choice(tasks)
        out = next(pair for pair in self.flows if pair[0] == source)
        into = self.rng.choice(self.flows)
        split, merge = self.add("exclusiveGateway"), self.add("exclusiveGateway")
        self._put(out, split)
        self._put(into if into != out else (split, out[1]), merge)
        self.flows.append((split, merge))

    def _put(self, pair: tuple[str, str], node: str) -> None:
        self.flows.remove(pair)
        self.flows += [(pair[0], node), (node, pair[1])]

    def text(self) -> str:
        """Return the body of a process."""
        parts: list[str] = []
        for name, kind in self.nodes.items():
            out = [pair for pair in self.flows if pair[0] == name]
            is_choice = kind in {"exclusiveGateway", "inclusiveGateway"} and len(out) > 1
            default = f' default="{name}-{out[0][1]}"' if is_choice else ""
            parts.append(f'<{kind} id="{name}"{default}/>')
            for place, (source, target) in enumerate(out):
                condition = f"modulo(r, {len(out)}) = {place}" if kind == "exclusiveGateway" else f"r &gt; {place}"
                parts.append(flow(source, target, condition if is_choice and place else ""))
        return "".join(parts)


def random_graph(seed: int) -> str:
    """Return the body of a process; it may be unsound."""
    graph = _Graph(Random(seed))  # noqa: S311  # repeatable, not secret
    start, end = graph.add("startEvent"), graph.add("endEvent")
    first, last = graph.block(3)
    before = graph.add("userTask")
    graph.flows += [(start, before), (before, first), (last, end)]
    for _ in range(graph.rng.randrange(4)):
        graph.jump()
    return graph.text()
