"""`ortoo check`: findings and soundness of models."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeAlias

import click

from bpmn import read_model
from bpmn.check import Finding, as_sarif, check_model, in_order
from bpmn.decisions import DecisionModel, is_decision_file, read_decision_file
from bpmn.decisions.calling import CALL_RULES, callable_decisions, check_calls
from bpmn.decisions.checking import DECISION_RULES, check_decision_file
from bpmn.errors import UnreadableFileError
from bpmn.language import Text
from bpmn.soundness import Soundness, check_soundness
from bpmn.xml import DEFAULT_LIMITS
from cli.files import read_bytes
from cli.output import language, print_json

__all__ = ["command"]


_Decisions: TypeAlias = Sequence[tuple[DecisionModel, Sequence[DecisionModel]]]
_RULES = {**DECISION_RULES, **CALL_RULES}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Report:
    """What was found in one file; `is_readable` is false where it is not BPMN or cannot be opened."""

    file: str
    findings: tuple[Finding, ...]
    soundness: dict[str, Soundness]
    is_readable: bool = True


@click.command("check")
@click.argument("files", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of text.")
@click.option("--sarif", "in_sarif", is_flag=True, help="The findings as SARIF 2.1.0, for code hosts and editors.")
def command(files: tuple[str, ...], *, as_json: bool, in_sarif: bool) -> int:
    """Say what is wrong with models, where, and what to do.

    Where DMN files are among the FILES, business rule tasks are held against the decisions in them.

    Exit code 0: no errors; 1: errors found; 2: a file cannot be read.
    """
    decisions = _read_decisions(files)
    reports = [_report(file, decisions) for file in files]
    if in_sarif:
        print_json(as_sarif([(report.file, report.findings) for report in reports], language=language(), others=_RULES))
    elif as_json:
        print_json([_document(report) for report in reports])
    else:
        for report in reports:
            _print(report)
    if not all(report.is_readable for report in reports):
        return 2
    return 1 if any(finding.severity == "error" for report in reports for finding in report.findings) else 0


def _read_decisions(files: Iterable[str]) -> _Decisions:
    """Return the DMN files among the given ones, each with what it imports; none if one of them cannot be read."""
    found: list[tuple[DecisionModel, Sequence[DecisionModel]]] = []
    for file in files:
        try:
            if is_decision_file(read_bytes(file), source_name=file):
                model, imports = read_decision_file(Path(file))
                # Models that import each other in a circle are found here.
                model.program(imports)
                found.append((model, imports))
        except (UnreadableFileError, OSError):
            # Nobody knows what it holds: nothing is said then of decisions that are missing.
            return []
    return found


def _report(file: str, decisions: _Decisions) -> _Report:
    try:
        data = read_bytes(file)
        return _decisions(file) if is_decision_file(data, source_name=file) else _processes(file, data, decisions)
    except UnreadableFileError as error:
        return _unreadable(file, error.text, error.line)
    except OSError as error:
        return _unreadable(file, Text("{reason}", reason=error.strerror or str(error)), None)


def _processes(file: str, data: bytes, decisions: _Decisions) -> _Report:
    model = read_model(data, source_name=file)
    known = callable_decisions(one for one, _ in decisions)
    findings = check_model(model, decisions=known, neighbour=partial(_beside, file)) + check_calls(model, decisions)
    return _Report(file=file, findings=in_order(findings), soundness=dict(check_soundness(model)))


def _decisions(file: str) -> _Report:
    model, imports = read_decision_file(Path(file))
    return _Report(file=file, findings=check_decision_file(model, imports), soundness={})


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


def _unreadable(file: str, text: Text, line: int | None) -> _Report:
    finding = Finding(rule="readable", severity="error", line=line, text=text, advice=Text(""))
    return _Report(file=file, findings=(finding,), soundness={}, is_readable=False)


def _document(report: _Report) -> dict[str, object]:
    return {
        "file": report.file,
        "readable": report.is_readable,
        "findings": [_finding(finding) for finding in report.findings],
        "soundness": {scope: _soundness(result) for scope, result in report.soundness.items()},
    }


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


def _print(report: _Report) -> None:
    for finding in report.findings:
        place = f"{report.file}:{finding.line}" if finding.line else report.file
        click.echo(f"{place}: {finding.severity}: {finding.text.into(language())} [{finding.rule}]")
        if advice := finding.advice.into(language()):
            click.echo(f"    {advice}")
    for scope, result in report.soundness.items():
        click.echo(f"{report.file}: {scope}: {result.text.into(language())}")
    errors = sum(finding.severity == "error" for finding in report.findings)
    click.echo(f"{report.file}: {len(report.findings)} findings, {errors} of them errors")
