"""When events come: by the clock, in working time, at a moment, by an expression, by chance."""

from datetime import UTC, datetime

import pytest

from analysis.scenario import Calendar, Distribution, EventParameters, Opening, Scenario
from analysis.simulation import SimulationResult, compile_simulation, simulate
from bpmn.model import EventDefinition, Expression, FlowNode, Model, StartEvent, Timer
from tests.analysis.models import definition, model, node, scope, timer

HOUR = 3600.0
OFFICE = Calendar(id="office", openings=(Opening(days=(0, 1, 2, 3, 4), from_s=9 * HOUR, to_s=17 * HOUR),))
MONDAY = datetime(2026, 1, 5, 1, tzinfo=UTC)  # 09:00 in Ulaanbaatar


def waiting(kind: str, value: str, *, language: str = "") -> Model:
    """A process that only waits for a timer."""
    told = Timer(kind=kind, value=Expression(text=value, language=language))
    event = node(
        "t", "intermediateCatchEvent", definitions=(EventDefinition(id="d", type="timerEventDefinition", timer=told),)
    )
    return model({"s": "startEvent", "t": event, "e": "endEvent"}, "s > t > e")


def run(made: Model, **said: object) -> SimulationResult:
    scenario = Scenario(cases=1, warm_up=0, replications=1, start=MONDAY, **said)  # type: ignore[arg-type]
    return simulate(compile_simulation(made, scenario))


def cycle(made: Model, **said: object) -> float:
    return run(made, **said).measures["cycle_time"].mean


@pytest.mark.parametrize(
    ("kind", "value", "language", "seconds"),
    [
        ("timeDuration", "PT90M", "", 1.5 * HOUR),
        ("timeDuration", 'duration("PT30M") * 4', "feel", 2 * HOUR),
        ("timeDuration", '"PT3H"', "feel", 3 * HOUR),
        ("timeDate", "2026-01-05T12:00:00+08:00", "", 3 * HOUR),
        ("timeDate", "2026-01-01T12:00:00+08:00", "", 0.0),
        ("timeCycle", "R3/PT10M", "", 600.0),
        ("timeCycle", "R/2026-01-05T09:00:00Z/PT20M", "", 1200.0),
    ],
)
def test_a_timer_fires_when_the_model_says(kind: str, value: str, language: str, seconds: float) -> None:
    assert cycle(waiting(kind, value, language=language)) == seconds


def test_a_timer_that_depends_on_data_is_said_to_fire_at_once() -> None:
    result = run(waiting("timeDuration", "patience", language="feel"))
    assert result.measures["cycle_time"].mean == 0
    assert "t happens at once." in [str(text) for text in result.assumed]


@pytest.mark.parametrize(
    ("value", "language"), [("-PT5M", ""), ("PT-5M", ""), ('duration("PT5M") - duration("PT10M")', "feel")]
)
def test_a_negative_duration_is_said_to_be_one_and_is_over_at_once(value: str, language: str) -> None:
    result = run(waiting("timeDuration", value, language=language))
    assert result.measures["cycle_time"].mean == 0
    said = next(text for text in result.assumed if "negative" in str(text))
    assert str(said).startswith("t waits for ")
    assert "сөрөг" in said.into("mn")


def test_a_limit_that_is_negative_is_over_at_once_as_in_the_engine() -> None:
    limit = node("limit", "boundaryEvent", attached_to="check", definitions=(timer("-PT5M"),))
    nodes = dict.fromkeys(("e", "late"), "endEvent") | {"s": "startEvent", "check": "userTask"}
    result = run(model(nodes | {"limit": limit}, "s > check > e, limit > late"))
    assert result.measures["cycle_time"].mean == 0
    assert [str(text) for text in result.assumed if "limit" in str(text)] == [
        "limit waits for -PT5M, which is negative: its time is over at once."
    ]


@pytest.mark.parametrize(("hours", "expected"), [(2, 2.0), (8, 8.0), (9, 25.0), (40, 104.0), (41, 169.0)])
def test_a_timer_may_count_working_time(hours: float, expected: float) -> None:
    said = EventParameters(duration=Distribution(type="fixed", value=hours * HOUR), calendar="office")
    assert cycle(waiting("timeDuration", "PT1H"), calendars={"office": OFFICE}, events={"t": said}) == expected * HOUR


def test_a_boundary_timer_in_working_time_waits_over_the_night() -> None:
    host = node("w", "intermediateCatchEvent", definitions=(timer("P10D"),))
    inner = scope({"is": "startEvent", "w": host, "ie": "endEvent"}, "is > w > ie")
    bound = node("t", "boundaryEvent", attached_to="S", definitions=(timer("PT1H"),))
    kinds: dict[str, str | FlowNode] = {
        "s": "startEvent",
        "S": node("S", "subProcess", scope=inner),
        "t": bound,
        "e": "endEvent",
        "f": "endEvent",
    }
    said = EventParameters(duration=Distribution(type="fixed", value=10 * HOUR), calendar="office")
    made = model(kinds, "s > S > e, t > f")
    assert cycle(made, calendars={"office": OFFICE}, events={"t": said}) == 26 * HOUR


def event_scope(*, interrupts: bool) -> Model:
    """A wait of ten hours with an event sub-process by a message beside it, which takes an hour."""
    start = StartEvent(
        id="m", type="startEvent", name="m", is_interrupting=interrupts, definitions=(definition("message"),)
    )
    pause = node("p", "intermediateCatchEvent", definitions=(timer("PT1H"),))
    handling = scope({"m": start, "p": pause, "x": "endEvent"}, "m > p > x")
    wait = node("w", "intermediateCatchEvent", definitions=(timer("PT10H"),))
    kinds: dict[str, str | FlowNode] = {
        "s": "startEvent",
        "w": wait,
        "e": "endEvent",
        "v": node("v", "subProcess", scope=handling, is_event_sub_process=True),
    }
    return model(kinds, "s > w > e")


@pytest.mark.parametrize(("interrupts", "expected"), [(True, 3.0), (False, 10.0)])
def test_the_scenario_says_when_an_event_sub_process_begins(interrupts: bool, expected: float) -> None:
    said = {"m": EventParameters(duration=Distribution(type="fixed", value=2 * HOUR))}
    result = run(event_scope(interrupts=interrupts), events=said)
    assert result.measures["cycle_time"].mean == expected * HOUR
    assert result.activities["p"].instances == 1


def test_an_event_sub_process_begins_as_often_as_it_is_likely() -> None:
    said = {"m": EventParameters(duration=Distribution(type="fixed", value=HOUR), probability=0.3)}
    scenario = Scenario(cases=1000, warm_up=0, replications=1, events=said)
    result = simulate(compile_simulation(event_scope(interrupts=True), scenario))
    assert result.activities["p"].instances == pytest.approx(0.3, abs=0.05)


def test_an_event_sub_process_of_which_nothing_is_known_never_begins_and_that_is_said() -> None:
    result = run(event_scope(interrupts=True))
    assert result.measures["cycle_time"].mean == 10 * HOUR
    assert "m never happens." in [str(text) for text in result.assumed]
