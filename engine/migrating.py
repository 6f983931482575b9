"""How the elements of one version of a service become those of another: proposed, checked, and told."""

from collections.abc import Iterator, Mapping

from bpmn import Model, read_model
from bpmn.difference import match_nodes
from bpmn.language import Text
from bpmn.model import FlowNode
from engine.control_values import MigrationPlan
from engine.errors import MigrationRefusedError
from engine.opening import Engine
from engine.store import Work
from engine.tokens import ProcessDefinition
from engine.tokens.migrating import home_of
from engine.values import DefinitionVersion

__all__ = ["make_plan"]


def make_plan(
    engine: Engine, work: Work, source: DefinitionVersion, target: DefinitionVersion, wanted: Mapping[str, str]
) -> MigrationPlan:
    """Return how the elements of a version become those of another.

    Elements of the same id and kind are each other's counterparts; of the others those that are so alike that they were
    only given another id. What is said by hand comes before both.

    Args:
        engine: The engine.
        work: The transaction.
        source: The version that cases come from.
        target: The version they go to.
        wanted: Said by hand: the id of an element's counterpart, "" for none.

    Raises:
        MigrationRefusedError: If what is said by hand names elements that are not there.
    """
    old, new = _model(work, source), _model(work, target)
    _require_known(old, new, wanted)
    proposed = dict(_proposed(old, new))
    for element, counterpart in wanted.items():
        proposed = {one: other for one, other in proposed.items() if other != counterpart}
        proposed[element] = counterpart
    homes = (home_of(engine.definitions.get(work, one.id)) for one in (source, target))
    places = _Places(
        *homes, processes=(engine.definitions.get(work, source.id), engine.definitions.get(work, target.id))
    )
    mapping: dict[str, str] = {}
    unmapped: dict[str, Text] = {}
    for node in old.nodes.values():
        reason = _reason(node, proposed, new, places)
        if reason is None:
            mapping[node.id] = proposed[node.id]
        else:
            unmapped[node.id] = reason
    return MigrationPlan(
        service=source.service,
        source=source.version,
        target=target.version,
        mapping=mapping,
        renamed={one: other for one, other in mapping.items() if one != other},
        unmapped=unmapped,
    )


class _Places:
    """Where the elements of the two versions are, so that what moved to another sub-process shows."""

    def __init__(
        self, old: Mapping[str, str], new: Mapping[str, str], *, processes: tuple[ProcessDefinition, ProcessDefinition]
    ) -> None:
        self._old, self._new = old, new
        self._tops = tuple(one.process_id for one in processes)

    def are_alike(self, element: str, counterpart: str, proposed: Mapping[str, str]) -> bool:
        """Return whether the sub-processes around an element are the counterparts of those around the other."""
        there = self._new.get(counterpart)
        here = self._old.get(element)
        if here is None or there is None:
            return here is there  # not reached from the process that runs, in either version
        process, *path = here.split("/")
        process = self._tops[1] if process == self._tops[0] else process
        return "/".join([process, *(proposed.get(one, one) for one in path)]) == there


def _model(work: Work, version: DefinitionVersion) -> Model:
    content = work.definitions.model(version.model_sha256)
    assert content is not None  # noqa: S101 - a version is never without its model
    return read_model(content, source_name=version.model_name)


def _proposed(old: Model, new: Model) -> Iterator[tuple[str, str]]:
    """Yield each element of the old model that has a counterpart, and that."""
    same = {node.id for node in old.nodes.values() if _is_same(node, new.nodes.get(node.id))}
    yield from ((one, one) for one in same)
    for one, other in match_nodes(old, new).items():
        if one not in same and other not in same and old.nodes[one].type == new.nodes[other].type:
            yield one, other


def _is_same(node: FlowNode, other: FlowNode | None) -> bool:
    return other is not None and node.type == other.type


def _reason(node: FlowNode, proposed: Mapping[str, str], new: Model, places: _Places) -> Text | None:
    """Return why an element has no counterpart, or None where it has one."""
    counterpart = proposed.get(node.id)
    if counterpart == "":
        return Text("It was said to have no counterpart.")
    same = new.nodes.get(counterpart or node.id)
    if same is None:
        return Text("It is not in the new version.")
    if same.type != node.type:
        return Text("{element} is a {there} in the new version, not a {here}.", element=same.id, there=same.type,
                    here=node.type)  # fmt: skip
    if counterpart is None:
        return Text("Another element has become {element}.", element=same.id)
    if not places.are_alike(node.id, counterpart, proposed):
        return Text("{element} is inside another sub-process in the new version.", element=counterpart)
    return None


def _require_known(old: Model, new: Model, wanted: Mapping[str, str]) -> None:
    for element, counterpart in wanted.items():
        missing = element not in old.nodes or (counterpart and counterpart not in new.nodes)
        if missing:
            text = Text("{element} or its counterpart {counterpart} is not in the models.", element=element,
                        counterpart=counterpart)  # fmt: skip
            raise MigrationRefusedError(text, element=element)
    targets = [one for one in wanted.values() if one]
    if len(targets) != len(set(targets)):
        raise MigrationRefusedError(Text("Two elements cannot have the same counterpart."))
