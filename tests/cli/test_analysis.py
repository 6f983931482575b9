import csv
import json
import re
from datetime import datetime
from pathlib import Path

import pytest

from tests.cli.conftest import Ortoo

LIBRARY = Path(__file__).resolve().parents[2] / "processes" / "company-registration"
AS_IS = str(LIBRARY / "as-is.bpmn")
TO_BE = str(LIBRARY / "to-be.bpmn")
SCENARIO = str(LIBRARY / "scenarios" / "as-is.json")


def test_analyse_gives_structure_flow_and_bottlenecks(ortoo: Ortoo) -> None:
    outcome = ortoo("analyse", AS_IS, "--scenario", SCENARIO, "--json")
    assert outcome.code == 0
    assert set(outcome.json) >= {"structure", "flow", "bottlenecks", "findings"}
    ranks = [found["rank"] for found in outcome.json["bottlenecks"]]
    assert ranks == list(range(1, len(ranks) + 1))
    assert set(outcome.json["bottlenecks"][0]) >= {"rank", "element", "name", "kind", "reason", "share"}


def test_bottlenecks_say_time_cost_cases_and_what_relief_does(ortoo: Ortoo) -> None:
    found = ortoo("analyse", AS_IS, "--scenario", SCENARIO, "--json", "--language", "mn").json
    worst = found["bottlenecks"][0]
    assert worst["time_s"] > 0
    assert 0 < worst["cases"] <= 1
    assert worst["cost"] >= 0
    assert set(worst["relief"]) == {"ten_per_cent", "removed"}
    simulated = worst["relief"]["removed"]["simulated"]["cycle_time_s"]
    assert simulated["ci_low"] < simulated["mean"] < simulated["ci_high"]
    assert found["bottlenecks"][10]["relief"]["removed"]["simulated"] is None
    assert found["simulation"]["replications"] == 20
    assert "хэрэг" in worst["reason"]


def test_without_a_simulation_relief_is_computed(ortoo: Ortoo) -> None:
    found = ortoo("analyse", AS_IS, "--scenario", SCENARIO, "--json", "--no-simulate").json
    assert found["simulation"] is None
    assert any(one["relief"]["removed"]["cycle_time_s"] < 0 for one in found["bottlenecks"])
    assert all(one["relief"]["removed"]["simulated"] is None for one in found["bottlenecks"])


@pytest.mark.parametrize("language", ["en", "mn"])
def test_text_of_analyse_and_simulate_fits_eighty_columns(ortoo: Ortoo, language: str) -> None:
    small = ("--cases", "60", "--replications", "2")
    for arguments in (("analyse", AS_IS, "--no-simulate"), ("simulate", AS_IS, *small)):
        outcome = ortoo(*arguments, "--scenario", SCENARIO, "--language", language)
        assert outcome.code == 0
        assert max(len(line) for line in outcome.out.splitlines()) <= 80


@pytest.mark.parametrize(
    "arguments", [("analyse", "--no-simulate"), ("simulate", "--cases", "60", "--replications", "2")]
)
def test_a_page_is_written(ortoo: Ortoo, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    page = tmp_path / "page.html"
    outcome = ortoo(*arguments, AS_IS, "--scenario", SCENARIO, "--out", str(page), "--language", "mn")
    assert outcome.code == 0
    assert str(page) in outcome.out
    assert '<html lang="mn">' in page.read_text()


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--out", "page.pdf", "ends in .html"),
        ("--out", "nowhere/page.html", "There is no folder"),
        ("--log", "log.txt", ".csv"),
        ("--log", "nowhere/log.csv", "There is no folder"),
        ("--warm-up", "some", "number of cases"),
        ("--precision", "7", "0.05"),
    ],
)
def test_what_cannot_be_written_or_meant_is_said_before_the_work(
    ortoo: Ortoo, option: str, value: str, said: str
) -> None:
    outcome = ortoo("simulate", AS_IS, "--scenario", SCENARIO, option, value)
    assert outcome.code in {1, 2}
    assert outcome.out == ""
    assert said in outcome.err
    assert "Traceback" not in outcome.err


def test_an_unstable_scenario_says_by_how_much(ortoo: Ortoo, tmp_path: Path) -> None:
    scenario = json.loads(Path(SCENARIO).read_text())
    scenario["resources"]["registrar"]["amount"] = 1
    file = tmp_path / "busy.json"
    file.write_text(json.dumps(scenario))
    outcome = ortoo("analyse", AS_IS, "--scenario", str(file), "--no-simulate")
    assert outcome.code == 0
    assert re.search(r"gets 2\.\d+ times the\s+work it can do", outcome.out)
    assert "grows without end" in outcome.out


def test_a_bare_model_is_analysed_with_defaults_that_are_said(ortoo: Ortoo, approval: str) -> None:
    outcome = ortoo("analyse", approval, "--json")
    assert outcome.code == 0
    assert outcome.json["assumed"]


def test_simulate_gives_intervals_and_repeats_from_its_seed(ortoo: Ortoo) -> None:
    arguments = ("simulate", AS_IS, "--scenario", SCENARIO, "--cases", "150", "--replications", "3", "--json")
    first, second, other = (ortoo(*arguments, "--seed", seed) for seed in ("5", "5", "6"))
    assert first.out == second.out
    assert first.out != other.out
    cycle_time = first.json["measures"]["cycle_time"]
    assert cycle_time["ci_low"] < cycle_time["mean"] < cycle_time["ci_high"]
    assert 0 < first.json["resources"]["registrar"]["utilisation"] < 1


@pytest.mark.parametrize("suffix", ["csv", "xes", "parquet"])
def test_simulate_writes_the_event_log(ortoo: Ortoo, tmp_path: Path, suffix: str) -> None:
    log = tmp_path / f"log.{suffix}"
    outcome = ortoo(
        "simulate", AS_IS, "--scenario", SCENARIO, "--cases", "100", "--replications", "1", "--log", str(log)
    )
    assert outcome.code == 0
    assert log.stat().st_size > 1000
    if suffix == "csv":
        with log.open() as reading:
            rows = list(csv.DictReader(reading))
        assert set(rows[0]) == {"case_id", "activity", "enable_time", "start_time", "end_time", "resource"}
        assert all(row["enable_time"] <= row["start_time"] <= row["end_time"] for row in rows)


def test_cases_arrive_as_in_a_log(ortoo: Ortoo, tmp_path: Path) -> None:
    first, again = tmp_path / "first.csv", tmp_path / "again.csv"
    arguments = ("simulate", AS_IS, "--scenario", SCENARIO, "--cases", "40", "--replications", "1")
    assert ortoo(*arguments, "--log", str(first)).code == 0
    outcome = ortoo(*arguments, "--seed", "9", "--arrivals", str(first), "--log", str(again))
    assert outcome.code == 0
    assert _arrived(first) == _arrived(again)


def test_a_log_that_is_none_is_told(ortoo: Ortoo, tmp_path: Path) -> None:
    nothing = tmp_path / "nothing.csv"
    nothing.write_text("case_id,activity\n")
    outcome = ortoo("simulate", AS_IS, "--scenario", SCENARIO, "--arrivals", str(nothing))
    assert outcome.code == 1
    assert "Traceback" not in outcome.err


def _arrived(log: Path) -> list[str]:
    """When cases arrived, from whole week to whole week: day of the week and time."""
    with log.open() as reading:
        moments: dict[str, datetime] = {}
        for row in csv.DictReader(reading):
            moment = datetime.fromisoformat(row["enable_time"])
            moments[row["case_id"]] = min(moment, moments.get(row["case_id"], moment))
    return [moment.strftime("%a %H:%M") for moment in sorted(moments.values())]


def test_compare_gives_the_same_numbers_for_the_same_seed(ortoo: Ortoo, approval: str, later_approval: str) -> None:
    arguments = ("compare", approval, later_approval, "--cases", "60", "--replications", "3", "--json")
    first, second, other = (ortoo(*arguments, "--seed", seed) for seed in ("2", "2", "3"))
    assert first.code == 0
    assert first.out == second.out
    assert first.out != other.out


def test_compare_writes_the_report_of_a_service_and_says_that_it_gets_quicker(ortoo: Ortoo, tmp_path: Path) -> None:
    html = tmp_path / "report.html"
    arguments = ("--cases", "120", "--replications", "3", "--seed", "2", "--json", "--out", str(html))
    outcome = ortoo("compare", "company-registration", *arguments)
    assert outcome.code == 0
    assert "<svg" in html.read_text()
    assert set(outcome.json) >= {
        "as_is", "to_be", "changes", "measures", "bottlenecks", "drivers", "assumptions", "verdict",
    }  # fmt: skip
    cycle_time = next(row for row in outcome.json["measures"] if row["measure"] == "cycle_time")
    assert cycle_time["to_be"] < cycle_time["as_is"]
    assert cycle_time["ci_low"] <= cycle_time["difference"] <= cycle_time["ci_high"] < 0


def test_compare_writes_numbers_for_programs(ortoo: Ortoo, approval: str, later_approval: str, tmp_path: Path) -> None:
    numbers = tmp_path / "report.json"
    arguments = ("--cases", "60", "--replications", "2", "--out", str(numbers))
    assert ortoo("compare", approval, later_approval, *arguments).code == 0
    assert json.loads(numbers.read_text())["verdict"]


def test_two_files_without_scenarios_are_compared_with_defaults(ortoo: Ortoo, approval: str) -> None:
    outcome = ortoo("compare", approval, approval, "--cases", "100", "--replications", "2", "--json")
    assert outcome.code == 0
    assert outcome.json["changes"] == []
    assert all(row["difference"] == 0 for row in outcome.json["measures"])


def test_compare_says_what_precision_it_reached_and_what_each_change_contributes(
    ortoo: Ortoo, approval: str, later_approval: str
) -> None:
    arguments = ("compare", approval, later_approval, "--cases", "60", "--precision", "0.5", "--drivers")
    said, document = ortoo(*arguments), ortoo(*arguments, "--json").json
    assert said.code == 0
    assert document["precision"]["reason"] == "reached"
    assert document["precision"]["text"] in said.out
    assert [share["kind"] for share in document["shares"]["by_change"]]
    assert document["shares"]["method"] in said.out


def test_several_variants_are_compared_in_one_table(ortoo: Ortoo, approval: str, later_approval: str) -> None:
    arguments = ("compare", approval, approval, later_approval, "--cases", "60", "--replications", "2")
    said, document = ortoo(*arguments), ortoo(*arguments, "--json").json
    assert said.code == 0
    assert [Path(one["name"]).name for one in document["variants"]] == ["approval.bpmn", "later.bpmn"]
    assert all(one["name"] in said.out for one in document["variants"])
    refused = ortoo(*arguments, "--out", "report.html")
    assert refused.code == 2
    assert "--json" in refused.err


def test_two_logs_and_two_periods_of_one_are_compared(ortoo: Ortoo, approval: str, tmp_path: Path) -> None:
    logs = [str(tmp_path / name) for name in ("one.csv", "two.csv")]
    for seed, log in enumerate(logs):
        assert ortoo("simulate", approval, "--cases", "80", "--seed", str(seed), "--log", log).code == 0
    found = ortoo("compare", *logs, "--json")
    assert found.code == 0
    assert {row["origin"] for row in found.json["measures"]} == {"measured"}
    assert found.json["as_is"]["cases"] == found.json["to_be"]["cases"] == 80
    halves = ortoo("compare", logs[0], "--before", "2026-01-07", "--json").json
    assert halves["as_is"]["cases"] + halves["to_be"]["cases"] == 80
    assert ortoo("compare", logs[0], "--before", "2026-01-07").out.startswith(halves["verdict"])


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("one.csv",), "--before"),
        (("one.csv", "two.csv", "--before", "2026-01-07"), "two logs"),
        (("one.csv", "two.csv", "--out", "report.html"), "--json"),
        (("company-registration", "--before", "2026-01-07"), "event logs"),
        (("company-registration", "--variant-scenario", "s.json"), "third"),
    ],
)
def test_what_does_not_go_together_is_said(
    ortoo: Ortoo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], word: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("one.csv", "two.csv"):
        Path(name).write_text("case_id,activity,end_time\na,b,2026-01-05T00:00:00Z\n")
    outcome = ortoo("compare", *arguments)
    assert outcome.code == 2
    assert word in outcome.err


def test_an_unknown_service_is_said_with_those_there_are(ortoo: Ortoo) -> None:
    outcome = ortoo("compare", "no-such-service")
    assert outcome.code == 1
    assert "company-registration" in outcome.err


def test_a_scenario_that_does_not_fit_is_said_with_its_path(ortoo: Ortoo, tmp_path: Path) -> None:
    scenario = json.loads(Path(SCENARIO).read_text())
    scenario["flows"]["Flow_incomplete"] = 1.7
    file = tmp_path / "wrong.json"
    file.write_text(json.dumps(scenario))
    outcome = ortoo("simulate", AS_IS, "--scenario", str(file))
    assert outcome.code == 1
    assert "flows.Flow_incomplete" in outcome.err


def test_diff_tells_the_changes_and_nothing_of_a_file_against_itself(ortoo: Ortoo) -> None:
    changes = ortoo("diff", AS_IS, TO_BE, "--json").json
    assert {"eliminated", "added", "automated"} <= {change["kind"] for change in changes}
    assert ortoo("diff", AS_IS, AS_IS, "--json").json == []


def written(folder: Path, **said: object) -> str:
    path = folder / "bad.json"
    path.write_text(json.dumps({"ortoo_scenario": 1, **said}))
    return str(path)


@pytest.mark.parametrize("command", ["analyse", "simulate"])
@pytest.mark.parametrize(
    ("said", "english", "mongolian"),
    [
        ({"resources": {"r": {"amount": -2}}}, "resources.r.amount: -2 is too small: it must be at least 0.",
         "resources.r.amount: -2 хэт бага: 0-ээс багагүй байх ёстой."),
        ({"resources": {"r": {"amount": 1, "calendar": "x"}}}, 'resources.r.calendar: There is no calendar "x".',
         "resources.r.calendar: «x» гэсэн хуанли алга."),
        ({"flows": {"f": 30}}, "flows.f: 30 is too large: it must be at most 1.", "flows.f: 30 хэт их: 1-ээс ихгүй"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_scenario_is_said_with_its_path_in_both_languages(
    ortoo: Ortoo, tmp_path: Path, command: str, said: dict[str, object], english: str, mongolian: str
) -> None:
    bad = written(tmp_path, **said)
    for language, sentence in (("en", english), ("mn", mongolian)):
        outcome = ortoo(command, AS_IS, "--scenario", bad, "--language", language)
        assert outcome.code == 1
        assert f"{bad}: {sentence}" in outcome.err
    # The next command is asked nothing and speaks as it is installed.
    assert f"{bad}: {english}" in ortoo(command, AS_IS, "--scenario", bad).err


GATE = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"><process id="P">
<startEvent id="S"/><userTask id="A" name="Check"/><exclusiveGateway id="G" name="Complete?"/><endEvent id="E"/>
<endEvent id="F"/><sequenceFlow id="f1" sourceRef="S" targetRef="A"/><sequenceFlow id="f2" sourceRef="A" targetRef="G"/>
<sequenceFlow id="f3" sourceRef="G" targetRef="E"/><sequenceFlow id="f4" sourceRef="G" targetRef="F"/></process>
</definitions>"""


@pytest.mark.parametrize(
    ("flows", "sentence"),
    [
        ({"f3": {"rule": "y > 3"}, "f4": {"rule": "x > 3"}},
         "flows.f3.rule: Complete? cannot go by rules: nothing says what y is. Give it under attributes"),
        ({"f3": {"rule": "x >"}}, 'flows.f3.rule: Complete? cannot go by rules: "x >" is no rule that is true or'),
        ({"f3": {"rule": "x > 3"}, "f4": {"rule": "x > 5"}},
         "No way out of Complete? fits a case: give it a default way, or a rule that is true for all that is left."),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_followed_is_said_with_what_to_do(
    ortoo: Ortoo, tmp_path: Path, flows: dict[str, object], sentence: str
) -> None:
    model = tmp_path / "gate.bpmn"
    model.write_text(GATE)
    bad = written(tmp_path, attributes={"x": {"expression": "1"}}, flows=flows, cases=5, replications=1)
    outcome = ortoo("simulate", str(model), "--scenario", bad)
    assert outcome.code == 1
    assert sentence in outcome.err


DECIDING = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:t"
    xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <process id="p"><startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="d"/>
    <businessRuleTask id="d" camunda:decisionRef="route" camunda:resultVariable="route"/>
    <sequenceFlow id="f2" sourceRef="d" targetRef="g"/><exclusiveGateway id="g" default="f4"/>
    <sequenceFlow id="f3" sourceRef="g" targetRef="a">
      <conditionExpression xsi:type="tFormalExpression">${route == "by hand"}</conditionExpression></sequenceFlow>
    <sequenceFlow id="f4" sourceRef="g" targetRef="e"/>
    <userTask id="a"/><sequenceFlow id="f5" sourceRef="a" targetRef="e"/><endEvent id="e"/></process></definitions>"""
TABLE = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="t" name="t" namespace="urn:t">
  <inputData id="i" name="amount"><variable name="amount" typeRef="number"/></inputData>
  <decision id="route" name="Route"><informationRequirement id="r"><requiredInput href="#i"/></informationRequirement>
    <decisionTable id="dt"><input id="c"><inputExpression id="x"><text>amount</text></inputExpression></input>
      <output id="o" typeRef="string"/>
      <rule id="r1"><inputEntry id="n1"><text>&gt;= 8</text></inputEntry>
        <outputEntry id="u1"><text>"by hand"</text></outputEntry></rule>
      <rule id="r2"><inputEntry id="n2"><text>&lt; 8</text></inputEntry>
        <outputEntry id="u2"><text>"at once"</text></outputEntry></rule>
    </decisionTable></decision></definitions>"""


def test_decisions_decide_in_analyse_as_in_simulate(ortoo: Ortoo, tmp_path: Path) -> None:
    model, table, scenario = (tmp_path / name for name in ("m.bpmn", "t.dmn", "s.json"))
    model.write_text(DECIDING)
    table.write_text(TABLE)
    drawn = {"type": "uniform", "min": 0, "max": 10}
    scenario.write_text(json.dumps({"ortoo_scenario": 1, "attributes": {"amount": drawn}}))
    given = (str(model), "--scenario", str(scenario), "--decisions", str(table), "--json")
    found = ortoo("analyse", *given, "--no-simulate").json
    assert found["flow"]["visits"]["a"] == pytest.approx(0.2)
    simulated = ortoo("simulate", *given, "--cases", "2000", "--replications", "2").json
    assert simulated["activities"]["a"]["instances"] == pytest.approx(0.2, abs=0.03)


def test_a_comparison_does_not_take_by_chance_what_is_decided(ortoo: Ortoo, tmp_path: Path) -> None:
    model, table, scenario = (tmp_path / name for name in ("m.bpmn", "t.dmn", "s.json"))
    model.write_text(DECIDING)
    table.write_text(TABLE)
    drawn = {"type": "uniform", "min": 0, "max": 10}
    scenario.write_text(json.dumps({"ortoo_scenario": 1, "attributes": {"amount": drawn}, "cases": 20}))
    given = (str(model), str(model), "--scenario", str(scenario), str(scenario), "--replications", "2", "--json")
    by_chance = "The ways out of g are equally likely."
    assert by_chance in ortoo("compare", *given).out
    assert by_chance not in ortoo("compare", *given, "--decisions", str(table)).out


def test_a_scenario_in_which_nothing_takes_time_is_analysed(ortoo: Ortoo, tmp_path: Path) -> None:
    model = tmp_path / "gate.bpmn"
    model.write_text(GATE)
    outcome = ortoo("analyse", str(model), "--scenario", written(tmp_path, activities={"A": {"duration": 0}}))
    assert outcome.code == 0
