"""Whether a file is BPMN 2.0 at all; where not, what it is."""

import re

from lxml import etree

from bpmn.errors import UnreadableFileError
from bpmn.language import Text
from bpmn.reading.names import is_bpmn, local_name, namespace_of
from bpmn.xml import line_of

__all__ = ["check_root"]

# Root element name and namespace, as "name namespace", of what people upload instead.
_OTHERS = (
    (re.compile(r"definitions .*/DMN/"), "a DMN decision model"),
    (re.compile(r"definitions .*/CMMN/"), "a CMMN case model"),
    (re.compile(r"(Package|WorkflowProcess) |.*wfmc\.org"), "an XPDL process definition"),
    (re.compile(r"(?i)bpmn\S* .*(stp\.eclipse\.org|bpmn/1\.|bpmn1)"), "a BPMN 1 diagram"),
    (re.compile(r"process .*(bpel|business-process)"), "a BPEL process"),
    (re.compile(r"process-definition "), "a jPDL process definition"),
    (re.compile(r"pnml "), "a Petri net (PNML)"),
    (re.compile(r"epml "), "an event-driven process chain (EPML)"),
    (re.compile(r"(log|XES) "), "an event log (XES)"),
    (re.compile(r"(XMI|Model|uml\S*) .*(omg\.org|uml)|XMI "), "a UML model (XMI)"),
    (re.compile(r"(mxfile|mxGraphModel) "), "a draw.io diagram"),
    (re.compile(r"svg "), "an SVG picture"),
    (re.compile(r"(?i)html "), "a web page (HTML)"),
)


def check_root(root: etree._Element, source_name: str) -> None:
    """Refuse a file whose root element is not BPMN 2.0's `definitions`.

    Raises:
        UnreadableFileError: Saying what the file is instead.
    """
    if is_bpmn(root) and local_name(root) == "definitions":
        return
    signature = f"{local_name(root)} {namespace_of(str(root.tag))}"
    kind = next((kind for pattern, kind in _OTHERS if pattern.match(signature)), None)
    if kind is not None:
        text = Text("The file is {kind}, not BPMN 2.0. Export the diagram as BPMN 2.0 XML.", kind=Text(kind))
    else:
        text = Text(
            "The root element is {name} in the namespace {namespace}; a BPMN 2.0 file begins with definitions in "
            "{expected}. Export the diagram as BPMN 2.0 XML.",
            name=local_name(root),
            namespace=namespace_of(str(root.tag)) or '""',
            expected="http://www.omg.org/spec/BPMN/20100524/MODEL",
        )
    raise UnreadableFileError(text, source_name=source_name, line=line_of(root))
