"""Digital maturity, read off models."""

from dataclasses import replace

from analysis.burden import Forms
from analysis.maturity import HIGHEST_STAGE, STAGES, Maturity, measure_maturity
from analysis.scenario import ActivityParameters, ResourcePool, Scenario
from bpmn.model import Document, Expression, Facts, FlowNode, Form, Mapping
from tests.analysis.models import definition, model, node

APPLICANT = Scenario(
    resources={"applicant": ResourcePool(id="applicant", side="applicant", amount=None)},
    activities={key: ActivityParameters(resources=("applicant",)) for key in ("fill", "pay", "sign")},
)


def _of(nodes: dict[str, str | FlowNode], scenario: Scenario = APPLICANT, forms: Forms | None = None) -> Maturity:
    made = model(nodes, "")
    return measure_maturity(made, scenario, dict.fromkeys(made.nodes, 1.0), forms=forms or Forms())


def _met(maturity: Maturity) -> dict[str, bool | None]:
    return {one.key: one.is_met for one in maturity.criteria}


def _digital() -> dict[str, str | FlowNode]:
    return {
        "fill": node("fill", "userTask", form=Form(reference="f"), facts=Facts(value_class="business")),
        "sign": node("sign", "userTask", facts=Facts(system="DAN")),
        "pay": node("pay", "userTask", form=Form(reference="p"), facts=Facts(fee_mnt=1000)),
        "ask": node("ask", "serviceTask", outputs=(Mapping(source=Expression(text="found"), target="owner"),)),
        "decide": "businessRuleTask",
        "told": node("told", "endEvent", definitions=(definition("message"),)),
    }


def test_every_stage_has_a_name_and_a_criterion() -> None:
    asked = {criterion.stage for criterion in _of({}).criteria}
    assert asked == set(range(1, HIGHEST_STAGE + 1))
    assert len(STAGES) == HIGHEST_STAGE + 1


def test_a_model_that_shows_nothing_is_certain_of_nothing_and_could_be_anything() -> None:
    found = _of({"work": "userTask"})
    assert (found.stage, found.stage_possible) == (0, HIGHEST_STAGE)
    assert all(criterion.is_met is None for criterion in found.criteria)
    assert len(found.questions) == len(found.criteria)


def test_a_service_without_paper_visit_or_question_is_at_the_highest_stage() -> None:
    found = _of(_digital())
    assert (found.stage, found.stage_possible, found.questions) == (5, 5, ())


def test_a_visit_keeps_a_service_from_being_a_transaction_and_is_the_evidence() -> None:
    nodes = _digital() | {"collect": node("collect", "manualTask", facts=Facts(visits=1))}
    found = _of(nodes)
    assert (found.stage, found.stage_possible) == (3, 3)
    (visit,) = [one for one in found.criteria if one.key == "no-visit"]
    assert visit.evidence == ("collect",)


def test_what_never_happens_counts_for_nothing() -> None:
    nodes = _digital() | {"collect": node("collect", "manualTask", facts=Facts(visits=1))}
    made = model(nodes, "")
    visits = dict.fromkeys(made.nodes, 1.0) | {"collect": 0.0}
    assert measure_maturity(made, APPLICANT, visits).stage == 5


def test_a_paper_that_a_register_holds_breaks_once_only() -> None:
    nodes = _digital()
    nodes["fill"] = node(
        "fill",
        "userTask",
        form=Form(reference="f"),
        facts=Facts(documents=(Document(name="Extract", held_by="Register"),)),
    )
    assert (_of(nodes).stage, _met(_of(nodes))["once-only"]) == (4, False)


def test_papers_brought_to_an_office_mean_that_there_is_no_application_on_line() -> None:
    brought = Facts(visits=1, documents=(Document(name="Form", is_original=True),))
    found = _of({"hand_in": node("hand_in", "manualTask", facts=brought)})
    assert (found.stage, found.stage_possible) == (0, 2)
    assert _met(found)["application-online"] is False
    assert _met(found)["no-paper"] is False


def test_pages_of_the_application_put_it_on_line() -> None:
    found = _of({"work": "userTask"}, forms=Forms(schemas={"a": {}}, application=("a",)))
    assert {key for key, is_met in _met(found).items() if is_met} == {
        "information-online",
        "forms-online",
        "application-online",
    }


def test_a_fee_paid_at_an_office_and_one_that_the_scenario_knows() -> None:
    at_office = _of({"pay": node("pay", "userTask", facts=Facts(fee_mnt=500, visits=1))})
    assert _met(at_office)["payment-online"] is False
    paying = {"pay": replace(APPLICANT.activities["pay"], fee=500.0)}
    known = replace(APPLICANT, activities=dict(APPLICANT.activities) | paying)
    assert _met(_of({"pay": "userTask"}, known))["payment-online"] is None
    on_line = {"pay": node("pay", "userTask", form=Form(reference="p"))}
    assert _met(_of(on_line, known))["payment-online"] is True
