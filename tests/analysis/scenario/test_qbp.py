"""Scenarios of BIMP and QBP inside BPMN files."""

from pathlib import Path

import pytest
from scipy import stats

from analysis.errors import ScenarioError
from analysis.scenario import Distribution, Scenario, load_scenario

HEAD = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:q="http://www.qbp-simulator.com/Schema201212" targetNamespace="t"><process id="P"><startEvent id="S"/>
 <userTask id="A"/><intermediateCatchEvent id="I"/><endEvent id="E"/></process>
 <q:processSimulationInfo processInstances="{cases}" currency="EUR" startDateTime="2026-01-05T09:00:00.000Z">
 <q:arrivalRateDistribution type="EXPONENTIAL" mean="0" arg1="600" arg2="0"><q:timeUnit>minutes</q:timeUnit>
 </q:arrivalRateDistribution><q:statsOptions trimStartProcessInstances="10"/>
 <q:timetables><q:timetable id="T" default="true"><q:rules><q:rule fromTime="09:00:00.000+00:00"
 toTime="17:00:00.000+00:00" fromWeekDay="MONDAY" toWeekDay="FRIDAY"/></q:rules></q:timetable></q:timetables>
 <q:resources><q:resource id="R" name="Clerk" totalAmount="{amount}" costPerHour="" timetableId="T"/></q:resources>
 <q:elements><q:element elementId="A">{duration}<q:resourceIds><q:resourceId>R</q:resourceId></q:resourceIds>
 <q:fixedCost>3</q:fixedCost><q:durationThreshold>7200</q:durationThreshold></q:element>
 <q:element elementId="I"><q:durationDistribution type="FIXED" mean="60"/></q:element></q:elements>
 <q:sequenceFlows><q:sequenceFlow elementId="f" executionProbability="{chance}"/></q:sequenceFlows>
 </q:processSimulationInfo></definitions>"""


def read(duration: str = "", *, cases: str = "50", amount: str = "2", chance: str = "0.4") -> Scenario:
    text = HEAD.format(duration=duration, cases=cases, amount=amount, chance=chance)
    return load_scenario(text.encode(), "q.bpmn")


def law(kind: str, mean: float, first: float, second: float = 0) -> Distribution:
    values = f'type="{kind}" mean="{mean}" arg1="{first}" arg2="{second}"'
    found = read(f"<q:durationDistribution {values}><q:timeUnit>hours</q:timeUnit></q:durationDistribution>")
    made = found.activities["A"].duration
    assert made is not None
    return made


def test_all_that_bimp_writes_is_read() -> None:
    found = read('<q:durationDistribution type="FIXED" mean="120"/>')
    assert (found.cases, found.warm_up, found.currency) == (50, 5, "EUR")
    assert found.start.isoformat() == "2026-01-05T09:00:00+00:00"
    assert found.arrivals is not None
    assert (found.arrivals.inter_arrival.expected, found.arrivals.calendar) == (600, "T")
    check = found.activities["A"]
    assert (check.resources, check.fixed_cost, check.due_s) == (("R",), 3, 7200)
    assert found.events["I"].duration == Distribution(type="fixed", value=60)
    assert found.flows == {"f": 0.4}
    assert found.calendars["T"].openings[0].days == (0, 1, 2, 3, 4)


def test_values_are_seconds_whatever_unit_is_displayed() -> None:
    assert law("FIXED", 3600, 0) == Distribution(type="fixed", value=3600)
    assert law("NORMAL", 600, 60) == Distribution(type="normal", mean=600, sd=60)
    assert law("UNIFORM", 0, 10, 30) == Distribution(type="uniform", min=10, max=30)
    assert law("TRIANGULAR", 20, 10, 30) == Distribution(type="triangular", min=10, mode=20, max=30)


def test_lognormal_and_gamma_state_mean_and_variance() -> None:
    assert law("LOGNORMAL", 600, 3600).variance == pytest.approx(3600)
    assert law("GAMMA", 600, 3600).variance == pytest.approx(stats.gamma(100, scale=6).var())


def test_a_histogram_is_the_means_of_its_bins() -> None:
    bins = "".join(
        f'<q:histogramDataBin probability="{chance}"><q:distribution type="FIXED" mean="{mean}"/></q:histogramDataBin>'
        for chance, mean in ((25, 60), (75, 120))
    )
    found = read(f'<q:durationDistribution type="HISTOGRAM">{bins}</q:durationDistribution>').activities["A"].duration
    assert found is not None
    assert found.expected == pytest.approx(105)


def test_what_is_not_filled_in_is_not_said() -> None:
    found = read('<q:durationDistribution type="FIXED" mean="" arg1="" arg2=""/>', cases="", chance="")
    assert found.cases is None
    assert found.activities["A"].duration is None
    assert not found.flows


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"amount": "0"}, "has no members"),
        ({"chance": "1.4"}, "not understood"),
        ({"cases": "many"}, "many"),
        (
            {"duration": '<q:durationDistribution type="FIXED" mean="-300"/>'},
            r"durationDistribution.*-300 is too small",
        ),
        ({"duration": '<q:durationDistribution type="NORMAL" mean="-300" arg1="9"/>'}, "-300 is too small"),
        ({"duration": '<q:durationDistribution type="ZIPF" mean="1"/>'}, "ZIPF"),
        ({"duration": '<q:durationDistribution type="UNIFORM" arg1="9" arg2="3"/>'}, "9.0"),
    ],
)
def test_a_wrong_value_is_told(wrong: dict[str, str], said: str) -> None:
    with pytest.raises(ScenarioError, match=said):
        read(**wrong)


@pytest.mark.corpora
def test_every_file_of_bimp_is_read(corpora: Path) -> None:
    files = [path for path in (corpora / "prosimos").glob("*.bpmn") if b"processSimulationInfo" in path.read_bytes()]
    assert len(files) > 10
    for path in files:
        assert load_scenario(path.read_bytes(), path.name).activities
