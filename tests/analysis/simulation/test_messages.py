"""Several processes of one file simulated together: what one sends the other waits for."""

from typing import Any

import pytest

from analysis.errors import ScenarioError, SimulationError
from analysis.scenario import ActivityParameters, Distribution, EventParameters, Scenario, read_scenario
from analysis.simulation import SimulationResult, compile_simulation, simulate
from bpmn import Model, read_model
from tests.engine.tokens.diagrams import path

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="f" targetNamespace="urn:t">'
    '<message id="m1" name="M1"/><message id="m2" name="M2"/><signal id="s1" name="S1"/>'
)
MESSAGE = "<messageEventDefinition/>"


def together(office: str, applicant: str, *arrows: tuple[str, str]) -> Model:
    """Two pools, "office" and "applicant", with message flows between their elements."""
    flows = "".join(f'<messageFlow id="f{n}" sourceRef="{a}" targetRef="{b}"/>' for n, (a, b) in enumerate(arrows))
    text = (
        f'{HEAD}<collaboration id="c"><participant id="p1" name="Office" processRef="office"/>'
        f'<participant id="p2" name="Applicant" processRef="applicant"/>{flows}</collaboration>'
        f'<process id="office" isExecutable="true">{office}</process><process id="applicant">{applicant}</process>'
        "</definitions>"
    )
    return read_model(text.encode(), source_name="t.bpmn")


def run(model: Model, times: dict[str, float], *, cases: int = 1, **said: Any) -> SimulationResult:
    said = {"partners": ("applicant",), "process": "office"} | said
    activities = {key: ActivityParameters(duration=Distribution(type="fixed", value=s)) for key, s in times.items()}
    scenario = Scenario(activities=activities, cases=cases, warm_up=0, replications=1, **said)
    return simulate(compile_simulation(model, scenario))


def event(kind: str, name: str, inner: str = "") -> str:
    return f'<{kind} id="{name}">{inner}</{kind}>'


def task(name: str) -> str:
    return f'<task id="{name}"/>'


APPLICANT = (
    '<startEvent id="as"/>' + task("fill") + event("intermediateThrowEvent", "apply", MESSAGE)
    + event("intermediateCatchEvent", "answer", MESSAGE) + task("read") + '<endEvent id="ae"/>'
    + path("as", "fill", "apply", "answer", "read", "ae")
)  # fmt: skip
OFFICE = (
    event("startEvent", "os", MESSAGE) + task("check") + event("endEvent", "reply", MESSAGE)
    + path("os", "check", "reply")
)  # fmt: skip
ARROWS = (("apply", "os"), ("reply", "answer"))


def test_a_message_begins_a_process_and_its_answer_goes_back() -> None:
    result = run(together(OFFICE, APPLICANT, *ARROWS), {"fill": 10, "check": 20, "read": 5}, cases=7)
    assert result.measures["cycle_time"].mean == 30
    assert {key: result.activities[key].instances for key in ("fill", "check", "read")} == {
        "fill": 1,
        "check": 1,
        "read": 1,
    }
    assert result.activities["answer"].waiting_time_s == 20


def test_a_message_that_comes_early_is_kept() -> None:
    office = (
        '<startEvent id="os"/>' + task("prepare") + event("intermediateCatchEvent", "come", MESSAGE) + task("check")
        + path("os", "prepare", "come", "check")
    )  # fmt: skip
    applicant = '<startEvent id="as"/>' + event("endEvent", "bring", MESSAGE) + path("as", "bring")
    result = run(together(office, applicant, ("bring", "come")), {"prepare": 50, "check": 5})
    assert result.measures["cycle_time"].mean == 55
    assert result.activities["come"].waiting_time_s == 0


def test_what_waits_for_a_message_gets_it_when_it_is_sent() -> None:
    office = '<startEvent id="os"/>' + '<receiveTask id="come"/>' + task("check") + path("os", "come", "check")
    applicant = '<startEvent id="as"/>' + task("fill") + '<sendTask id="bring"/>' + path("as", "fill", "bring")
    result = run(together(office, applicant, ("bring", "come")), {"fill": 40, "bring": 2, "check": 5})
    assert result.measures["cycle_time"].mean == 47


def test_each_case_gets_its_own_answer() -> None:
    law = Distribution(type="exponential", mean=100)
    model = together(OFFICE, APPLICANT, *ARROWS)
    activities = {key: ActivityParameters(duration=law) for key in ("fill", "check", "read")}
    said = Scenario(
        activities=activities, cases=200, warm_up=0, replications=1, partners=("applicant",), process="office"
    )
    result = simulate(compile_simulation(model, said))
    assert result.activities["answer"].waiting_time_s == pytest.approx(result.activities["check"].processing_time_s)
    assert result.measures["cycle_time"].mean == pytest.approx(
        result.activities["fill"].processing_time_s + result.activities["check"].processing_time_s
    )


def test_the_first_of_a_message_and_a_timer_goes_on() -> None:
    timer = "<timerEventDefinition><timeDuration>PT1M</timeDuration></timerEventDefinition>"
    office = (
        '<startEvent id="os"/><eventBasedGateway id="g"/>' + event("intermediateCatchEvent", "come", MESSAGE)
        + event("intermediateCatchEvent", "late", timer) + task("check") + task("remind")
        + path("os", "g", "come", "check") + path("g", "late", "remind")
    )  # fmt: skip
    applicant = (
        '<startEvent id="as"/>' + task("fill") + event("endEvent", "bring", MESSAGE) + path("as", "fill", "bring")
    )
    model = together(office, applicant, ("bring", "come"))
    early, late = (run(model, {"fill": fill, "check": 1, "remind": 2}) for fill in (30, 100))
    assert (early.measures["cycle_time"].mean, early.activities["remind"].instances) == (31, 0)
    assert (late.measures["cycle_time"].mean, late.activities["check"].instances) == (62, 0)


def test_a_message_of_a_reference_needs_no_arrow() -> None:
    office = (
        '<startEvent id="os"/>' + event("intermediateCatchEvent", "come", '<messageEventDefinition messageRef="m1"/>')
        + path("os", "come")
    )  # fmt: skip
    applicant = (
        '<startEvent id="as"/>' + task("fill") + event("endEvent", "bring", '<messageEventDefinition messageRef="m1"/>')
        + path("as", "fill", "bring")
    )  # fmt: skip
    assert run(together(office, applicant), {"fill": 25}).measures["cycle_time"].mean == 25


def test_a_case_ends_with_its_process_though_a_partner_waits_for_ever() -> None:
    office = (
        '<startEvent id="os"/><exclusiveGateway id="g"/>'
        + task("check")
        + '<sendTask id="tell"/>'
        + path("os", "check", "g", "tell")
        + '<endEvent id="oe"/>'
        + path("g", "oe")
    )
    result = run(
        together(office, APPLICANT, ("tell", "answer")),
        {"fill": 10, "check": 20, "read": 5, "tell": 0},
        cases=1000,
        flows={"g-tell": 0.4},
    )
    assert result.measures["cycle_time"].mean == 20
    assert result.activities["read"].instances == pytest.approx(0.4, abs=0.06)


def test_a_case_that_waits_for_what_nobody_sends_is_named() -> None:
    office = '<startEvent id="os"/>' + '<receiveTask id="come"/>' + task("check") + path("os", "come", "check")
    applicant = (
        '<startEvent id="as"/><exclusiveGateway id="g"/>' + event("endEvent", "bring", MESSAGE) + '<endEvent id="not"/>'
        + path("as", "g", "bring") + path("g", "not")
    )  # fmt: skip
    with pytest.raises(SimulationError, match="never end") as caught:
        run(together(office, applicant, ("bring", "come")), {"check": 5}, cases=50)
    assert caught.value.element == "come"


def test_a_time_that_the_scenario_gives_comes_before_the_message() -> None:
    model = together(OFFICE, APPLICANT, *ARROWS)
    said = {"answer": EventParameters(duration=Distribution(type="fixed", value=3))}
    result = run(model, {"fill": 10, "check": 20, "read": 5}, events=said)
    assert result.activities["answer"].waiting_time_s == 3


def test_alone_a_process_says_that_the_other_is_not_simulated() -> None:
    result = run(together(OFFICE, APPLICANT, *ARROWS), {"check": 20}, partners=())
    assert result.measures["cycle_time"].mean == 20
    assert any("Applicant is not simulated" in str(text) for text in result.assumed)


def test_a_partner_that_is_not_in_the_file_is_named() -> None:
    with pytest.raises(ScenarioError, match="Process_x") as caught:
        run(together(OFFICE, APPLICANT, *ARROWS), {}, partners=("Process_x",))
    assert caught.value.path == "partners.0"
    text = b'{"ortoo_scenario": 1, "partners": ["applicant"]}'
    assert read_scenario(text, source_name="s.json").partners == ("applicant",)


def test_who_is_not_simulated_answers_a_day_later_on_average_and_that_is_said() -> None:
    times = {"fill": 10.0, "read": 5.0}
    result = run(together(APPLICANT, OFFICE, *ARROWS), times, partners=(), cases=400)
    assert result.activities["answer"].waiting_time_s == pytest.approx(86400, rel=0.15)
    assert "answer comes after P1D on average." in [str(text) for text in result.assumed]


BOTH = '<messageEventDefinition messageRef="m1"/><messageEventDefinition messageRef="m2"/>'


def sent(reference: str, name: str) -> str:
    return event("intermediateThrowEvent", name, f'<messageEventDefinition messageRef="{reference}"/>')


def for_all(kind: str, name: str, inner: str, more: str = "") -> str:
    return f'<{kind} id="{name}" parallelMultiple="true" {more}>{inner}</{kind}>'


def one_then_another() -> str:
    """Return an applicant who fills in and sends "m1", copies, and sends "m2"."""
    does = task("fill") + sent("m1", "a") + task("copy") + sent("m2", "b")
    return '<startEvent id="as"/>' + does + path("as", "fill", "a", "copy", "b")


@pytest.mark.parametrize(("prepare", "expected"), [(10, 45), (35, 45), (60, 65)])
def test_an_event_that_waits_for_two_messages_goes_on_with_the_later(prepare: float, expected: float) -> None:
    office = (
        '<startEvent id="os"/>' + task("prepare") + for_all("intermediateCatchEvent", "come", BOTH) + task("check")
        + path("os", "prepare", "come", "check")
    )  # fmt: skip
    result = run(together(office, one_then_another()), {"prepare": prepare, "fill": 20, "copy": 20, "check": 5})
    assert result.measures["cycle_time"].mean == expected


def test_behind_an_event_based_gateway_all_must_come_before_the_time_is_over() -> None:
    timer = "<timerEventDefinition><timeDuration>PT1M</timeDuration></timerEventDefinition>"
    office = (
        '<startEvent id="os"/><eventBasedGateway id="g"/>' + for_all("intermediateCatchEvent", "come", BOTH)
        + event("intermediateCatchEvent", "late", timer) + task("check") + task("remind")
        + path("os", "g", "come", "check") + path("g", "late", "remind")
    )  # fmt: skip
    model = together(office, one_then_another())
    early, late = (run(model, {"fill": 30, "copy": c, "check": 1, "remind": 2}) for c in (20, 40))
    assert (early.measures["cycle_time"].mean, early.activities["remind"].instances) == (51, 0)
    assert (late.measures["cycle_time"].mean, late.activities["check"].instances) == (62, 0)


def test_behind_an_event_based_gateway_a_time_can_be_one_of_all_that_must_come() -> None:
    timer = "<timerEventDefinition><timeDuration>PT1M</timeDuration></timerEventDefinition>"
    both = '<messageEventDefinition messageRef="m1"/>' + timer
    office = (
        '<startEvent id="os"/><eventBasedGateway id="g"/>' + for_all("intermediateCatchEvent", "come", both)
        + event("intermediateCatchEvent", "late", '<messageEventDefinition messageRef="m2"/>') + task("check")
        + task("remind") + path("os", "g", "come", "check") + path("g", "late", "remind")
    )  # fmt: skip
    model = together(office, one_then_another())
    early, late = (run(model, {"fill": 30, "copy": c, "check": 1, "remind": 2}) for c in (20, 40))
    assert (early.measures["cycle_time"].mean, early.activities["check"].instances) == (52, 0)
    assert (late.measures["cycle_time"].mean, late.activities["remind"].instances) == (61, 0)


def test_what_nobody_sends_is_not_waited_for_and_that_is_said() -> None:
    office = (
        '<startEvent id="os"/>' + for_all("intermediateCatchEvent", "come", BOTH) + task("check")
        + path("os", "come", "check")
    )  # fmt: skip
    applicant = '<startEvent id="as"/>' + task("fill") + sent("m1", "a") + path("as", "fill", "a")
    scenario = Scenario(partners=("applicant",), process="office")
    compiled = compile_simulation(together(office, applicant), scenario)
    assert "come waits only for what is sent by what is simulated." in [text.into("en") for text in compiled.assumed]
    assert run(together(office, applicant), {"fill": 20, "check": 5}).measures["cycle_time"].mean == 25


def test_an_event_on_an_activity_of_which_a_part_is_never_sent_never_comes_and_that_is_said() -> None:
    office = (
        '<startEvent id="os"/>' + task("check") + for_all("boundaryEvent", "late", BOTH, 'attachedToRef="check"')
        + task("stop") + path("os", "check") + path("late", "stop")
    )  # fmt: skip
    applicant = '<startEvent id="as"/>' + task("fill") + sent("m1", "a") + path("as", "fill", "a")
    scenario = Scenario(partners=("applicant",), process="office")
    compiled = compile_simulation(together(office, applicant), scenario)
    assert "late never happens." in [text.into("en") for text in compiled.assumed]
    assert run(together(office, applicant), {"fill": 20, "check": 50, "stop": 1}).activities["stop"].instances == 0
