"""The vendors' dialects, one file each."""

from lxml import etree

from bpmn.reading.dialect import Dialect
from bpmn.reading.dialects.camunda import CAMUNDA, OPERATON
from bpmn.reading.dialects.flowable import ACTIVITI, FLOWABLE
from bpmn.reading.dialects.ortoo import ORTOO
from bpmn.reading.dialects.signavio import SIGNAVIO
from bpmn.reading.dialects.spiff import SPIFF
from bpmn.reading.dialects.zeebe import ZEEBE
from bpmn.reading.names import namespace_of

__all__ = ["DIALECTS", "find_dialects"]

# In the order they are asked: where two say something of one element, the later one has the last word.
DIALECTS: tuple[Dialect, ...] = (ZEEBE, CAMUNDA, OPERATON, FLOWABLE, ACTIVITI, SPIFF, SIGNAVIO, ORTOO)


def find_dialects(root: etree._Element) -> tuple[Dialect, ...]:
    """Return the dialects whose namespaces a file declares or uses, in the order of `DIALECTS`."""
    namespaces = {str(uri) for uri in root.nsmap.values()}
    for element in root.iter("*"):
        namespaces.add(namespace_of(str(element.tag)))
        namespaces.update(namespace_of(str(name)) for name in element.attrib)
    return tuple(dialect for dialect in DIALECTS if dialect.namespaces & namespaces)
