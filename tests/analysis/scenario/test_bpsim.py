"""Scenarios of BPSim inside BPMN files: several in a file, what they inherit, values with units, calendars."""

import math
from typing import Any

import pytest
from scipy import stats

from analysis.errors import ScenarioError
from analysis.scenario import Distribution, Scenario, load_scenario, with_defaults
from analysis.simulation import compile_simulation
from bpmn import read_model

HEAD = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:b="http://www.bpsim.org/schemas/{version}"
 targetNamespace="t"><resource id="R" name="Clerk"/>
 <process id="P"><laneSet id="LS"><lane id="L" name="Head"><flowNodeRef>B</flowNodeRef></lane></laneSet>
 <startEvent id="S"/><userTask id="A" name="Check"/><userTask id="B"/><exclusiveGateway id="G"/><endEvent id="E"/>
 <endEvent id="F"/>
 <sequenceFlow id="f1" sourceRef="S" targetRef="A"/><sequenceFlow id="f2" sourceRef="A" targetRef="G"/>
 <sequenceFlow id="f3" sourceRef="G" targetRef="B"/><sequenceFlow id="f4" sourceRef="G" targetRef="F"/>
 <sequenceFlow id="f5" sourceRef="B" targetRef="E"/></process>
 <relationship type="BPSimData"><extensionElements><b:BPSimData>{scenarios}</b:BPSimData></extensionElements>
 <source>P</source><target>P</target></relationship></definitions>"""


def element(key: str, inner: str) -> str:
    return f'<b:ElementParameters elementRef="{key}">{inner}</b:ElementParameters>'


def scenario(*parts: str, key: str = "s", more: str = "", parameters: str = 'baseTimeUnit="min"') -> str:
    return (f'<b:Scenario id="{key}" name="As {key}" {more}><b:ScenarioParameters {parameters}/>'
            f'{"".join(parts)}</b:Scenario>')  # fmt: skip


def file(*scenarios: str, version: str = "1.0") -> bytes:
    return HEAD.format(version=version, scenarios="".join(scenarios)).encode()


def read(*parts: str, parameters: str = 'baseTimeUnit="min"') -> Scenario:
    return load_scenario(file(scenario(*parts, parameters=parameters)), "b.bpmn")


def time(value: str, name: str = "ProcessingTime") -> str:
    return f"<b:TimeParameters><b:{name}>{value}</b:{name}></b:TimeParameters>"


def duration(value: str) -> Distribution:
    found = read(element("A", time(value))).activities["A"].duration
    assert found is not None
    return found


FULL = (
    element("S", "<b:ControlParameters><b:InterTriggerTimer>"
            '<b:NegativeExponentialDistribution mean="20" validFor="C"/></b:InterTriggerTimer>'
            '<b:TriggerCount><b:NumericParameter value="70"/></b:TriggerCount></b:ControlParameters>'
            '<b:PropertyParameters><b:Property name="vip"><b:BooleanParameter value="true"/></b:Property>'
            "</b:PropertyParameters>"),
    element("A", time('<b:TriangularDistribution min="1" mode="4" max="13"/>') + time(
            '<b:DurationParameter value="P1D"/>', "WaitTime")
            + "<b:ResourceParameters><b:Selection><b:ExpressionParameter value=\"bpsim:getResource('Clerk', 1)\"/>"
            '</b:Selection></b:ResourceParameters><b:CostParameters><b:FixedCost><b:FloatingParameter value="7"/>'
            '</b:FixedCost></b:CostParameters><b:PriorityParameters><b:Priority><b:NumericParameter value="3"/>'
            "</b:Priority></b:PriorityParameters>"),
    element("B", time('<b:NumericParameter value="2" timeUnit="hour"/>')),
    element("f3", '<b:ControlParameters><b:Probability><b:FloatingParameter value="0.3"/></b:Probability>'
            "</b:ControlParameters>"),
    element("R", '<b:ResourceParameters><b:Availability><b:BooleanParameter value="true" validFor="C"/>'
            '</b:Availability><b:Quantity><b:NumericParameter value="4"/></b:Quantity></b:ResourceParameters>'
            "<b:CostParameters>"
            '<b:UnitCost><b:FloatingParameter value="2"/></b:UnitCost></b:CostParameters>'),
    element("L", '<b:ResourceParameters><b:Quantity><b:NumericParameter value="2"/></b:Quantity>'
            "</b:ResourceParameters>"),
    ('<b:Calendar id="C" name="Hours">BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;TZID=Asia/Ulaanbaatar:20260105T090000\n'
    "DTEND:20260105T170000\nRRULE:FREQ=WEEKLY;BYDAY=MO,TU,\n WE,TH,FR\nEND:VEVENT\nEND:VCALENDAR</b:Calendar>"),
)  # fmt: skip


@pytest.mark.parametrize("version", ["1.0", "2.0"])
def test_all_kinds_of_parameters_are_read(version: str) -> None:
    found = load_scenario(file(scenario(*FULL), version=version), "b.bpmn")
    assert found.cases == 70
    assert found.arrivals is not None
    assert (found.arrivals.inter_arrival.expected, found.arrivals.calendar) == (1200, "C")
    check = found.activities["A"]
    assert check.duration == Distribution(type="triangular", min=60, mode=240, max=780)
    assert check.delay == Distribution(type="fixed", value=86400)
    assert (check.resources, check.fixed_cost, check.priority) == (("R",), 7, 3)
    assert found.flows == {"f3": 0.3}
    clerk = found.resources["R"]
    assert (clerk.amount, clerk.cost_per_h, clerk.calendar) == (4, 120, "C")
    assert found.attributes["vip"].choices == ((True, 1.0),)


def test_who_is_not_selected_is_of_the_lane() -> None:
    found = read(*FULL)
    assert found.activities["B"].resources == ("L",)
    assert found.activities["B"].duration == Distribution(type="fixed", value=7200)


def test_a_calendar_that_comes_again_weekly_is_opening_hours() -> None:
    found = read(*FULL).calendars["C"]
    assert found.time_zone == "Asia/Ulaanbaatar"
    assert [(one.days, one.from_s, one.to_s) for one in found.openings] == [((0, 1, 2, 3, 4), 9 * 3600, 17 * 3600)]


def test_a_night_shift_goes_on_in_the_next_day() -> None:
    night = ('<b:Calendar id="N">BEGIN:VEVENT\nDTSTART:20260109T220000\nDURATION:PT8H\nRRULE:FREQ=WEEKLY\nEND:VEVENT'
             "</b:Calendar>")  # fmt: skip
    found = read(night).calendars["N"].openings
    assert [(one.days, one.from_s, one.to_s) for one in found] == [((4,), 79200, 86400), ((5,), 0, 21600)]


@pytest.mark.parametrize(
    ("value", "free"),
    [
        ('<b:UniformDistribution min="2" max="10"/>', stats.uniform(2, 8)),
        ('<b:NormalDistribution mean="60" standardDeviation="5"/>', stats.norm(60, 5)),
        ('<b:ErlangDistribution k="3" mean="6"/>', stats.erlang(3, scale=2)),
        ('<b:GammaDistribution shape="2" scale="5"/>', stats.gamma(2, scale=5)),
        ('<b:LogNormalDistribution mean="10" standardDeviation="4"/>',
         stats.lognorm(math.sqrt(math.log(1.16)), scale=10 / math.sqrt(1.16))),
        ('<b:WeibullDistribution shape="1.5" scale="5"/>', stats.weibull_min(1.5, scale=5)),
        ('<b:BetaDistribution shape="2" scale="3"/>', stats.beta(2, 3)),
        ('<b:PoissonDistribution mean="4"/>', stats.poisson(4)),
        ('<b:BinomialDistribution probability="0.2" trials="10"/>', stats.binom(10, 0.2)),
        ('<b:TruncatedNormalDistribution mean="10" standardDeviation="4" min="8" max="15"/>',
         stats.truncnorm(-0.5, 1.25, loc=10, scale=4)),
    ],
)  # fmt: skip
def test_distributions_have_their_mean_and_variance_in_the_base_unit(value: str, free: Any) -> None:
    found = duration(value)
    assert found.expected == pytest.approx(60 * free.mean(), rel=2e-3)
    assert found.variance == pytest.approx(3600 * free.var(), rel=2e-2)


def test_a_user_distribution_is_empirical() -> None:
    points = "".join(
        f'<b:UserDistributionDataPoint probability="{chance}"><b:NumericParameter value="{number}"/>'
        "</b:UserDistributionDataPoint>"
        for chance, number in ((0.25, 1), (0.75, 3))
    )
    found = duration(f'<b:UserDistribution discrete="true">{points}</b:UserDistribution>')
    assert (found.values, found.weights) == ((60, 180), (0.25, 0.75))


def test_times_of_several_kinds_are_added_up() -> None:
    found = read(element("A", time('<b:NumericParameter value="1"/>', "SetUpTime") + time(
        '<b:NumericParameter value="2"/>')))  # fmt: skip
    assert found.activities["A"].duration == Distribution(type="fixed", value=180)


def test_an_inherited_parameter_is_replaced_one_by_one() -> None:
    base = scenario(*FULL)
    stress = scenario(element("B", time('<b:NumericParameter value="3" timeUnit="hour"/>')), key="stress",
                      more='inherits="s"', parameters="")  # fmt: skip
    found = load_scenario(file(base, stress), "b.bpmn", which="As stress")
    assert found.activities["B"].duration == Distribution(type="fixed", value=10800)
    assert found.activities["A"].fixed_cost == 7
    assert str(found.name) == "As stress"


@pytest.mark.parametrize(
    ("scenarios", "which", "said"),
    [
        ((), "", "holds no scenario"),
        ((scenario(), scenario(key="t")), "", r"several scenarios.*As s, As t"),
        ((scenario(),), "nowhere", r'no scenario "nowhere".*As s'),
        ((scenario(more='inherits="x"'),), "", 'inherits "x", which is not in the file'),
        ((scenario(more='inherits="s"'),), "", "inherits itself"),
    ],
)
def test_a_scenario_that_cannot_be_found_is_told(scenarios: tuple[str, ...], which: str, said: str) -> None:
    with pytest.raises(ScenarioError, match=said):
        load_scenario(file(*scenarios), "b.bpmn", which=which)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (element("A", time('<b:NumericParameter value="x"/>')), r"NumericParameter \(\d+\): The value of value"),
        (element("A", time('<b:NumericParameter value="1" timeUnit="moon"/>')), '"moon" is no time unit'),
        (element("A", time('<b:TriangularDistribution min="3" mode="1" max="2"/>')), "do not make a Triangular"),
        (element("A", time('<b:UniformDistribution min="3"/>')), "value of max is missing"),
        (element("A", time('<b:ZipfDistribution a="3"/>')), r'"ZipfDistribution" is not understood.*Weibull'),
        (element("A", time('<b:NumericParameter value="-1"/>')), "too small"),
        (element("A", time('<b:DurationParameter value="-PT5M"/>')), "negative"),
        (element("R", '<b:ResourceParameters><b:Quantity><b:NumericParameter value="0"/></b:Quantity>'
                 "</b:ResourceParameters>"), "has no members"),
        (element("f3", '<b:ControlParameters><b:Probability><b:FloatingParameter value="3"/></b:Probability>'
                 "</b:ControlParameters>"), "between 0 and 1"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_told_with_its_line(parts: str, said: str) -> None:
    with pytest.raises(ScenarioError, match=said):
        read(parts)


def test_what_is_not_taken_over_is_said() -> None:
    found = read(
        element("A", time("<b:ExpressionParameter value='x + 1'/>")),
        element("nowhere", time('<b:NumericParameter value="1"/>')),
        element("f3", "<b:ControlParameters><b:Condition><b:ExpressionParameter value='x'/></b:Condition>"
                "</b:ControlParameters>"),
    )  # fmt: skip
    said = " ".join(str(remark) for remark in found.remarks)
    assert "A: ProcessingTime is not taken over" in said
    assert '"nowhere" is not in the file' in said
    assert "Condition of f3" in said


def test_a_file_with_bpsim_data_simulates() -> None:
    data = file(scenario(*FULL))
    model = read_model(data, source_name="b.bpmn")
    found = load_scenario(data, "b.bpmn", model)
    assert with_defaults(model, found).scenario.cases == 70
    assert compile_simulation(model, found).network.scenario.resources["L"].amount == 2


# What follows is written as files of two tools write it: jBPM's designer (github.com/kiegroup/jbpm-playground,
# purchases/src/main/resources/Purchases.bpmn2, evaluation/src/main/resources/evaluation.bpmn2) and the library BPSimpy
# with Cardanit and L-SIM (github.com/claudiafracca/BPSimpyLibrary, BPSIM_output.xml, exBPI2012.xml;
# github.com/CrunchNCrisp/bpsim2scylla, src/test/resources/BPSIM_Extracted.xml).


def control(name: str, *given: str) -> str:
    return f"<b:ControlParameters><b:{name}>{''.join(given)}</b:{name}></b:ControlParameters>"


def floating(value: float, more: str = "") -> str:
    return f'<b:FloatingParameter value="{value}" {more}/>'


def resource(quantity: str) -> str:
    availability = f"<b:Availability>{floating(8.0)}</b:Availability>"
    return f"<b:ResourceParameters>{availability}<b:Quantity>{quantity}</b:Quantity></b:ResourceParameters>"


def test_probabilities_in_per_cent_as_jbpm_writes_them_are_understood() -> None:
    found = read(
        element("S", time('<b:UniformDistribution max="10.0" min="5.0"/>') + control("Probability", floating(100.0))),
        element("f3", control("Probability", floating(30.0))),
        element("f4", control("Probability", floating(70.0))),
        element("E", time('<b:UniformDistribution max="10.0" min="5.0"/>')),
    )
    assert found.flows == {"f3": 0.3, "f4": 0.7}
    assert found.events["S"].probability == 1.0
    assert "Probabilities are taken as per cent, as some are 100." in [str(text) for text in found.remarks]


def test_a_probability_of_more_than_100_per_cent_is_refused() -> None:
    with pytest.raises(ScenarioError, match=r"Probability \(.*A probability is between 0 and 1"):
        read(
            element("f3", control("Probability", floating(130.0))),
            element("f4", control("Probability", floating(100.0))),
        )


def test_people_that_are_stated_at_a_task_do_it() -> None:
    cost = f"<b:CostParameters><b:UnitCost>{floating(5.0)}</b:UnitCost></b:CostParameters>"
    work = time('<b:NormalDistribution mean="4.0" standardDeviation="1.0"/>')
    found = read(
        element("A", work + resource(floating(2.0)) + cost), element("B", work + resource(floating(0.0)) + cost)
    )
    assert found.activities["A"].resources == ("A",)
    pool = found.resources["A"]
    assert (pool.amount, pool.cost_per_h, str(pool.name)) == (2, 300.0, "Check")
    assert found.activities["B"].resources == ()


HOURS = (
    "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nDTEND:20211001T{end}0000\nDTSTART:20211001T{start}0000\nEND:VEVENT\n"
)


def hours(key: str, start: str, end: str, days: str) -> str:
    rule = f"RRULE:FREQ=DAILY;BYDAY={days}\nEND:VCALENDAR\n"
    return f'<b:Calendar name="{key}" id="{key}">\n{HOURS.format(start=start, end=end)}{rule}</b:Calendar>'


def test_nobody_outside_the_hours_of_a_calendar_and_some_within_is_a_pool_with_that_calendar() -> None:
    found = read(
        element("R", resource('<b:NumericParameter value="0"/><b:NumericParameter value="53" validFor="4"/>')),
        hours("4", "08", "22", "SA,TH,MO,FR,TU,WE"),
    )
    assert (found.resources["R"].amount, found.resources["R"].calendar) == (53, "4")
    assert not [text for text in found.remarks if "several values" in str(text)]


def test_a_rule_behind_the_event_of_a_calendar_says_when_it_comes_again() -> None:
    calendar = read(hours("1", "08", "16", "TH,MO,FR,TU,WE")).calendars["1"]
    (opening,) = calendar.openings
    assert calendar.time_zone == "Asia/Ulaanbaatar"  # that of the clock by which the scenario starts
    assert (opening.days, opening.from_s, opening.to_s) == ((0, 1, 2, 3, 4), 8 * 3600, 16 * 3600)


def test_arrivals_in_the_hours_of_a_calendar_come_before_those_outside_of_it() -> None:
    found = read(
        element("S", control("InterTriggerTimer", '<b:StringParameter value="300"/>'
                '<b:NegativeExponentialDistribution mean="11" validFor="Case Arrival Calendar"/>')),
        hours("Case Arrival Calendar", "08", "23", "MO,TU,WE,TH,FR,SA,SU"),
        parameters='replication="1" baseTimeUnit="min"',
    )  # fmt: skip
    assert found.arrivals is not None
    assert found.arrivals.inter_arrival == Distribution(type="exponential", mean=660.0)
    assert found.arrivals.calendar == "Case Arrival Calendar"
    assert any("several values for different times" in str(text) for text in found.remarks)


def test_what_a_tool_only_asks_for_and_its_own_extensions_are_passed_over() -> None:
    only_asked = "<b:ResultRequest>mean</b:ResultRequest>"
    law = '<b:TruncatedNormalDistribution mean="137" standardDeviation="22.72" min="0" max="6000"/>'
    waits = f"<b:WaitTime>{only_asked}</b:WaitTime>"
    work = f"<b:TimeParameters><b:ProcessingTime>{law}{only_asked}</b:ProcessingTime>{waits}</b:TimeParameters>"
    queue = f"<b:PropertyParameters><b:QueueLength>{only_asked}</b:QueueLength></b:PropertyParameters>"
    vendor = '<b:VendorExtension name="x"><l:Task xmlns:l="urn:l"><l:EventLog/></l:Task></b:VendorExtension>'
    found = read(element("A", work + queue + vendor))
    assert found.activities["A"].duration == Distribution(
        type="normal", mean=137 * 60, sd=pytest.approx(22.72 * 60), min=0, max=6000 * 60
    )
    assert not found.remarks


def test_a_warm_up_of_some_time_is_not_taken_over_and_that_is_said() -> None:
    warm_up = '<b:Warmup><b:DurationParameter value="P1D"/></b:Warmup>'
    parameters = f'<b:ScenarioParameters baseTimeUnit="min">{warm_up}</b:ScenarioParameters>'
    found = load_scenario(file(f'<b:Scenario id="s">{parameters}</b:Scenario>'), "b.bpmn")
    assert "The warm-up is told by its cases, not by P1D." in [str(text) for text in found.remarks]


def test_a_scenario_without_its_model_is_refused_with_what_to_do() -> None:
    alone = f'<b:BPSimData xmlns:b="http://www.bpsim.org/schemas/2.0">{scenario()}</b:BPSimData>'
    with pytest.raises(ScenarioError, match="without its model: put it into the BPMN file"):
        load_scenario(alone.encode(), "alone.xml")
