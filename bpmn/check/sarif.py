"""Findings as SARIF, the format in which code hosts and editors take what a checker found.

Source: OASIS, Static Analysis Results Interchange Format (SARIF) 2.1.0, §3.13 (log), §3.14 (run), §3.19 (tool),
§3.27 (result), §3.28 (location), §3.33 (logical location), §3.49 (reporting descriptor).
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from bpmn.check.finding import Finding, Severity
from bpmn.check.rules import RULES
from bpmn.check.what_rules_ask import what_rules_ask

__all__ = ["as_sarif"]

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "hint": "note"}
_SEVERITIES = {rule.id: rule.severity for rule in RULES}
_PAGES = Path(__file__).resolve().parents[2] / "docs" / "rules"


def as_sarif(
    reports: Sequence[tuple[str, Sequence[Finding]]],
    *,
    language: str = "en",
    pages: str | None = None,
    others: Mapping[str, tuple[Severity, str]] = MappingProxyType({}),
) -> dict[str, Any]:
    """Return a SARIF log of one run over several files, ready to be written as JSON.

    Args:
        reports: Paths of the files, as they are to be named, each with what was found in it.
        language: Language of the messages, "mn" or "en"; what the rules ask is always told in English.
        pages: Where the pages of the rules are, an absolute URI that ends in a slash; the project's own files where it
            is not given.
        others: Rules of files that are not BPMN, by id: how bad a fault is, and what the rule asks.

    >>> as_sarif([("a.bpmn", ())])["runs"][0]["results"]
    []
    """
    findings = [(file, finding) for file, found in reports for finding in found]
    constraints = {finding.rule: finding.constraint for _, finding in findings}
    place_of = {rule: place for place, rule in enumerate(constraints)}
    run = {
        "tool": {"driver": _tool(constraints, pages, others)},
        "language": language,
        "artifacts": [{"location": {"uri": _uri(file)}} for file, _ in reports],
        "columnKind": "unicodeCodePoints",
        "results": [_result(file, finding, place_of[finding.rule], language) for file, finding in findings],
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _tool(
    constraints: Mapping[str, str | None], pages: str | None, others: Mapping[str, tuple[Severity, str]]
) -> dict[str, Any]:
    driver: dict[str, Any] = {"name": "Ortoo"}
    # Run from a folder that was never installed, it has no version to tell.
    with suppress(PackageNotFoundError):
        driver["version"] = version("ortoo")
    driver["rules"] = [_rule(rule, constraint, pages, others.get(rule)) for rule, constraint in constraints.items()]
    return driver


def _rule(rule: str, constraint: str | None, pages: str | None, other: tuple[Severity, str] | None) -> dict[str, Any]:
    told: dict[str, Any] = {"id": rule}
    severity, says = other or ("error", "")
    if asks := what_rules_ask().get(rule, says):
        told["shortDescription"] = {"text": asks}
    if page := _page(rule, pages):
        told["helpUri"] = page
    told["defaultConfiguration"] = {"level": _LEVELS[_SEVERITIES.get(rule, severity)]}
    if constraint:
        told["properties"] = {"constraint": constraint}
    return told


def _page(rule: str, pages: str | None) -> str | None:
    if pages is not None:
        return f"{pages}{quote(rule)}.md"
    page = _PAGES / f"{rule}.md"
    return page.as_uri() if page.is_file() else None


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
