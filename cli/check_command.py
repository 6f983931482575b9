"""`ortoo check`: findings and soundness of models."""

from functools import partial
from pathlib import Path

import click

from bpmn import read_model
from bpmn.check import Finding, check_model
from bpmn.errors import UnreadableFileError
from bpmn.soundness import Soundness, check_soundness
from bpmn.xml import DEFAULT_LIMITS
from cli.files import read_bytes
from cli.output import language, print_json

__all__ = ["command"]


@click.command("check")
@click.argument("files", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of text.")
def command(files: tuple[str, ...], *, as_json: bool) -> int:
    """Say what is wrong with models, where, and what to do.

    Exit code 0: no errors; 1: errors found; 2: a file cannot be read.
    """
    reports = [_report(file) for file in files]
    if as_json:
        print_json(reports)
    else:
        for report in reports:
            _print(report)
    if not all(report["readable"] for report in reports):
        return 2
    return 1 if any(_has_error(report) for report in reports) else 0


def _report(file: str) -> dict[str, object]:
    try:
        model = read_model(read_bytes(file), source_name=file)
    except UnreadableFileError as error:
        return _unreadable(file, error.text.into(language()), error.line)
    except OSError as error:
        return _unreadable(file, error.strerror or str(error), None)
    return {
        "file": file,
        "readable": True,
        "findings": [_finding(finding) for finding in check_model(model, neighbour=partial(_beside, file))],
        "soundness": {scope: _soundness(result) for scope, result in check_soundness(model).items()},
    }


def _beside(file: str, name: str) -> bytes | None:
    """Return a file in the folder of the one that is checked, None where there is none."""
    try:
        path = Path(file).parent / Path(name).name
        if not path.is_file():
            return None
        with path.open("rb") as found:
            return found.read(DEFAULT_LIMITS.file_bytes + 1)
    except (OSError, ValueError):
        return None


def _unreadable(file: str, message: str, line: int | None) -> dict[str, object]:
    finding = {
        "rule": "readable",
        "constraint": None,
        "severity": "error",
        "element": None,
        "line": line,
        "message": message,
        "advice": "",
    }
    return {"file": file, "readable": False, "findings": [finding], "soundness": {}}


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "constraint": finding.constraint,
        "severity": finding.severity,
        "element": finding.element,
        "line": finding.line,
        "message": finding.text.into(language()),
        "advice": finding.advice.into(language()),
    }


def _soundness(result: Soundness) -> dict[str, object]:
    return {
        "verdict": result.verdict,
        "problem": result.problem,
        "path": list(result.path),
        "message": result.text.into(language()),
    }


def _has_error(report: dict[str, object]) -> bool:
    findings = report["findings"]
    return isinstance(findings, list) and any(finding["severity"] == "error" for finding in findings)


def _print(report: dict[str, object]) -> None:
    file, findings, soundness = report["file"], report["findings"], report["soundness"]
    if not (isinstance(findings, list) and isinstance(soundness, dict)):
        return
    for finding in findings:
        place = f"{file}:{finding['line']}" if finding["line"] else f"{file}"
        click.echo(f"{place}: {finding['severity']}: {finding['message']} [{finding['rule']}]")
        if finding["advice"]:
            click.echo(f"    {finding['advice']}")
    for scope, result in soundness.items():
        click.echo(f"{file}: {scope}: {result['message']}")
    errors = sum(finding["severity"] == "error" for finding in findings)
    click.echo(f"{file}: {len(findings)} findings, {errors} of them errors")
