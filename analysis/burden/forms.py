"""The forms that an applicant fills in: pages and questions, counted in the form files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from analysis.burden.values import FormDemand
from analysis.scenario import Scenario
from bpmn.model import Activity, Form, Model, StartEvent, Task

__all__ = ["NO_FORMS", "Forms", "form_demands", "is_applicants"]

# form-js components that show something or hold others, and ask nothing themselves.
_SILENT = frozenset(
    {
        "button", "columns", "documentPreview", "dynamiclist", "expression", "group", "html", "iframe", "image",
        "separator", "spacer", "table", "text",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """The form files of a service.

    Attributes:
        schemas: form-js schemas by form id; a form is a page.
        application: Ids of the forms in which the application itself is made, before the case begins, in order.
    """

    schemas: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    application: tuple[str, ...] = ()


NO_FORMS = Forms()


def form_demands(
    model: Model, scenario: Scenario, visits: Mapping[str, float], forms: Forms
) -> tuple[FormDemand, ...] | None:
    """Return the forms that an average case asks of its applicant; None where one of them is not among the files.

    Args:
        model: The model; forms stand at its start events and at the activities of the applicant's pools.
        scenario: Who carries activities out.
        visits: Expected visits by element id.
        forms: The form files.
    """
    found: list[FormDemand] = []
    for form_id in forms.application:
        if form_id not in forms.schemas:
            return None
        found.append(_of_schema(form_id, None, 1.0, forms.schemas[form_id]))
    for element, form, quantity in _asked(model, scenario, visits):
        if form.fields:
            found.append(_of_fields(form, element, quantity))
        elif form.reference in forms.schemas:
            found.append(_of_schema(form.reference, element, quantity, forms.schemas[form.reference]))
        elif form.reference:
            return None
    return tuple(found)


def _asked(model: Model, scenario: Scenario, visits: Mapping[str, float]) -> Iterator[tuple[str, Form, float]]:
    for node in model.nodes.values():
        quantity = visits.get(node.id, 0.0)
        is_asked = isinstance(node, StartEvent) or (isinstance(node, Task) and is_applicants(node, scenario))
        if quantity > 0 and is_asked and isinstance(node, StartEvent | Task) and node.form is not None:
            yield node.id, node.form, quantity


def is_applicants(activity: Activity, scenario: Scenario) -> bool:
    """Return whether the applicant carries an activity out: the first pool that the scenario names is on that side."""
    parameters = scenario.activities.get(activity.id)
    pools = [scenario.resources[pool] for pool in parameters.resources] if parameters else []
    return bool(pools) and pools[0].side == "applicant"


def _of_schema(form_id: str, element: str | None, quantity: float, schema: Mapping[str, Any]) -> FormDemand:
    questions = list(_questions(schema))
    return FormDemand(
        form=form_id,
        title=str(schema.get("title") or ""),
        element=element,
        quantity=quantity,
        questions=len(questions),
        required=sum(bool((question.get("validate") or {}).get("required")) for question in questions),
    )


def _of_fields(form: Form, element: str, quantity: float) -> FormDemand:
    return FormDemand(
        form=form.reference or element,
        title="",
        element=element,
        quantity=quantity,
        questions=len(form.fields),
        required=sum(one.is_required for one in form.fields),
    )


def _questions(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the components that ask something, those inside groups and lists (once, as on the page) included."""
    for component in schema.get("components") or ():
        if component.get("type") not in _SILENT:
            yield component
        yield from _questions(component)
