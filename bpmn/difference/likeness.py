"""How alike two nodes are: by label, type, lane, place in the file, and by what is next to them."""

from bpmn.difference.labels import label_similarity
from bpmn.difference.surroundings import Surroundings, category_of
from bpmn.model import FlowNode

__all__ = ["Likeness"]

# Fitted on known edits of public files (bench/differences.py); a new label alone must not make another node of one that
# stands where it stood, nor an unnamed one be any other unnamed one.
_LABEL, _TYPE, _CONTEXT, _LANE, _PLACE = 0.43, 0.15, 0.3, 0.1, 0.02
_UNKNOWN = 0.5
_NO_NEIGHBOURS = 0.5


class Likeness:
    """How alike the nodes are that are not matched yet.

    `found`, what has been matched, may grow while this is used; neighbours that are matched speak for a pair.
    """

    def __init__(self, pair: tuple[Surroundings, Surroundings], found: dict[str, str]) -> None:
        self._pair = pair
        self._found = found
        taken = set(found.values())
        left = [node for node in pair[0].nodes.values() if node.id not in found]
        right = [node for node in pair[1].nodes.values() if node.id not in taken]
        self._near = tuple({node: set().union(*around) for node, around in side.around.items()} for side in pair)
        self._own = {
            (a.id, b.id): self._by_themselves(a, b) for a in left for b in right if category_of(a) == category_of(b)
        }

    def scores(self, enough: float) -> dict[tuple[str, str], float]:
        """Return how alike any two nodes are, from 0 to 1, where that is enough."""
        taken = set(self._found.values())
        images = {a: {self._found.get(node) for node in around} for a, around in self._near[0].items()}
        scored: dict[tuple[str, str], float] = {}
        for (a, b), own in self._own.items():
            if own + _CONTEXT < enough or a in self._found or b in taken or self._is_elsewhere(a, b):
                continue
            # Most pairs share no neighbour; that is seen at once.
            if own < enough and self._near[1][b] and images[a].isdisjoint(self._near[1][b]):
                continue
            score = own + _CONTEXT * self._context(a, b, taken)
            if score >= enough:
                scored[a, b] = score
        return scored

    def _by_themselves(self, a: FlowNode, b: FlowNode) -> float:
        ours, theirs = self._pair
        label = label_similarity(a.name, b.name) if a.name and b.name else float(a.name == b.name) / 2
        lane = float(ours.lanes.get(a.id, "") == theirs.lanes.get(b.id, ""))
        place = 1 - abs(ours.places[a.id] - theirs.places[b.id])
        return _LABEL * label + _TYPE * (a.type == b.type) + _LANE * lane + _PLACE * place

    def _is_elsewhere(self, a: str, b: str) -> bool:
        """Return whether what holds one node is matched with what does not hold the other."""
        owner = self._found.get(self._pair[0].owners.get(a, ""))
        return owner is not None and owner != self._pair[1].owners.get(b)

    def _context(self, a: str, b: str, taken: set[str]) -> float:
        """Return how many of the nodes next to two nodes are the same, from 0 to 1; gateways may be left out.

        What holds a node, a sub-process or a boundary event's activity, counts as a neighbour.
        """
        ours, theirs = (side.around[node] for side, node in zip(self._pair, (a, b), strict=True))
        return max(self._shared(ours[:3], theirs[:3], taken), self._shared(ours[2:], theirs[2:], taken))

    def _shared(self, ours: tuple[set[str], ...], theirs: tuple[set[str], ...], taken: set[str]) -> float:
        found = self._found
        shared = whole = 0.0
        for one, other in zip(ours, theirs, strict=True):
            shared += 2 * sum(found.get(node) in other for node in one)
            # What is not matched may be gone or new; that says less against a pair than a neighbour that is elsewhere.
            whole += sum(1.0 if node in found else _UNKNOWN for node in one)
            whole += sum(1.0 if node in taken else _UNKNOWN for node in other)
        return shared / whole if whole else _NO_NEIGHBOURS
