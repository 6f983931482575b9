"""A throwing link names its one target.

Many tools pair links by their names only, which the standard knows as well (§10.5.4): hence a hint, and nothing
at all in files for engines.

Source: BPMN 2.0.2 §10.5.5; BPMNspector EXT.125.
"""

from collections.abc import Iterator

from bpmn.check.links import links_of
from bpmn.check.rule import Fault, Rule, fault_in_file, written_for_no_engine
from bpmn.check.source import calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for link, _ in links_of(subject, "intermediateThrowEvent"):
        targets = len(subject.source.inside(link, "target"))
        if targets == 0:
            text = Text("{element} does not name the target of its link.", element=calls_it(link))
            yield fault_in_file(
                link, text, Text("Name the catching link in a target element, besides the common name.")
            )
        elif targets > 1:
            text = Text("{element} names {count} targets of its link.", element=calls_it(link), count=targets)
            yield fault_in_file(link, text, Text("Keep one of them."))


RULE = Rule(id="standard-125", constraint="EXT.125", severity="hint", find=written_for_no_engine(_find))
