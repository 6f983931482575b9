"""From a file's bytes to a `Model`."""

from lxml import etree

from bpmn.language import Text
from bpmn.model import Import, Model
from bpmn.reading.activities import read_global_task
from bpmn.reading.collaborations import read_collaboration
from bpmn.reading.context import Reading
from bpmn.reading.definitions import read_correlation_properties, read_definitions
from bpmn.reading.diagrams import read_diagrams
from bpmn.reading.dialects import find_dialects
from bpmn.reading.documentation import documentation_of
from bpmn.reading.flows import Flows
from bpmn.reading.identities import Identities
from bpmn.reading.leftovers import note_leftovers
from bpmn.reading.names import attribute, children, one_line
from bpmn.reading.roots import check_root
from bpmn.reading.scopes import ScopeReader
from bpmn.reading.standard import COLLABORATIONS, GLOBAL_TASKS
from bpmn.xml import decode_xml, parse_xml

__all__ = ["read_model"]


def read_model(data: bytes, *, source_name: str) -> Model:
    """Return the model in a BPMN 2.0 file of any tool.

    What is odd in the file but can be read is mended and said in `Model.notes`.

    Args:
        data: The file's bytes.
        source_name: What to call the file in messages.

    Raises:
        UnreadableFileError: If it is not XML, not BPMN 2.0, or goes over a bound on size.
    """
    root = parse_xml(data, source_name=source_name)
    check_root(root, source_name)
    reading = Reading(root, Identities(root), find_dialects(root))
    _note_encoding(data, reading)
    scopes = ScopeReader(reading, Flows(reading))
    processes = tuple(scopes.read_process(element) for element in children(root, "process"))
    collaborations = tuple(
        read_collaboration(element, reading, scopes) for element in children(root, *sorted(COLLABORATIONS))
    )
    global_tasks = [read_global_task(element, reading) for element in children(root, *sorted(GLOBAL_TASKS))]
    definitions = read_definitions(reading)
    properties = read_correlation_properties(reading)
    diagrams = read_diagrams(reading)
    note_leftovers(reading)
    return Model(
        source_name=source_name,
        source=data,
        id=attribute(root, "id"),
        name=one_line(attribute(root, "name")),
        target_namespace=attribute(root, "targetNamespace"),
        exporter=" ".join(filter(None, (attribute(root, "exporter"), attribute(root, "exporterVersion")))),
        dialects=tuple(dialect.name for dialect in reading.dialects),
        is_for_engine=any(dialect.is_engine for dialect in reading.dialects),
        expression_language=reading.expression_language,
        processes=processes,
        collaborations=collaborations,
        definitions=definitions,
        global_tasks={task.id: task for task in global_tasks},
        correlation_properties=properties,
        diagrams=diagrams,
        imports=tuple(_read_import(element) for element in children(root, "import")),
        documentation=documentation_of(root),
        extensions=reading.extensions(root),
        kept=reading.kept(root),
        notes=tuple(reading.notes),
    )


def _read_import(element: etree._Element) -> Import:
    return Import(
        location=attribute(element, "location"),
        kind=attribute(element, "importType"),
        namespace=attribute(element, "namespace"),
    )


def _note_encoding(data: bytes, reading: Reading) -> None:
    """Note that a file is not in the encoding it claims; where it is all ASCII, that makes no difference."""
    source = None if data.isascii() else decode_xml(data, source_name="")
    if source is not None and source.claimed:
        text = Text("The file says it is {claimed} but is UTF-8; it was read as UTF-8.", claimed=source.claimed)
        reading.note("encoding", reading.root, text)
