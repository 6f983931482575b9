"""Activities that moved to another lane or pool."""

from collections import Counter
from collections.abc import Iterator, Mapping

from bpmn.difference.change import Change
from bpmn.difference.labels import normal_label
from bpmn.difference.pair import Pair, called
from bpmn.language import Text
from bpmn.model import Element, Model

__all__ = ["moved"]

_Role = tuple[str, str]


def moved(pair: Pair) -> Iterator[Change]:
    """Yield the activities whose lane, or where there is none whose pool, is another than it was.

    What is inside a sub-process that moved has moved with it and is not named.
    """
    roles = _roles(pair.as_is), _roles(pair.to_be)
    nodes = _nodes_of(pair.as_is), _nodes_of(pair.to_be)
    same = _same_roles(pair, roles, nodes)
    changed: set[str] = set()
    for a, b in pair.activities:
        source, target = nodes[0].get(a.id), nodes[1].get(b.id)
        if source is None or target is None or same.get(source) == target:
            continue
        changed.add(a.id)
        if pair.owners[0].get(a.id) in changed and _is_inside(pair, a.id, b.id):
            continue
        names = _name(roles[0][source]), _name(roles[1][target])
        text = Text("{name} moves from {source} to {target}.", name=called(b), source=names[0], target=names[1])
        yield Change(kind="moved", as_is=(a.id,), to_be=(b.id,), text=text)


def _is_inside(pair: Pair, a: str, b: str) -> bool:
    owner = pair.owners[0].get(a, "")
    return pair.match.get(owner) == pair.owners[1].get(b, "")


def _name(role: Element) -> str:
    return role.name or role.id


def _roles(model: Model) -> dict[str, Element]:
    """Return the lanes and the pools with a process by id."""
    found: dict[str, Element] = {p.id: p for c in model.collaborations for p in c.participants if p.process}
    for process in model.processes:
        lanes = list(process.scope.lanes)
        for lane in lanes:
            found[lane.id] = lane
            lanes.extend(lane.lanes)
    return found


def _nodes_of(model: Model) -> dict[str, str]:
    """Return the id of the lane, or where there is none of the pool, of each node."""
    pools = {p.process: p.id for c in model.collaborations for p in c.participants if p.process}
    return {node.id: pools[process.id] for process, _, node in model.walk() if process.id in pools} | model.lane_of


def _same_roles(
    pair: Pair, roles: tuple[dict[str, Element], dict[str, Element]], nodes: tuple[dict[str, str], dict[str, str]]
) -> Mapping[str, str]:
    """Return the role of the second model that is each role of the first: of one id or name, else of the same nodes."""
    found = {role: role for role in roles[0] if role in roles[1] and roles[0][role].name == roles[1][role].name}
    together: Counter[_Role] = Counter()
    for a, b in pair.match.items():
        if a in nodes[0] and b in nodes[1]:
            together[nodes[0][a], nodes[1][b]] += 1
    for is_like in (_have_one_name, _may_be_one, _are_of_one_type):
        taken = set(found.values())
        for (a, b), _ in together.most_common():
            if a not in found and b not in taken and is_like(roles[0][a], roles[1][b]):
                found[a] = b
                taken.add(b)
    return found | _of_one_name(roles, found)


def _have_one_name(a: Element, b: Element) -> bool:
    return bool(normal_label(a.name)) and normal_label(a.name) == normal_label(b.name)


def _may_be_one(a: Element, b: Element) -> bool:
    return a.id == b.id or normal_label(a.name) == normal_label(b.name)


def _are_of_one_type(a: Element, b: Element) -> bool:
    return a.type == b.type


def _of_one_name(roles: tuple[dict[str, Element], dict[str, Element]], found: Mapping[str, str]) -> dict[str, str]:
    """Return those roles of one name that share no node."""
    taken = set(found.values())
    names: dict[str, str] = {}
    for role in roles[1].values():
        if role.id not in taken and normal_label(role.name):
            names.setdefault(normal_label(role.name), role.id)
    left = (role for role in roles[0].values() if role.id not in found)
    return {role.id: names[normal_label(role.name)] for role in left if normal_label(role.name) in names}
