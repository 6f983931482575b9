"""A catching link names its sources.

Many tools pair links by their names only, which the standard knows as well (§10.5.4): hence a hint, and nothing
at all in files for engines.

Source: BPMN 2.0.2 §10.5.5; BPMNspector EXT.124.
"""

from collections.abc import Iterator

from bpmn.check.links import links_of
from bpmn.check.rule import Fault, Rule, fault_in_file, written_for_no_engine
from bpmn.check.source import calls_it
from bpmn.check.subject import Subject
from bpmn.language import Text

__all__ = ["RULE"]


def _find(subject: Subject) -> Iterator[Fault]:
    for link, _ in links_of(subject, "intermediateCatchEvent"):
        if not subject.source.texts(link, "source"):
            text = Text("{element} does not name the source of its link.", element=calls_it(link))
            yield fault_in_file(
                link, text, Text("Name the throwing link in a source element, besides the common name.")
            )


RULE = Rule(id="standard-124", constraint="EXT.124", severity="hint", find=written_for_no_engine(_find))
