"""What whoever reads a log's figures must know, and what stands out in them."""

from collections.abc import Iterator

from analysis.mining.traces import Traces
from analysis.mining.values import LogFinding, MinedLog
from analysis.quantities import fitting_scale
from bpmn.language import Text

__all__ = ["find_findings"]

_MANY = 0.1
_STEADY = 0.02
_FEW = 10


def find_findings(mined: MinedLog, traces: Traces) -> tuple[LogFinding, ...]:
    """Return the findings, what is missing in the data first."""
    return (*_data(mined, traces), *_flow(mined), *_time(mined), *_people(mined), *_model(mined))


def _data(mined: MinedLog, traces: Traces) -> Iterator[LogFinding]:
    if not traces.has_starts:
        text = Text("The log knows when activities ended, not when they began: waiting and work cannot be told apart.")
        yield LogFinding(kind="data", text=text)
    if not traces.has_people:
        yield LogFinding(kind="data", text=Text("The log does not say who did anything."))
    backwards = int((traces.frame["end"] < traces.frame["start"]).sum())
    if backwards:
        text = Text("{count} activity instances end before they begin: their work counts as none.", count=backwards)
        yield LogFinding(kind="data", text=text)
    if mined.open_cases:
        text = Text(
            "{open} of {cases} cases are still open: something in them was begun and has not ended. Their times count "
            "as far as they have come.",
            open=mined.open_cases,
            cases=mined.cases,
        )
        yield LogFinding(kind="data", text=text)


def _flow(mined: MinedLog) -> Iterator[LogFinding]:
    if mined.rework_cases > _MANY * mined.cases:
        most = max(mined.activities, key=lambda one: one.repeated)
        text = Text(
            "In {share} % of the cases something is done again, most often {activity} ({count} times).",
            share=f"{100 * mined.rework_cases / mined.cases:.0f}",
            activity=most.name,
            count=most.repeated,
        )
        yield LogFinding(kind="flow", text=text)
    common = mined.variants[0]
    if mined.cases > 1 and common.cases == 1:
        yield LogFinding(kind="flow", text=Text("No two cases went the same way."))
    elif len(mined.variants) > 1:
        text = Text(
            "{variants} ways through the process; the most frequent is that of {share} % of the cases.",
            variants=len(mined.variants),
            share=f"{100 * common.cases / mined.cases:.0f}",
        )
        yield LogFinding(kind="flow", text=text)


def _time(mined: MinedLog) -> Iterator[LogFinding]:
    whole = mined.cycle_time_s.mean * mined.cases
    longest = max(mined.edges, key=lambda edge: edge.time_s.mean * edge.count, default=None)
    if longest is None or not whole:
        return
    spent = longest.time_s.mean * longest.count
    text = Text(
        "Most time passes from {source} to {target}: {mean} on average, {share} % of all time.",
        source=longest.source,
        target=longest.target,
        mean=fitting_scale("elapsed", [longest.time_s.mean]).quantity(longest.time_s.mean),
        share=f"{100 * spent / whole:.0f}",
    )
    yield LogFinding(kind="time", text=text)
    for edge in mined.edges:
        time = edge.time_s
        if time.count >= max(_FEW, mined.cases * _MANY) and time.mean > 86400 and time.sd < _STEADY * time.mean:
            text = Text(
                "From {source} to {target} it is nearly always {mean}: a term that is set, not a queue.",
                source=edge.source,
                target=edge.target,
                mean=fitting_scale("elapsed", [time.mean]).quantity(time.mean),
            )
            yield LogFinding(kind="time", text=text)


def _people(mined: MinedLog) -> Iterator[LogFinding]:
    if mined.waiting is not None and mined.waiting.total.waiting_s:
        total = mined.waiting.total
        largest = max(_CAUSE_TEXTS, key=lambda cause: float(getattr(total, f"{cause}_s")))
        text = Text(
            "The largest part of the waiting, {share} %: {cause}.",
            share=f"{100 * getattr(total, f'{largest}_s') / total.waiting_s:.0f}",
            cause=_CAUSE_TEXTS[largest],
        )
        yield LogFinding(kind="people", text=text)


_CAUSE_TEXTS = {
    "batching": Text("until a batch had come together"),
    "contention": Text("for who was at work on what had come before"),
    "prioritisation": Text("for who was at work on what had come later"),
    "unavailability": Text("for hours in which those who do it work"),
    "rest": Text("for something that the log does not tell (an answer, post, a term)"),
}


def _model(mined: MinedLog) -> Iterator[LogFinding]:
    found = mined.conformance
    if found is None:
        return
    text = Text(
        "{share} % of the cases fit the model; the fitness of the log is {fitness}.",
        share=f"{100 * found.fitting_cases / mined.cases:.0f}",
        fitness=f"{found.fitness:.3f}",
    )
    yield LogFinding(kind="model", text=text)
    if found.unknown_activities:
        names = ", ".join(found.unknown_activities)
        yield LogFinding(kind="model", text=Text("In the log and not in the model: {names}.", names=names))
    if found.unseen_elements:
        names = ", ".join(name or element for element, name in found.unseen_elements)
        yield LogFinding(kind="model", text=Text("In the model and never in the log: {names}.", names=names))
    if found.unchecked_cases:
        text = Text(
            "{count} cases were not held against the model: there are too many ways.", count=found.unchecked_cases
        )
        yield LogFinding(kind="model", text=text)
