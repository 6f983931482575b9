"""Constraints on processes, what calls them, and pools. BPMN 2.0.2 §9.3, §10.2, §10.3.4, §10.5.2."""

import re
from collections.abc import Iterator

from lxml import etree

from bpmn.check.rule import Fault, Rule, fault_at, fault_in_file
from bpmn.check.source import calls_it
from bpmn.check.subject import Subject, describe
from bpmn.language import Text
from bpmn.model import CallActivity, StartEvent

__all__ = ["RULES"]

_NUMBER = re.compile(r"[+-]?\d{1,9}")


def _public_ones_do_not_run(subject: Subject) -> Iterator[Fault]:
    for process in subject.model.processes:
        if process.process_type == "Public" and process.is_executable:
            text = Text("{element} is public and executable at once.", element=describe(process))
            yield fault_at(process, text, Text("Make it private, or not executable."))


def _called_ones_can_be_called(subject: Subject) -> Iterator[Fault]:
    called = {n.called_element.text for n in subject.activities() if isinstance(n, CallActivity) and n.called_element}
    for process in subject.model.processes:
        starts = [node for node in process.scope.nodes if isinstance(node, StartEvent)]
        if process.id in called and starts and all(start.kind != "none" for start in starts):
            text = Text("{element} is called, but has no start event without a trigger.", element=describe(process))
            yield fault_at(process, text, Text("Add a plain start event."))


def _numbers(subject: Subject) -> Iterator[tuple[etree._Element, int, int]]:
    """Yield how often pools may be there, by the file's own words; Table 9.5 says what holds where it says nothing."""
    for element in subject.source.every("participantMultiplicity"):
        least, most = (element.get(name, default).strip() for name, default in (("minimum", "0"), ("maximum", "1")))
        if _NUMBER.fullmatch(least) and _NUMBER.fullmatch(most):
            yield element, int(least), int(most)


def _pools_are_countable(subject: Subject) -> Iterator[Fault]:
    for element, least, _ in _numbers(subject):
        if least < 0:
            text = Text("There cannot be {number} of {element}.", number=least, element=calls_it(element))
            yield fault_in_file(element, text, Text("Let the minimum be 0 or more."))


def _pools_can_be_there(subject: Subject) -> Iterator[Fault]:
    for element, least, most in _numbers(subject):
        # "If a value is given for the minimum that is above 1, the maximum has to be given too" follows from this.
        if most < max(1, least):
            text = Text("There can be at most {number} of {element}.", number=most, element=calls_it(element))
            yield fault_in_file(element, text, Text("Let the maximum be 1 or more, and not below the minimum."))


RULES: tuple[Rule, ...] = (
    Rule(id="standard-029", constraint="EXT.029", severity="warning", find=_pools_are_countable),
    Rule(id="standard-030", constraint="EXT.030", severity="warning", find=_pools_can_be_there),
    Rule(id="standard-035", constraint="EXT.035", severity="warning", find=_public_ones_do_not_run),
    Rule(id="standard-099", constraint="EXT.099", severity="warning", find=_called_ones_can_be_called),
)
