"""What each stage of digital maturity asks, and where a model shows it."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce

from analysis.burden.forms import Forms, is_applicants
from analysis.scenario import Scenario
from bpmn.language import Text
from bpmn.model import Activity, Event, Facts, FlowNode, Model, StartEvent, Task

__all__ = ["ASKED", "Found", "Service"]

_NO_FACTS = Facts()
_AUTOMATED = frozenset({"serviceTask", "scriptTask", "businessRuleTask"})
_UNASKED_STARTS = frozenset({"timer", "conditional", "signal"})
_IDENTITY = re.compile(
    r"\bDAN\b|\bДАН\b|e-?sign|digital sign|single sign-on|тоон гарын үсэг|цахим гарын үсэг|нэвтр", re.IGNORECASE
)

_NOTICE = re.compile(r"notif|notice|mail|\bsms\b|certificate", re.IGNORECASE)
_APPLICANT = re.compile(r"applicant|citizen|customer|client|founder|иргэн|өргөдөл гаргагч|үйлчлүүлэгч", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Whether a criterion is met, by which elements, and what it was read from or is to be asked."""

    is_met: bool | None
    reason: Text
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Service:
    """What is looked at: the model with how often each element is expected to happen, and the form files."""

    model: Model
    scenario: Scenario
    visits: Mapping[str, float]
    forms: Forms

    def happening(self) -> list[FlowNode]:
        """Return the elements that happen in some cases."""
        return [node for node in self.model.nodes.values() if self.visits.get(node.id, 0.0) > 0]

    def activities(self) -> list[Activity]:
        """Return the activities among them."""
        return [node for node in self.happening() if isinstance(node, Activity)]

    def facts(self, activity: Activity) -> Facts:
        """Return what is recorded of an activity."""
        return activity.facts or _NO_FACTS

    @property
    def has_facts(self) -> bool:
        """Whether anything is recorded: without facts the lack of visits and papers means nothing."""
        return any(activity.facts is not None for activity in self.activities())


def _ids(nodes: Iterable[FlowNode]) -> tuple[str, ...]:
    return tuple(node.id for node in nodes)


def _named(nodes: Iterable[FlowNode]) -> Text:
    """Return the nodes' labels as a list, each apart so that it can be shown in the reader's language."""
    labels = [Text("{part}", part=node.name or node.id) for node in nodes]
    return reduce(lambda first, second: Text("{first}, {second}", first=first, second=second), labels or [Text("-")])


def _visited(service: Service) -> list[Activity]:
    return [activity for activity in service.activities() if service.facts(activity).visits > 0]


def _online_forms(service: Service) -> list[FlowNode]:
    starts = [node for node in service.happening() if isinstance(node, StartEvent) and node.form is not None]
    filled = [
        node
        for node in service.happening()
        if isinstance(node, Task) and node.form is not None and is_applicants(node, service.scenario)
    ]
    return [*starts, *filled]


def _application(service: Service) -> Found:
    if service.forms.application:
        pages = len(service.forms.application)
        return Found(is_met=True, reason=Text("The application has {pages} pages on line.", pages=pages))
    forms = _online_forms(service)
    if forms:
        return Found(is_met=True, evidence=_ids(forms), reason=Text("Forms on line: {names}.", names=_named(forms)))
    brought = [activity for activity in _visited(service) if service.facts(activity).documents]
    if brought:
        reason = Text("Papers are brought to the office: {names}.", names=_named(brought))
        return Found(is_met=False, evidence=_ids(brought), reason=reason)
    return Found(is_met=None, reason=Text("Can the application be sent on line?"))


def _implied(question: Text) -> Callable[[Service], Found]:
    def find(service: Service) -> Found:
        application = _application(service)
        if application.is_met:
            reason = Text("Who can send the application on line need not ask for it elsewhere.")
            return Found(is_met=True, evidence=application.evidence, reason=reason)
        return Found(is_met=None, reason=question)

    return find


def _identity(service: Service) -> Found:
    shown = [one for one in service.activities() if _IDENTITY.search(f"{one.name} {service.facts(one).system}")]
    if shown:
        return Found(is_met=True, evidence=_ids(shown), reason=Text("Shown at: {names}.", names=_named(shown)))
    return Found(is_met=None, reason=Text("Do applicants show on line who they are (DAN, digital signature)?"))


def _no_visit(service: Service) -> Found:
    asked = _visited(service)
    if asked:
        reason = Text("A visit is asked for at: {names}.", names=_named(asked))
        return Found(is_met=False, evidence=_ids(asked), reason=reason)
    if not service.has_facts:
        return Found(is_met=None, reason=Text("Can everything be done without a visit to an office?"))
    return Found(is_met=True, reason=Text("No activity asks for a visit."))


def _no_paper(service: Service) -> Found:
    originals = [
        one for one in service.activities() if any(paper.is_original for paper in service.facts(one).documents)
    ]
    by_hand = [one for one in service.activities() if one.type == "manualTask" and is_applicants(one, service.scenario)]
    paper = [*originals, *(one for one in by_hand if one not in originals)]
    if paper:
        reason = Text("Paper or work by hand is asked of the applicant at: {names}.", names=_named(paper))
        return Found(is_met=False, evidence=_ids(paper), reason=reason)
    if not service.has_facts:
        return Found(is_met=None, reason=Text("Can everything be done without paper?"))
    return Found(is_met=True, reason=Text("No original is asked for, and the applicant does nothing by hand."))


def _payment(service: Service) -> Found:
    paying = [one for one in service.activities() if _fee(service, one) > 0]
    at_office = [one for one in paying if service.facts(one).visits > 0 or one.type == "manualTask"]
    if at_office:
        reason = Text("Is paid at an office: {names}.", names=_named(at_office))
        return Found(is_met=False, evidence=_ids(at_office), reason=reason)
    if not paying:
        if service.has_facts:
            return Found(is_met=True, reason=Text("There is no fee."))
        return Found(is_met=None, reason=Text("Can fees be paid on line?"))
    on_line = [one for one in paying if one.type in _AUTOMATED or (isinstance(one, Task) and one.form is not None)]
    if len(on_line) == len(paying):
        return Found(is_met=True, evidence=_ids(on_line), reason=Text("Paid on line: {names}.", names=_named(on_line)))
    return Found(is_met=None, evidence=_ids(paying), reason=Text("Can fees be paid on line?"))


def _fee(service: Service, activity: Activity) -> float:
    parameters = service.scenario.activities.get(activity.id)
    return float((parameters.fee if parameters else 0.0) or service.facts(activity).fee_mnt or 0)


def _told(service: Service) -> Found:
    telling = [node for node in service.happening() if _tells_applicant(service.model, node)]
    if telling:
        reason = Text("The applicant is told by message: {names}.", names=_named(telling))
        return Found(is_met=True, evidence=_ids(telling), reason=reason)
    return Found(is_met=None, reason=Text("Is the result delivered on line?"))


def _tells_applicant(model: Model, node: FlowNode) -> bool:
    """Whether a message goes out that is not drawn as going to somebody whose pool is known to be another office's."""
    topic = node.job.topic if isinstance(node, Task) and node.job else ""
    if _NOTICE.search(topic):
        return True
    is_event = isinstance(node, Event) and node.type in {"endEvent", "intermediateThrowEvent"}
    if node.type != "sendTask" and not (is_event and isinstance(node, Event) and node.kind == "message"):
        return False
    reached = {flow.target for one in model.collaborations for flow in one.message_flows if flow.source == node.id}
    pools = [one for flow in model.collaborations for one in flow.participants if reached & {one.id, one.process}]
    return any(_APPLICANT.search(pool.name) for pool in pools) if reached else not topic


def _once_only(service: Service) -> Found:
    asked = [one for one in service.activities() if any(paper.held_by for paper in service.facts(one).documents)]
    if asked:
        reason = Text("Papers whose content a register holds are asked for at: {names}.", names=_named(asked))
        return Found(is_met=False, evidence=_ids(asked), reason=reason)
    if not service.has_facts:
        return Found(is_met=None, reason=Text("Is anything asked for that a register of the state holds?"))
    return Found(is_met=True, reason=Text("No paper is asked for whose content a register holds."))


def _fetched(service: Service) -> Found:
    begun = [node for node in service.happening() if isinstance(node, StartEvent) and node.kind in _UNASKED_STARTS]
    if begun:
        reason = Text("It begins without an application: {names}.", names=_named(begun))
        return Found(is_met=True, evidence=_ids(begun), reason=reason)
    fetching = [one for one in service.activities() if one.type == "serviceTask" and _brings_back(one)]
    if fetching:
        reason = Text("Registers are asked by machine: {names}.", names=_named(fetching))
        return Found(is_met=True, evidence=_ids(fetching), reason=reason)
    return Found(is_met=None, reason=Text("Are forms filled with what registers know, or does it begin by itself?"))


def _brings_back(activity: Activity) -> bool:
    """Whether a machine's task ends with more known of the case than before."""
    result = activity.job.result_variable if isinstance(activity, Task) and activity.job else ""
    return bool(activity.outputs or activity.data_output_associations or result)


def _decided(service: Service) -> Found:
    rules = [one for one in service.activities() if one.type == "businessRuleTask"]
    if rules:
        return Found(is_met=True, evidence=_ids(rules), reason=Text("Rules decide at: {names}.", names=_named(rules)))
    return Found(is_met=None, reason=Text("Do rules decide where the law leaves no discretion?"))


_PUBLISHED = Text("Is it published on line what it takes, costs and how long it lasts?")
_FORMS = Text("Can its forms be fetched on line?")
ASKED: tuple[tuple[str, int, Text, Callable[[Service], Found]], ...] = (
    ("information-online", 1, Text("What it takes can be read on line"), _implied(_PUBLISHED)),
    ("forms-online", 2, Text("Its forms can be fetched on line"), _implied(_FORMS)),
    ("application-online", 3, Text("The application is sent on line"), _application),
    ("identity-online", 3, Text("Applicants show on line who they are"), _identity),
    ("no-visit", 4, Text("No visit to an office is needed"), _no_visit),
    ("no-paper", 4, Text("No paper changes hands"), _no_paper),
    ("payment-online", 4, Text("Fees are paid on line"), _payment),
    ("result-online", 4, Text("The result is delivered on line"), _told),
    ("once-only", 5, Text("Nothing is asked that the state knows"), _once_only),
    ("registers-asked", 5, Text("What registers know is fetched from them, or the service begins by itself"), _fetched),
    ("decided-by-rules", 5, Text("Rules decide where the law leaves no discretion"), _decided),
)
"""Key, stage, what is asked, and what looks for it; the lowest stage first."""
