"""The rule "digital by default": what can be done on line asks for no visit."""

from collections.abc import Iterator
from dataclasses import replace

from analysis.redesign.changes import ChangeActivity
from analysis.redesign.study import Study
from analysis.redesign.values import Application, Proposal
from bpmn.language import Text
from bpmn.model import Activity
from bpmn.writing import Edit, ReplaceType, SetFact

__all__ = ["find_digital_by_default"]


def find_digital_by_default(study: Study) -> Iterator[Proposal]:
    """Yield activities that cost the applicant a visit.

    Source: digital by default, Tallinn Declaration on eGovernment (2017); EU eGovernment Action Plan, COM(2016) 179.
    """
    for activity in study.activities:
        visits = study.facts(activity).visits
        if visits <= 0:
            continue
        now = study.parameters(activity.id)
        edits: list[Edit] = [SetFact(element=activity.id, fact="visits", value=None)]
        if activity.type == "manualTask":
            edits.append(ReplaceType(node=activity.id, type="userTask"))
        yield study.proposal(
            "digital-by-default",
            (activity.id,),
            Text(
                "{name} costs the applicant {number} visits a case.",
                name=study.name(activity.id),
                number=f"{visits * study.visits(activity.id):.1f}",
            ),
            application=Application(
                edits=tuple(edits),
                scenario=(ChangeActivity(element=activity.id, parameters=replace(now, delay=None)),),
                assumed=Text("The work stays the same; only the way to the office goes."),
            ),
            question=_question(study, activity),
            visits=visits * study.visits(activity.id),
        )


def _question(study: Study, activity: Activity) -> Text | None:
    originals = [paper.name for paper in study.facts(activity).documents if paper.is_original]
    law = study.facts(activity).legal_basis
    if originals:
        return Text("Must the original of {papers} be seen?", papers=", ".join(originals))
    if law:
        return Text("Does {law} demand that the applicant comes in person?", law=law)
    return Text("Is there a reason to see the applicant in person at {name}?", name=study.name(activity.id))
