"""Applicants and partners: checked at the source, told once, asked by a call, and never for what the state holds."""

from dataclasses import replace

import pytest

from analysis.redesign import change_scenario
from bpmn.model import Collaboration, Document, Facts, Form, Lane, MessageFlow, Model, Participant
from bpmn.writing import InsertNode, Merge, MoveToLane, RemoveNode, ReplaceType, SetDocuments, SetFact
from tests.analysis.models import definition, model, node
from tests.analysis.redesign.proposing import chain, places, proposals, scenario, with_form, work

REGISTERED = Document(name="Identity card", held_by="Citizen register", service="getCitizen")
ELSEWHERE = Document(name="Receipt", held_by="Treasury")
OWN = Document(name="Charter")


def talking(made: Model, *flows: tuple[str, str], name: str = "Bank") -> Model:
    talk = Collaboration(
        id="c",
        type="collaboration",
        participants=(Participant(id="bank", type="participant", name=name),),
        message_flows=tuple(
            MessageFlow(id=f"m{at}", type="messageFlow", source=source, target=target)
            for at, (source, target) in enumerate(flows)
        ),
    )
    return replace(made, collaborations=(talk,))


def handed_in(name: str = "Check the file", system: str = "") -> Model:
    """Return: the applicant hands in, the office looks, and what is not good goes back."""
    lanes = (
        Lane(id="Citizen", type="lane", nodes=("start", "m", "A")),
        Lane(id="Office", type="lane", nodes=("B", "g", "end")),
    )
    return model(
        {
            "start": "startEvent",
            "m": "exclusiveGateway",
            "A": "userTask",
            "B": node("B", "userTask", name=name, facts=Facts(system=system)),
            "g": "exclusiveGateway",
            "end": "endEvent",
        },
        "start > m > A > B > g > end, g > m",
        lanes=lanes,
    )


BACK = scenario({"A": work("applicant"), "B": work()}, flows={"g_m": 0.2})


def test_a_check_that_sends_back_to_the_applicant_moves_to_the_applicant() -> None:
    (found,) = proposals(handed_in(), BACK, "control-relocation")
    assert found.places == ("B",)
    assert found.application is not None
    assert found.application.edits == (MoveToLane(node="B", lane="Citizen"),)
    assert change_scenario(BACK, found.application.scenario).activities["B"].resources == ("applicant",)
    assert found.numbers["sent_back"] == pytest.approx(0.2)


def test_a_check_by_a_register_of_the_office_is_asked_about() -> None:
    (found,) = proposals(handed_in(system="Journal"), BACK, "control-relocation")
    assert "Journal" in str(found.question)


def test_what_is_no_check_or_sends_nothing_back_stays_with_the_office() -> None:
    assert not proposals(handed_in("Talk to the neighbours"), BACK, "control-relocation")
    straight = chain(node("A", "userTask"), node("B", "userTask", name="Check the file"))
    assert not proposals(straight, replace(BACK, flows={}), "control-relocation")


def test_two_messages_to_one_partner_in_a_row_become_one() -> None:
    given = scenario({"A": work(), "B": work()})
    made = chain(node("A", "sendTask"), node("B", "sendTask"))
    (found,) = proposals(talking(made, ("A", "bank"), ("B", "bank")), given, "contact-reduction")
    assert found.application is not None
    assert found.application.edits == (Merge(first="A", second="B", name="A; B"),)
    assert not proposals(talking(made, ("A", "bank"), ("bank", "B")), given, "contact-reduction")


@pytest.mark.parametrize(("visits", "number"), [(1, 1), (0, 0)])
def test_several_contacts_of_a_case_are_a_question(visits: int, number: int) -> None:
    made = chain(node("A", "userTask", facts=Facts(visits=1)), node("B", "userTask", facts=Facts(visits=visits)))
    assert len(proposals(made, scenario({"A": work(), "B": work()}), "contact-reduction")) == number


def asked_by_letter(answer: str = "receiveTask", name: str = "Bank") -> Model:
    more = {"definitions": (definition("message"),)} if answer.endswith("Event") else {}
    made = chain(node("A", "sendTask"), node("B", answer, **more))
    return talking(made, ("A", "bank"), ("bank", "B"), name=name)


@pytest.mark.parametrize("answer", ["receiveTask", "intermediateCatchEvent"])
def test_a_letter_that_is_waited_for_becomes_a_call(answer: str) -> None:
    (found,) = proposals(asked_by_letter(answer), scenario({"A": work()}), "integration")
    assert found.places == ("A", "B")
    assert found.application is not None
    assert found.application.edits == (RemoveNode(node="B"), ReplaceType(node="A", type="serviceTask"))


def test_an_applicant_is_no_system_and_an_unanswered_message_no_call() -> None:
    assert not proposals(asked_by_letter(name="Citizen"), scenario({"A": work()}), "integration")
    alone = talking(chain(node("A", "sendTask"), node("B", "userTask")), ("A", "bank"))
    assert not proposals(alone, scenario({"A": work(), "B": work()}), "integration")


def test_an_answer_that_is_read_later_is_not_lost() -> None:
    nodes = chain(
        node("A", "sendTask"), replace(with_form("B", "balance"), type="receiveTask"), with_form("C", "balance")
    )
    (found,) = proposals(talking(nodes, ("A", "bank"), ("bank", "B")), scenario({"A": work()}), "integration")
    assert found.application is None


def asking(*papers: Document) -> Model:
    return chain(node("A", "userTask", facts=Facts(documents=papers)))


def test_a_paper_that_a_register_gives_is_not_asked_of_the_applicant() -> None:
    made, given = asking(REGISTERED, OWN), scenario({"A": work()})
    (found,) = proposals(made, given, "once-only")
    assert found.application is not None
    assert found.application.edits == (
        SetDocuments(element="A", documents=(OWN,)),
        InsertNode(flow="A_end", type="serviceTask", name="Citizen register", node="A_once_only"),
    )
    assert found.question is None
    assert not proposals(made, given, "trusted-party")


def test_a_paper_of_an_office_that_may_not_answer_is_a_question() -> None:
    made, given = asking(ELSEWHERE, OWN), scenario({"A": work()})
    (found,) = proposals(made, given, "trusted-party")
    assert "Treasury" in str(found.question)
    assert not proposals(made, given, "once-only")


def test_papers_that_only_the_applicant_has_are_asked_for() -> None:
    assert not proposals(asking(OWN), scenario({"A": work()}), "once-only")
    assert not proposals(asking(OWN), scenario({"A": work()}), "trusted-party")


def test_what_costs_a_visit_is_done_on_line() -> None:
    made = chain(node("A", "manualTask", facts=Facts(visits=1)))
    (found,) = proposals(made, scenario({"A": work()}), "digital-by-default")
    assert found.application is not None
    assert found.application.edits == (
        SetFact(element="A", fact="visits", value=None),
        ReplaceType(node="A", type="userTask"),
    )
    assert not proposals(chain(node("A", "manualTask")), scenario({"A": work()}), "digital-by-default")


def test_an_original_and_a_law_are_asked_about_before_a_visit_goes() -> None:
    original = Facts(visits=1, documents=(Document(name="Deed", is_original=True),))
    (found,) = proposals(chain(node("A", "userTask", facts=original)), scenario({"A": work()}), "digital-by-default")
    assert "original of Deed" in str(found.question)


@pytest.mark.parametrize(("form", "back", "fires"), [(None, 0.2, True), ("f", 0.2, False), (None, 0.05, False)])
def test_what_comes_back_often_and_has_no_form_needs_one(form: str | None, back: float, fires: bool) -> None:
    made = handed_in()
    if form:
        object.__setattr__(made.nodes["A"], "form", Form(reference=form))
    found = proposals(made, replace(BACK, flows={"g_m": back}), "interfacing")
    assert places(found) == ([("A",)] if fires else [])
