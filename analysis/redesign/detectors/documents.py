"""27, trusted party, and the rule "once only": what a register holds is not asked of the applicant."""

from collections.abc import Iterator

from analysis.bottlenecks.evidence import person_time
from analysis.redesign.changes import ChangeActivity
from analysis.redesign.study import Study
from analysis.redesign.values import Application, Proposal
from analysis.scenario import ActivityParameters, Distribution
from bpmn.language import Text
from bpmn.model import Activity, Document
from bpmn.writing import Edit, InsertNode, SetDocuments

__all__ = ["find_once_only", "find_trusted_parties"]

_LOOK_UP_S = 5.0


def find_once_only(study: Study) -> Iterator[Proposal]:
    """Yield activities that ask for papers whose content a register gives by a service that is known.

    Source: once-only principle, Tallinn Declaration on eGovernment (2017); EU eGovernment Action Plan, COM(2016) 179.
    """
    for activity in study.activities:
        held = [paper for paper in study.facts(activity).documents if paper.held_by and paper.service]
        if held:
            yield study.proposal(
                "once-only",
                (activity.id,),
                _argument(study, activity, held),
                application=_look_up(study, activity, held, "once_only"),
                documents=len(held) * study.visits(activity.id),
            )


def find_trusted_parties(study: Study) -> Iterator[Proposal]:
    """Yield activities that ask for papers of another office that is not known to answer by a service."""
    for activity in study.activities:
        held = [paper for paper in study.facts(activity).documents if paper.held_by and not paper.service]
        if held:
            holders = ", ".join(dict.fromkeys(paper.held_by for paper in held))
            yield study.proposal(
                "trusted-party",
                (activity.id,),
                _argument(study, activity, held),
                application=_look_up(study, activity, held, "trusted_party"),
                question=Text("Will {holders} answer the office directly?", holders=holders),
                documents=len(held) * study.visits(activity.id),
            )


def _argument(study: Study, activity: Activity, held: list[Document]) -> Text:
    return Text(
        "{name} asks the applicant for {papers}, which the state holds already: {holders}.",
        name=study.name(activity.id),
        papers=", ".join(paper.name for paper in held),
        holders=", ".join(dict.fromkeys(paper.held_by for paper in held)),
    )


def _look_up(study: Study, activity: Activity, held: list[Document], key: str) -> Application:
    """Return the change: the papers are no longer asked for, and a machine asks the registers after the activity."""
    rest = tuple(paper for paper in study.facts(activity).documents if paper not in held)
    edits: list[Edit] = [SetDocuments(element=activity.id, documents=rest)]
    out = study.only_way_out(activity)
    changes: list[ChangeActivity] = []
    # On a conditional flow the look-up would take the condition's place.
    if out is not None and out.condition is None:
        node = f"{activity.id}_{key}"
        name = ", ".join(dict.fromkeys(paper.held_by for paper in held))
        edits.append(InsertNode(flow=out.id, type="serviceTask", name=name, node=node))
        at_once = ActivityParameters(duration=Distribution(type="fixed", value=_LOOK_UP_S))
        changes.append(ChangeActivity(element=node, parameters=at_once))
    return Application(
        edits=tuple(edits),
        scenario=tuple(changes),
        assumed=Text("A register answers within {time}.", time=person_time(_LOOK_UP_S)),
    )
