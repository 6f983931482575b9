from pathlib import Path

from tests.cli.conftest import Ortoo


def changed(approval: str, tmp_path: Path) -> str:
    file = tmp_path / "changed.bpmn"
    file.write_text(Path(approval).read_text().replace("userTask", "serviceTask"))
    return str(file)


def test_the_difference_is_told_as_text_and_as_json(ortoo: Ortoo, approval: str, tmp_path: Path) -> None:
    other = changed(approval, tmp_path)
    assert "Decide request is done by a machine." in ortoo("diff", approval, other).out
    found = ortoo("diff", approval, other, "--json").json
    assert [set(change) for change in found] == [{"kind", "as_is", "to_be", "text"}]
    assert (found[0]["kind"], found[0]["as_is"], found[0]["to_be"]) == ("automated", ["decide"], ["decide"])


def test_a_file_does_not_differ_from_itself(ortoo: Ortoo, approval: str) -> None:
    assert "do not differ" in ortoo("diff", approval, approval).out
    assert ortoo("diff", approval, approval, "--json").json == []


def test_the_page_is_written_beside_the_answer(ortoo: Ortoo, approval: str, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    outcome = ortoo("diff", approval, changed(approval, tmp_path), "--json", "--out", str(page))
    assert outcome.code == 0
    assert outcome.json[0]["kind"] == "automated"
    written = page.read_text(encoding="utf-8")
    assert written.startswith("<!DOCTYPE html>")
    assert written.count("<svg") == 2


def test_the_page_must_be_named_as_one(ortoo: Ortoo, approval: str, tmp_path: Path) -> None:
    outcome = ortoo("diff", approval, approval, "--out", str(tmp_path / "report.pdf"))
    assert outcome.code == 2
    assert "report.html" in outcome.err


def test_a_file_that_is_not_there_is_named(ortoo: Ortoo, approval: str) -> None:
    outcome = ortoo("diff", approval, "nowhere.bpmn")
    assert outcome.code == 1
    assert "nowhere.bpmn" in outcome.err
