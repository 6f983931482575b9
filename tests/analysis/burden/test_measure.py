"""The applicant's burden against figures worked out by hand."""

from dataclasses import replace

import pytest

from analysis.burden import Burden, Forms, burden_from_visits
from analysis.scenario import ActivityParameters, Assumption, BurdenPrices, Distribution, ResourcePool, Scenario
from bpmn.model import Document, Facts, Form, FormField, Model, Process, Scope, StartEvent, Task

PERMIT = Model(
    source_name="permit.bpmn",
    processes=(
        Process(
            id="Process_permit",
            type="process",
            scope=Scope(
                nodes=(
                    Task(
                        id="Task_gather",
                        type="userTask",
                        name="Gather papers",
                        facts=Facts(
                            documents=(
                                Document(name="Extract", held_by="Company register", service="WS1"),
                                Document(name="Plan", is_original=True),
                            )
                        ),
                    ),
                    Task(
                        id="Task_hand_in",
                        type="userTask",
                        name="Hand in",
                        facts=Facts(visits=1, contacts=2, fee_mnt=44_000),
                    ),
                    Task(id="Task_check", type="userTask", name="Check", facts=Facts(fee_mnt=700)),
                )
            ),
        ),
    ),
)
SCENARIO = Scenario(
    volume_per_year=1000,
    resources={
        "applicant": ResourcePool(id="applicant", side="applicant", amount=None),
        "clerk": ResourcePool(id="clerk", cost_per_h=20_000),
    },
    activities={
        "Task_gather": ActivityParameters(
            resources=("applicant",), duration=Distribution(type="uniform", min=3600, max=10_800)
        ),
        "Task_hand_in": ActivityParameters(
            resources=("applicant",), duration=Distribution(type="fixed", value=1800), fee=500
        ),
        "Task_check": ActivityParameters(resources=("clerk",), duration=Distribution(type="fixed", value=1200)),
    },
    burden=BurdenPrices(
        value_of_time_per_h=10_000,
        visit_time_s=5400,
        visit_cost=3000,
        contact_time_s=600,
        contact_cost=100,
        document_time_s=2400,
        document_cost=2000,
    ),
)
VISITS = {"Task_gather": 1.0, "Task_hand_in": 1.5, "Task_check": 1.5}


@pytest.fixture
def burden() -> Burden:
    return burden_from_visits(PERMIT, SCENARIO, VISITS)


def test_quantities_are_weighted_by_expected_visits(burden: Burden) -> None:
    assert burden.steps == pytest.approx(2.5)
    assert burden.visits == pytest.approx(1.5)
    assert burden.contacts == pytest.approx(3.0)
    assert burden.documents == pytest.approx(2.0)
    assert burden.documents_held_by_state == pytest.approx(1.0)
    assert burden.originals == pytest.approx(1.0)


def test_hours_are_own_work_visits_contacts_and_papers(burden: Burden) -> None:
    own = 1.0 * 2.0 + 1.5 * 0.5
    assert burden.own_time_h == pytest.approx(own)
    assert burden.time_h == pytest.approx(own + 1.5 * 1.5 + 3.0 / 6 + 2.0 * 2 / 3)


def test_money_is_price_times_quantity(burden: Burden) -> None:
    out_of_pocket = 1.5 * 3000 + 3.0 * 100 + 2.0 * 2000
    assert burden.cost == pytest.approx(burden.time_h * 10_000 + out_of_pocket + burden.fees)
    assert burden.cost == pytest.approx(sum(line.cost for line in burden.lines))


def test_the_scenarios_fee_comes_before_the_models(burden: Burden) -> None:
    assert burden.fees == pytest.approx(1.5 * 500 + 1.5 * 700)


def test_the_models_fee_is_in_tugrik_and_not_used_in_another_currency() -> None:
    euros = replace(SCENARIO, currency="EUR")
    assert burden_from_visits(PERMIT, euros, VISITS).fees == pytest.approx(1.5 * 500)


def test_a_year_is_the_case_times_the_volume(burden: Burden) -> None:
    assert burden.yearly is not None
    assert burden.yearly.cost == pytest.approx(1000 * burden.cost)
    assert burden.yearly.time_h == pytest.approx(1000 * burden.time_h)
    assert burden.yearly.visits == pytest.approx(1500)


def test_without_a_volume_there_is_no_year() -> None:
    assert burden_from_visits(PERMIT, replace(SCENARIO, volume_per_year=None), VISITS).yearly is None


def test_what_is_never_reached_asks_for_nothing() -> None:
    burden = burden_from_visits(PERMIT, SCENARIO, {"Task_check": 1.0})
    assert (burden.steps, burden.visits, burden.documents) == (0.0, 0.0, 0.0)
    assert burden.demands == ()


def test_every_paper_is_listed_with_its_register(burden: Burden) -> None:
    extract, plan = burden.demands
    assert (extract.name, extract.held_by, extract.service, extract.element) == (
        "Extract",
        "Company register",
        "WS1",
        "Task_gather",
    )
    assert plan.is_original


def test_the_published_worked_example_comes_out() -> None:
    """9 papers of 40 min at 10,000 an hour, 15,000 for travel and copies, 15,000 to the notary: 90,000 a case."""
    facts = Facts(visits=1, documents=tuple(Document(name=f"Paper {number}") for number in range(9)))
    node = Task(id="Task_permit", type="userTask", facts=facts)
    model = Model(source_name="", processes=(Process(id="P", type="process", scope=Scope(nodes=(node,))),))
    scenario = Scenario(
        volume_per_year=18_700,
        activities={"Task_permit": ActivityParameters(fee=15_000)},
        burden=BurdenPrices(value_of_time_per_h=10_000, visit_cost=15_000, document_time_s=2400),
    )
    burden = burden_from_visits(model, scenario, {"Task_permit": 1.0})
    assert burden.time_h == pytest.approx(6.0)
    assert burden.cost == pytest.approx(90_000)
    assert burden.yearly is not None
    assert burden.yearly.cost == pytest.approx(1.683e9)


def test_a_line_says_how_it_is_computed(burden: Burden) -> None:
    said = {line.item: str(line.formula) for line in burden.lines}
    assert said["visits"] == "quantity x (1.50 h x 10,000 MNT/h + 3,000 MNT)"
    assert said["own-work"] == "quantity x 1.00 h x 10,000 MNT/h"
    assert said["fees"] == "as paid"


def test_answering_the_application_is_a_step_that_takes_its_time_once_a_case(burden: Burden) -> None:
    prices = replace(SCENARIO.burden, application_time_s=2400, application_cost=100)
    applied = burden_from_visits(PERMIT, replace(SCENARIO, burden=prices), VISITS)
    assert applied.steps == pytest.approx(burden.steps + 1)
    assert applied.time_h == pytest.approx(burden.time_h + 2 / 3)
    assert applied.cost == pytest.approx(burden.cost + 2 / 3 * 10_000 + 100)


def test_row_26_of_the_standard_cost_model() -> None:
    """Twenty businesses, once a week, six hours at 600 kroner: 3,744,000 a year."""
    node = Task(id="Task_report", type="userTask", name="Report")
    model = Model(source_name="", processes=(Process(id="P", type="process", scope=Scope(nodes=(node,))),))
    scenario = Scenario(
        currency="NOK",
        volume_per_year=20 * 52,
        resources={"business": ResourcePool(id="business", side="applicant", amount=None)},
        activities={
            "Task_report": ActivityParameters(
                resources=("business",), duration=Distribution(type="fixed", value=6 * 3600)
            )
        },
        burden=BurdenPrices(value_of_time_per_h=600),
    )
    burden = burden_from_visits(model, scenario, {"Task_report": 1.0})
    assert burden.yearly is not None
    assert burden.yearly.cost == pytest.approx(3_744_000, abs=1e-9)
    assert burden.yearly.time_h == pytest.approx(6240, abs=1e-9)


FIELDS = (FormField(id="a", is_required=True), FormField(id="b"))


def _asking() -> Model:
    nodes = (
        StartEvent(id="Start", type="startEvent", form=Form(reference="begin")),
        Task(
            id="Task_gather",
            type="userTask",
            form=Form(fields=FIELDS),
        ),
        Task(id="Task_check", type="userTask", form=Form(reference="office")),
        Task(id="Task_hand_in", type="userTask", facts=Facts(pages=3, questions=20)),
    )
    return Model(source_name="asking.bpmn", processes=(Process(id="p", type="process", scope=Scope(nodes=nodes)),))


SCHEMAS = {
    "apply": {"title": "Apply", "components": [{"type": "text"}, {"type": "textfield", "key": "name"}]},
    "begin": {
        "components": [
            {"type": "group", "components": [{"type": "number", "key": "n", "validate": {"required": True}}]},
            {"type": "dynamiclist", "components": [{"type": "date", "key": "d"}, {"type": "html"}]},
        ]
    },
}


def test_pages_and_questions_are_counted_in_forms_of_files_of_the_model_and_on_paper() -> None:
    visits = {"Start": 1.0, "Task_gather": 0.5, "Task_check": 1.0, "Task_hand_in": 1.0}
    found = burden_from_visits(_asking(), SCENARIO, visits, forms=Forms(schemas=SCHEMAS, application=("apply",)))
    assert found.pages == pytest.approx(1 + 1 + 0.5 + 3)
    assert found.questions == pytest.approx(1 + 2 + 0.5 * 2 + 20)
    assert [(form.form, form.questions, form.required) for form in found.forms] == [
        ("apply", 1, 0),
        ("begin", 2, 1),
        ("Task_gather", 2, 1),
    ]


def test_forms_that_are_only_known_by_name_leave_pages_and_questions_open() -> None:
    visits = {"Start": 1.0}
    assert burden_from_visits(_asking(), SCENARIO, visits).pages is None
    assert burden_from_visits(_asking(), SCENARIO, visits, forms=Forms(application=("lost",))).questions is None
    assert burden_from_visits(PERMIT, SCENARIO, {"Task_gather": 1.0}).pages is None


def test_parameters_have_the_range_and_the_source_of_the_nearest_assumption() -> None:
    assumptions = (
        Assumption(path="burden.visit", kind="sourced", source="S1", low=0.5, high=2.0),
        Assumption(path="burden.visit.cost", kind="measured", source="S2", low=0.9, high=1.1),
        Assumption(path="activities.Task_hand_in.duration", low=0.5, high=3.0),
    )
    scenario = replace(SCENARIO, assumptions=assumptions)
    found = burden_from_visits(PERMIT, scenario, {"Task_hand_in": 1.0})
    by_path = {one.path: one for one in found.parameters}
    time, cost = by_path["burden.visit.time"], by_path["burden.visit.cost"]
    assert (time.low, time.mid, time.high, time.kind, time.source) == (0.75, 1.5, 3.0, "sourced", "S1")
    assert (cost.low, cost.mid, cost.high) == pytest.approx((2700, 3000, 3300))
    assert (cost.kind, cost.source) == ("measured", "S2")
    assert by_path["burden.value_of_time_per_h"].kind == "unsaid"
    assert found.low is not None
    assert found.high is not None
    contacts = 2 * SCENARIO.burden.contact_time_s / 3600
    assert found.low.time_h == pytest.approx(0.25 + 0.75 + contacts)
    assert found.high.time_h == pytest.approx(1.5 + 3.0 + contacts)


def test_without_ranges_both_ends_are_the_figure_itself() -> None:
    found = burden_from_visits(PERMIT, SCENARIO, dict.fromkeys(PERMIT.nodes, 1.0))
    for end in (found.low, found.high):
        assert end is not None
        assert (end.time_h, end.cost) == pytest.approx((found.time_h, found.cost))


def test_yearly_totals_are_for_the_volume_that_is_asked_for() -> None:
    found = burden_from_visits(PERMIT, SCENARIO, {"Task_hand_in": 1.0}, cases_per_year=500)
    assert found.yearly is not None
    assert (found.yearly.cases, found.yearly.visits) == (500, 500)
