"""Findings as SARIF, the format in which code hosts and editors take what a checker found.

Source: OASIS, Static Analysis Results Interchange Format (SARIF) 2.1.0, §3.13 (log), §3.14 (run), §3.27 (result).
"""

from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from bpmn.check.finding import Finding, Severity
from bpmn.check.rules import RULES

__all__ = ["as_sarif"]

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "hint": "note"}
_SEVERITIES = {rule.id: rule.severity for rule in RULES}


def as_sarif(reports: Sequence[tuple[str, Sequence[Finding]]], *, language: str = "en") -> dict[str, Any]:
    """Return a SARIF log of one run over several files, ready to be written as JSON.

    Args:
        reports: Paths of the files, as they are to be named, each with what was found in it.
        language: Language of the messages, "mn" or "en".

    >>> as_sarif([("a.bpmn", ())])["runs"][0]["results"]
    []
    """
    findings = [(file, finding) for file, found in reports for finding in found]
    rules = list(dict.fromkeys(finding.rule for _, finding in findings))
    run = {
        "tool": {"driver": {"name": "Ortoo", "rules": _rules(rules, (finding for _, finding in findings))}},
        "artifacts": [{"location": {"uri": _uri(file)}} for file, _ in reports],
        "columnKind": "unicodeCodePoints",
        "results": [_result(file, finding, rules.index(finding.rule), language) for file, finding in findings],
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rules(rules: list[str], findings: Iterable[Finding]) -> list[dict[str, Any]]:
    constraints = {finding.rule: finding.constraint for finding in findings}
    return [
        {
            "id": rule,
            "defaultConfiguration": {"level": _LEVELS[_SEVERITIES.get(rule, "error")]},
            **({"properties": {"constraint": constraints[rule]}} if constraints[rule] else {}),
        }
        for rule in rules
    ]


def _result(file: str, finding: Finding, rule: int, language: str) -> dict[str, Any]:
    place: dict[str, Any] = {"physicalLocation": {"artifactLocation": {"uri": _uri(file)}}}
    if finding.line:
        place["physicalLocation"]["region"] = {"startLine": finding.line}
    if finding.element:
        place["logicalLocations"] = [{"name": finding.element, "kind": "element"}]
    message = " ".join(filter(None, (finding.text.into(language), finding.advice.into(language))))
    return {
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": message},
        "locations": [place],
    }


def _uri(file: str) -> str:
    path = PurePath(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
