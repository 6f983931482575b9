"""What the studio's templates are given: rows and marks, ready to be shown."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _

from bpmn.model import Lane, Model
from webui.studio.evidence import Evidence

if TYPE_CHECKING:
    from analysis.bottlenecks import Bottleneck

__all__ = ["BottleneckRow", "FindingRow", "ModelPage", "SoundnessRow", "present_model", "word"]

_LEVELS = 5
_COLOURS = {"error": "red", "warning": "yellow", "hint": "blue"}
_VERDICT_COLOURS = {"sound": "green", "unsound": "red", "undecided": "yellow"}
_WORDS = {
    "error": _("error"),
    "warning": _("warning"),
    "hint": _("hint"),
    "sound": _("sound"),
    "unsound": _("unsound"),
    "undecided": _("undecided"),
    "better": _("better"),
    "worse": _("worse"),
    "changed": _("changed"),
    "same": _("the same"),
    "measured": _("measured"),
    "simulated": _("simulated"),
    "computed": _("computed"),
    "counted": _("counted"),
    "assumed": _("assumed"),
    "capacity": _("too few people"),
    "overload": _("more work than people can do"),
    "calendar": _("opening hours"),
    "delay": _("delay before it can begin"),
    "applicant": _("waiting for the applicant"),
    "work": _("long work"),
    "rework": _("rework"),
    "hand-off": _("hand-off"),
    "passage": _("hangs on one person"),
    "batching": _("gathered in batches"),
    "approval": _("approval"),
    "eliminated": _("No longer done"),
    "added": _("New"),
    "automated": _("Automated"),
    "merged": _("Merged"),
    "moved": _("Done by somebody else"),
    "resequenced": _("In another order"),
    "parallelised": _("At the same time"),
    "knocked-out-earlier": _("Stopped earlier"),
    "new-decision": _("New decisions"),
    "renamed": _("Renamed"),
}


def word(code: str) -> str:
    """Return what people call a severity, verdict, result, origin or kind; the code itself where it is not known."""
    return str(_WORDS.get(code, code))


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """A finding, in words."""

    severity: str
    colour: str
    rule: str
    place: str
    element: str
    text: str
    advice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundnessRow:
    """A verdict on soundness, in words; `path` are the ids of the elements on the way to the fault, with blanks."""

    scope: str
    verdict: str
    colour: str
    text: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BottleneckRow:
    """A bottleneck of the ranking, in words."""

    rank: int
    element: str
    name: str
    kind: str
    share: str
    level: int
    time: str
    cases: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelPage:
    """Everything a page about one model shows.

    Attributes:
        marks: JSON for the diagram: heat level and badge by element id.
        findings: The findings, most severe first.
        errors: How many of them are errors.
        soundness: The verdicts.
        bottlenecks: The ranking.
        measures: Structural measures: name and value.
        assumed: What was assumed.
        problem: Why there are no figures, "" where there are.
    """

    marks: str
    findings: tuple[FindingRow, ...]
    errors: int
    soundness: tuple[SoundnessRow, ...]
    bottlenecks: tuple[BottleneckRow, ...]
    measures: tuple[tuple[str, str], ...]
    assumed: tuple[str, ...]
    problem: str


def present_model(evidence: Evidence, *, language: str, names: dict[str, str]) -> ModelPage:
    """Return what a page about a model shows.

    Args:
        evidence: What is known of the model.
        language: The reader's language.
        names: Labels of elements in that language, where they differ from the file's.
    """
    nodes = evidence.model.nodes
    labels = {nodes[key].name: name for key, name in names.items() if key in nodes and nodes[key].name}
    labels |= {lane.name: names[lane.id] for lane in _lanes(evidence.model) if lane.id in names}
    order = {"error": 0, "warning": 1, "hint": 2}
    findings = tuple(
        FindingRow(
            severity=word(finding.severity),
            colour=_COLOURS[finding.severity],
            rule=finding.rule,
            place=str(finding.line or ""),
            element=finding.element or "",
            text=finding.text.relabelled(labels).into(language),
            advice=finding.advice.into(language),
        )
        for finding in sorted(evidence.findings, key=lambda finding: order[finding.severity])
    )
    rows = _bottlenecks(evidence.bottlenecks, language, names, labels)
    return ModelPage(
        marks=_marks(rows),
        findings=findings,
        errors=sum(finding.severity == "error" for finding in evidence.findings),
        soundness=_soundness(evidence, language),
        bottlenecks=rows,
        measures=tuple((name, f"{value:.3g}") for name, value in sorted(evidence.structure.items())),
        assumed=tuple(text.into(language) for text in evidence.assumed),
        problem=evidence.problem.into(language) if evidence.problem else "",
    )


def _soundness(evidence: Evidence, language: str) -> tuple[SoundnessRow, ...]:
    return tuple(
        SoundnessRow(
            scope=scope,
            verdict=word(result.verdict),
            colour=_VERDICT_COLOURS[result.verdict],
            text=result.text.into(language),
            path=" ".join(result.path),
        )
        for scope, result in evidence.soundness.items()
    )


def _lanes(model: Model) -> tuple[Lane, ...]:
    return tuple(lane for process in model.processes for lane in process.scope.lanes)


def _bottlenecks(
    found: "tuple[Bottleneck, ...]", language: str, names: dict[str, str], labels: dict[str, str]
) -> tuple[BottleneckRow, ...]:
    from analysis.pages.words import amount

    most = max((bottleneck.share for bottleneck in found), default=0.0)
    return tuple(
        BottleneckRow(
            rank=bottleneck.rank,
            # A role is not on the diagram: what its people do first is.
            element=next(iter(bottleneck.elements), "") if bottleneck.place == "role" else bottleneck.element,
            name=names.get(bottleneck.element) or bottleneck.name_in(language),
            kind=word(bottleneck.kind),
            share=f"{bottleneck.share:.0%}",
            level=min(_LEVELS - 1, int(_LEVELS * bottleneck.share / most)) if most else 0,
            time=amount("elapsed", bottleneck.time_s, "", language),
            cases=f"{bottleneck.cases:.0%}",
            reason=bottleneck.reason.relabelled(labels).into(language),
        )
        for bottleneck in found
    )


def _marks(rows: tuple[BottleneckRow, ...]) -> str:
    marks: dict[str, dict[str, object]] = {}
    for row in rows:
        # An element may be in the ranking for several reasons; the diagram shows the worst.
        if row.element:
            marks.setdefault(row.element, {"level": row.level, "badge": row.share})
    # "<" must not stand in a script element, and "&" is nobody's label.
    return json.dumps(marks, ensure_ascii=False).replace("<", "\\u003c")
