"""Imports: the file is looked for beside the model and nowhere else, and is to be what the import says."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from bpmn import read_model
from bpmn.check import Finding, check_model
from cli.check_command import command

NAMESPACE = "http://www.omg.org/spec/BPMN/20100524/MODEL"


def check(text: str, *, neighbour: Callable[[str], bytes | None] | None = None) -> tuple[Finding, ...]:
    return check_model(read_model(text.encode(), source_name="here.bpmn"), neighbour=neighbour)


OTHER = (
    f'<definitions xmlns="{NAMESPACE}" targetNamespace="urn:other">'
    '<process id="Q"><startEvent id="s"/></process></definitions>'
)
TRIGGERED = OTHER.replace('<startEvent id="s"/>', '<startEvent id="s"><messageEventDefinition/></startEvent>')


def importing(namespace: str = "urn:other", location: str = "other.bpmn", prefix: str = 'xmlns:o="urn:other"') -> str:
    element = f'<import importType="{NAMESPACE}" location="{location}" namespace="{namespace}"/>'
    calling = '<callActivity id="c" calledElement="o:Q"/>' if prefix else ""
    inside = f'<process id="P" isExecutable="true">{calling}</process>'
    return f'<definitions xmlns="{NAMESPACE}" {prefix} targetNamespace="urn:here">{element}{inside}</definitions>'


@pytest.mark.parametrize(
    ("text", "beside", "rules"),
    [
        (importing(), OTHER, set()),
        (importing(), None, {"import-missing"}),
        (importing(prefix=""), None, {"standard-001"}),
        (importing(namespace="urn:third"), OTHER, {"standard-002"}),
        (importing(namespace="urn:here", prefix='xmlns:o="urn:here"'), None, {"standard-002", "import-missing"}),
        (importing(), TRIGGERED, {"standard-099-imported"}),
        (importing(), "not XML", set()),
        (importing(location="../other.bpmn"), OTHER, set()),
        (importing(location="http://example.org/other.bpmn"), None, set()),
    ],
)
def test_imports_are_looked_for_in_the_same_folder_only(text: str, beside: str | None, rules: set[str]) -> None:
    asked: list[str] = []

    def neighbour(name: str) -> bytes | None:
        asked.append(name)
        return None if beside is None else beside.encode()

    wanted = {"standard-001", "standard-002", "standard-099-imported", "import-missing"}
    assert {finding.rule for finding in check(text, neighbour=neighbour)} & wanted == rules
    assert len(asked) <= 1
    assert set(asked) <= {"other.bpmn"}


def test_nothing_is_said_of_imports_where_the_folder_is_not_known() -> None:
    text = importing(namespace="urn:here", prefix="")
    assert {finding.rule for finding in check(text)} & {"standard-001", "standard-002", "import-missing"} == set()


def test_the_command_looks_beside_the_file(tmp_path: Path) -> None:
    model = tmp_path / "here.bpmn"
    model.write_text(importing(namespace="urn:third"), encoding="utf-8")
    (tmp_path / "other.bpmn").write_text(OTHER, encoding="utf-8")
    result = CliRunner().invoke(command, [str(model)], standalone_mode=False)
    assert "standard-002" in result.output
    assert "import-missing" not in result.output
