"""`ortoo scenario convert`: a file that Prosimos or Ortoo reads, and what it cannot say."""

import json
from pathlib import Path

from click.testing import CliRunner

from cli.scenario_command import command

MODEL = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"><process id="P">
<startEvent id="S"/><userTask id="A"/><endEvent id="E"/><sequenceFlow id="f" sourceRef="S" targetRef="A"/>
<sequenceFlow id="g" sourceRef="A" targetRef="E"/></process></definitions>"""


def test_a_scenario_is_written_and_what_is_lost_is_told(tmp_path: Path) -> None:
    model, scenario, out = (tmp_path / name for name in ("m.bpmn", "s.json", "out.json"))
    model.write_text(MODEL)
    scenario.write_text(json.dumps({"ortoo_scenario": 1, "activities": {"A": {"duration": "PT5M", "fee": 3}}}))
    done = CliRunner().invoke(command, ["convert", str(scenario), "--model", str(model), "--out", str(out)])
    assert done.exit_code == 0
    written = json.loads(out.read_text(encoding="utf-8"))
    assert written["task_resource_distribution"][0]["resources"][0]["distribution_params"] == [{"value": 300.0}]
    assert "A" in done.stderr
    assert "fee" in done.stderr


def test_a_scenario_of_prosimos_becomes_one_of_ortoo_that_says_the_same(tmp_path: Path) -> None:
    def convert(given: Path, name: str, kind: str) -> Path:
        made = ["--model", str(model), "--out", str(tmp_path / name), "--to", kind]
        assert CliRunner().invoke(command, ["convert", str(given), *made]).exit_code == 0
        return tmp_path / name

    model, scenario = tmp_path / "m.bpmn", tmp_path / "s.json"
    model.write_text(MODEL)
    scenario.write_text(json.dumps({"ortoo_scenario": 1, "activities": {"A": {"duration": "PT5M", "resource": "c"}},
                                    "resources": {"c": {"amount": 2}}}))  # fmt: skip
    prosimos = convert(scenario, "p.json", "prosimos")
    ours = convert(prosimos, "o.json", "ortoo")
    written = json.loads(ours.read_text(encoding="utf-8"))
    assert written["ortoo_scenario"] == 1
    assert written["activities"] == {"A": {"resource": "c", "duration": "PT5M"}}
    assert convert(ours, "q.json", "prosimos").read_bytes() == convert(prosimos, "r.json", "prosimos").read_bytes()
