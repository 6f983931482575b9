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
        (importing(namespace="urn:third"), OTHER, {"import-namespace"}),
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

    wanted = {"standard-001", "standard-002", "standard-099-imported", "import-missing", "import-namespace"}
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
    assert "import-namespace" in result.output
    assert "import-missing" not in result.output


def folder(**files: str) -> Callable[[str], bytes | None]:
    return lambda name: files[name.removesuffix(".bpmn")].encode() if name.removesuffix(".bpmn") in files else None


def file(namespace: str, inside: str, *imports: str) -> str:
    every = "".join(
        f'<import importType="{NAMESPACE}" location="{name}.bpmn" namespace="urn:{name}"/>' for name in imports
    )
    return f'<definitions xmlns="{NAMESPACE}" targetNamespace="{namespace}">{every}{inside}</definitions>'


def test_ids_are_compared_over_all_files_of_a_namespace_that_an_import_leads_to() -> None:
    here = file("urn:here", '<process id="P"><task id="a"/></process>', "first")
    first = file("urn:there", '<process id="Q"><task id="b"/></process>', "second")
    second = file("urn:here", '<process id="R"><task id="a"/></process>')
    found = [f for f in check(here, neighbour=folder(first=first, second=second)) if f.rule == "standard-002"]
    assert [(f.element, f.constraint) for f in found] == [("a", "EXT.002")]


def test_two_imported_files_that_share_an_id_are_named_at_the_import() -> None:
    here = file("urn:here", '<process id="P"/>', "first", "second")
    same = file("urn:there", '<process id="Q"><task id="b"/></process>')
    found = [f for f in check(here, neighbour=folder(first=same, second=same)) if f.rule == "standard-002"]
    assert {str(f.text) for f in found} == {
        "The id Q is in first.bpmn and in second.bpmn.",
        "The id b is in first.bpmn and in second.bpmn.",
    }


def test_files_that_import_each_other_in_a_circle_are_read_once() -> None:
    asked: list[str] = []
    files = folder(first=file("urn:first", "", "second"), second=file("urn:second", "", "first", "here"))

    def neighbour(name: str) -> bytes | None:
        asked.append(name)
        return files(name)

    check(file("urn:here", "", "first", "here"), neighbour=neighbour)
    assert sorted(asked) == sorted(set(asked))


def test_an_import_of_an_import_that_is_not_there_is_named_too() -> None:
    here = file("urn:here", "", "first")
    findings = check(here, neighbour=folder(first=file("urn:first", "", "second")))
    (found,) = [f for f in findings if f.rule == "standard-001"]
    assert str(found.text).startswith("The imported file first.bpmn imports second.bpmn, which is not there")


@pytest.mark.parametrize("location", ["other.bpmn", "http://example.org/other.bpmn", "../other.bpmn"])
def test_what_cannot_be_looked_into_may_clash_in_this_files_own_namespace_only(location: str) -> None:
    found = check(importing(namespace="urn:here", location=location), neighbour=lambda _: None)
    assert [f.constraint for f in found if f.rule == "standard-002"] == ["EXT.002"]
    found = check(importing(namespace="urn:there", location=location), neighbour=lambda _: None)
    assert [f.constraint for f in found if f.rule == "standard-002"] == []


def test_a_file_that_is_imported_by_what_it_imports_does_not_clash_with_itself() -> None:
    here = file("urn:here", '<process id="P"><task id="a"/></process>', "other")
    other = file("urn:here", "", "here")
    model = read_model(here.encode(), source_name="services/permit/here.bpmn")
    found = check_model(model, neighbour=folder(here=here, other=other))
    assert [f for f in found if f.rule == "standard-002"] == []
