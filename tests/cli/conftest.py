"""Runs the command line as the shell would, and gives small files to run it on."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cli.main import main


@dataclass(frozen=True)
class Outcome:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Ortoo = Callable[..., Outcome]


@pytest.fixture
def ortoo(capsys: pytest.CaptureFixture[str]) -> Ortoo:
    """Call the command line with these arguments."""

    def call(*arguments: str) -> Outcome:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        out, err = capsys.readouterr()
        code = ended.value.code
        return Outcome(code=code if isinstance(code, int) else 0, out=out, err=err)

    return call


def process(body: str, *, process_id: str = "p", head: str = "") -> str:
    """A BPMN file with one executable process."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:test" id="d"\n'
        '    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
        f"{head}"
        f'<process id="{process_id}" isExecutable="true">\n{body}\n</process>\n</definitions>\n'
    )


@pytest.fixture
def approval(tmp_path: Path) -> str:
    """A small request: somebody decides, and it ends approved or refused."""
    file = tmp_path / "approval.bpmn"
    file.write_text(
        process(
            '<startEvent id="start" name="Request came"/>\n'
            '<userTask id="decide" name="Decide request"/>\n'
            '<exclusiveGateway id="how" name="Approved?" default="no"/>\n'
            '<endEvent id="approved" name="Approved"/>\n<endEvent id="refused" name="Refused"/>\n'
            '<sequenceFlow id="f1" sourceRef="start" targetRef="decide"/>\n'
            '<sequenceFlow id="f2" sourceRef="decide" targetRef="how"/>\n'
            '<sequenceFlow id="yes" name="yes" sourceRef="how" targetRef="approved">'
            '<conditionExpression xsi:type="tFormalExpression">amount &lt;= 100</conditionExpression></sequenceFlow>\n'
            '<sequenceFlow id="no" name="no" sourceRef="how" targetRef="refused"/>'
        )
    )
    return str(file)


@pytest.fixture
def later_approval(approval: str) -> str:
    """The same request, decided by a machine and told to the applicant."""
    file = Path(approval).with_name("later.bpmn")
    text = Path(approval).read_text()
    text = text.replace('<userTask id="decide"', '<serviceTask id="tell" name="Tell"/>\n<serviceTask id="decide"')
    text = text.replace('sourceRef="decide" targetRef="how"/>', 'sourceRef="decide" targetRef="tell"/>\n'
                        '<sequenceFlow id="f3" sourceRef="tell" targetRef="how"/>')  # fmt: skip
    file.write_text(text)
    return str(file)
