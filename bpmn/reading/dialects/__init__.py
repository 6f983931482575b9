"""The vendors' dialects, one file each."""

from lxml import etree

from bpmn.reading.dialect import Dialect
from bpmn.reading.dialects.adonis import ADONIS
from bpmn.reading.dialects.altinn import ALTINN
from bpmn.reading.dialects.bizagi import BIZAGI
from bpmn.reading.dialects.camunda import CAMUNDA, OPERATON
from bpmn.reading.dialects.drawing_tools import DRAWING_TOOLS
from bpmn.reading.dialects.flowable import ACTIVITI, FLOWABLE
from bpmn.reading.dialects.jboss import JBOSS
from bpmn.reading.dialects.knowprocess import KNOWPROCESS
from bpmn.reading.dialects.ortoo import ORTOO
from bpmn.reading.dialects.signavio import SIGNAVIO
from bpmn.reading.dialects.spiff import SPIFF
from bpmn.reading.dialects.trisotech import TRISOTECH
from bpmn.reading.dialects.zeebe import ZEEBE
from bpmn.reading.names import namespace_of

__all__ = ["DIALECTS", "find_dialects"]

# In the order they are asked: where two say something of one element, the later one has the last word.
DIALECTS: tuple[Dialect, ...] = (
    *DRAWING_TOOLS,
    BIZAGI,
    ADONIS,
    TRISOTECH,
    ALTINN,
    KNOWPROCESS,
    JBOSS,
    ZEEBE,
    CAMUNDA,
    OPERATON,
    FLOWABLE,
    ACTIVITI,
    SPIFF,
    SIGNAVIO,
    ORTOO,
)


def find_dialects(root: etree._Element) -> tuple[Dialect, ...]:
    """Return the dialects whose namespaces a file uses, or only declares where that is enough, in their order."""
    names: set[str | bytes] = set()
    for element in root.iter("*"):
        names.add(element.tag)
        names.update(element.keys())
    used = {namespace_of(str(name)) for name in names}
    declared = {str(uri) for uri in root.nsmap.values()} | used
    return tuple(dialect for dialect in DIALECTS if dialect.namespaces & (used if dialect.needs_use else declared))
