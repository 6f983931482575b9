"""`ortoo scenario convert`: a file that Prosimos reads, and what it cannot say."""

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
