"""Ortoo's rules under bpmnlint's ids give bpmnlint's verdicts, but where a reason is named here.

bpmnlint is the npm package of `tests/peers`. A verdict is a rule with the element it names. Where the two differ, the
difference must belong to one of the classes in `EXPLAINED`, each with the reason why Ortoo says otherwise.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from bpmn import Model, read_model
from bpmn.check import check_model
from bpmn.check.rules import RULES
from bpmn.check.subject import Subject
from bpmn.errors import BpmnFileError
from bpmn.model import CallActivity, FlowNode
from tests.peers.node import NodePeers

EXAMPLES = Path(__file__).parent / "examples"
Verdict = tuple[str, str | None]


@dataclass(frozen=True)
class Both:
    """What Ortoo and bpmnlint made of one file."""

    path: Path
    model: Model
    ours: frozenset[Verdict]
    theirs: frozenset[Verdict]
    warnings: tuple[str, ...]

    @cached_property
    def subject(self) -> Subject:
        return Subject(model=self.model)

    @property
    def differing(self) -> frozenset[Verdict]:
        return self.ours ^ self.theirs

    def node(self, verdict: Verdict) -> FlowNode | None:
        return self.model.nodes.get(verdict[1] or "")

    def is_theirs(self, verdict: Verdict, rule: str) -> bool:
        return verdict[0] == rule and verdict in self.theirs

    def is_ours(self, verdict: Verdict, rule: str) -> bool:
        return verdict[0] == rule and verdict in self.ours


def left_out_by_moddle(both: Both, _: Verdict) -> bool:
    """The reader of bpmnlint leaves out elements with an id given twice, an unknown xsi:type or a missing part.

    It warns of "unparsable content" then; Ortoo reads them.
    """
    return any(warning.startswith("unparsable content") for warning in both.warnings)


def without_any_diagram(both: Both, verdict: Verdict) -> bool:
    """Ortoo says once that a file has no diagram at all (and draws one); bpmnlint says it of every element."""
    return verdict[0] == "no-bpmndi" and ("no-bpmndi", None) in both.ours


def shape_without_bounds(both: Both, verdict: Verdict) -> bool:
    """A shape without bounds draws nothing, so that Ortoo misses the element in the diagram; bpmnlint counts it."""
    return both.is_ours(verdict, "no-bpmndi") and any(note.rule == "no-bounds" for note in both.model.notes)


def without_name_attribute(both: Both, verdict: Verdict) -> bool:
    """Bpmnlint's documentation asks for a name, its code only finds an empty one: undefined is not equal to ''."""
    if not both.is_ours(verdict, "global"):
        return False
    element = both.subject.source.named(verdict[1])
    return element is not None and element.get("name") is None


def referred_to_by_qualified_name(both: Both, verdict: Verdict) -> bool:
    """References are QNames (BPMN 2.0.2 §8.2.1); the reader of bpmnlint does not resolve those with a prefix."""
    unresolved = (warning for warning in both.warnings if warning.startswith("unresolved reference"))
    return both.is_theirs(verdict, "global") and any(f":{verdict[1]}>" in warning for warning in unresolved)


def links_joined_otherwise(both: Both, verdict: Verdict) -> bool:
    """Links may name their other end by id (§10.5.4); and names are the same if they differ in line breaks only."""
    node = both.subject.source.named(verdict[1])
    if not both.is_theirs(verdict, "link-event") or node is None:
        return False
    definition = both.subject.source.first(node, "linkEventDefinition")
    ends = both.subject.source.inside(definition, "source", "target")
    return bool(ends) or "\n" in (definition.get("name") or "" if definition is not None else "")


def trigger_by_reference(both: Both, verdict: Verdict) -> bool:
    """An event may have its triggers by reference (eventDefinitionRef, §10.5.1), which bpmnlint does not look at."""
    source = both.subject.source
    if both.is_ours(verdict, "single-event-definition"):
        return bool(source.inside(source.named(verdict[1]), "eventDefinitionRef"))
    shared = (
        [element for element in source.root if "EventDefinition" in str(element.tag)] if source.root is not None else []
    )
    return both.is_theirs(verdict, "global") and any(verdict[1] in element.attrib.values() for element in shared)


def several_tokens(both: Both, verdict: Verdict) -> bool:
    """Behind a parallel or implicit split the first token at the end stops the others, though the end is the only one.

    bpmnlint's own comment says that it analyses no flow.
    """
    node = both.node(verdict)
    if node is None or not both.is_theirs(verdict, "superfluous-termination"):
        return False
    return any(len(other.outgoing) > 1 for other in both.subject.place_of[node.id].scope.nodes)


def call_activity(both: Both, verdict: Verdict) -> bool:
    """A call activity without flows is as disconnected as a task; bpmnlint's list of types leaves it out."""
    return both.is_ours(verdict, "no-disconnected") and isinstance(both.node(verdict), CallActivity)


def association_inside_sub_process(both: Both, verdict: Verdict) -> bool:
    """The association from an event to the activity that undoes may lie in a sub-process or in the collaboration.

    bpmnlint looks for it among the process's own artifacts.
    """
    if not both.is_theirs(verdict, "no-implicit-end"):
        return False
    inner = [place for place in both.subject.places if place.owner is not place.process]
    holders = [*(place.scope.artifacts for place in inner), *(c.artifacts for c in both.model.collaborations)]
    return any(artifact.source == verdict[1] for artifacts in holders for artifact in artifacts)


EXPLAINED: tuple[Callable[[Both, Verdict], bool], ...] = (
    left_out_by_moddle,
    without_any_diagram,
    shape_without_bounds,
    without_name_attribute,
    referred_to_by_qualified_name,
    links_joined_otherwise,
    trigger_by_reference,
    several_tokens,
    call_activity,
    association_inside_sub_process,
)


def compare(paths: list[Path], peers: NodePeers) -> tuple[list[Both], set[str]]:
    """Return what both say of the files that both read, and bpmnlint's list of recommended rules."""
    said = json.loads(peers.run("bpmnlint.mjs", given=json.dumps([str(path) for path in paths])))
    recommended = set(said["recommended"])
    found = (_both(path, said["files"][str(path)], recommended) for path in paths)
    return [both for both in found if both is not None], recommended


def _both(path: Path, said: dict[str, Any], recommended: set[str]) -> Both | None:
    try:
        model = read_model(path.read_bytes(), source_name=path.name)
    except BpmnFileError:
        return None
    if "error" in said:
        return None
    # Where a rule of bpmnlint's own fails (on files without diagrams or root elements) it has no verdict.
    rules = recommended - set(said["crashed"])
    # An element without id is nobody's in bpmnlint; Ortoo makes an id up, and says so.
    made_up = {note.element for note in model.notes if note.rule == "missing-id"}
    ours = ((found.rule, found.element) for found in check_model(model) if found.rule in rules)
    return Both(
        path=path,
        model=model,
        ours=frozenset((rule, None if element in made_up else element) for rule, element in ours),
        theirs=frozenset((rule, element) for rule, elements in said["rules"].items() for element in elements),
        warnings=tuple(said["warnings"]),
    )


def unexplained(compared: list[Both]) -> list[str]:
    """Return the verdicts on which the two differ for no reason named here, with the file and who has it."""
    return [
        f"{both.path.name}: {rule} at {element}: {'Ortoo' if (rule, element) in both.ours else 'bpmnlint'} only"
        for both in compared
        for rule, element in sorted(both.differing, key=str)
        if not any(explains(both, (rule, element)) for explains in EXPLAINED)
    ]


def bpmn_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.name.endswith((".bpmn", ".bpmn20.xml", ".bpmn2")))


def test_verdicts_on_the_examples_of_the_rules_are_those_of_bpmnlint(node_peers: NodePeers) -> None:
    compared, recommended = compare(bpmn_files(EXAMPLES), node_peers)
    assert recommended <= {rule.id for rule in RULES}
    assert unexplained(compared) == []
    assert {rule for both in compared for rule, _ in both.ours & both.theirs} == recommended


CHOREOGRAPHY = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:example:permit">
  <choreography id="C">
    <participant id="applicant" name="Applicant" /><participant id="office" />
    <startEvent id="s" /><startEvent id="t" />
    <choreographyTask id="apply" initiatingParticipantRef="applicant" />
    <choreographyTask id="answer" name="Answer" initiatingParticipantRef="office" />
    <subChoreography id="hear" initiatingParticipantRef="office">
      <startEvent id="begun" /><choreographyTask id="ask" initiatingParticipantRef="office" />
      <sequenceFlow id="f0" sourceRef="begun" targetRef="ask" />
    </subChoreography>
    <exclusiveGateway id="g" /><inclusiveGateway id="h" /><complexGateway id="i" />
    <intermediateThrowEvent id="l"><linkEventDefinition name="on" /></intermediateThrowEvent><endEvent id="e" />
    <sequenceFlow id="f1" sourceRef="s" targetRef="apply" name="applied" />
    <sequenceFlow id="f2" sourceRef="apply" targetRef="g" />
    <sequenceFlow id="f3" sourceRef="g" targetRef="answer"><conditionExpression>yes</conditionExpression></sequenceFlow>
    <sequenceFlow id="f4" sourceRef="g" targetRef="e" /><sequenceFlow id="f5" sourceRef="answer" targetRef="e" />
    <sequenceFlow id="f6" sourceRef="answer" targetRef="e" />
  </choreography>
  {diagram}
</definitions>"""
DIAGRAM = """<di:BPMNDiagram xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" id="D">
  <di:BPMNPlane id="plane" bpmnElement="C"><di:BPMNShape id="s_di" bpmnElement="s">
    <dc:Bounds xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" x="0" y="0" width="30" height="30" />
  </di:BPMNShape></di:BPMNPlane></di:BPMNDiagram>"""


def test_verdicts_on_choreographies_are_those_of_bpmnlint(tmp_path: Path, node_peers: NodePeers) -> None:
    for name, diagram in (("drawn", DIAGRAM), ("undrawn", "")):
        (tmp_path / f"{name}.bpmn").write_text(CHOREOGRAPHY.format(diagram=diagram), "utf-8")
    compared, _ = compare(bpmn_files(tmp_path), node_peers)
    assert unexplained(compared) == []
    assert all(len(both.ours & both.theirs) > 20 for both in compared)


@pytest.mark.corpora
def test_verdicts_on_every_sixth_file_are_those_of_bpmnlint(corpora: Path, node_peers: NodePeers) -> None:
    compared, _ = compare(bpmn_files(corpora)[::6], node_peers)
    assert unexplained(compared) == []
    assert sum(len(both.ours & both.theirs) for both in compared) > 1_000


@pytest.mark.nightly
@pytest.mark.corpora
def test_verdicts_on_all_files_are_those_of_bpmnlint_and_no_reason_is_idle(
    corpora: Path, node_peers: NodePeers
) -> None:
    compared, _ = compare([*bpmn_files(EXAMPLES), *bpmn_files(corpora)], node_peers)
    assert unexplained(compared) == []
    idle = [
        explains.__name__
        for explains in EXPLAINED
        if not any(explains(both, verdict) for both in compared for verdict in both.differing)
    ]
    assert idle == []
