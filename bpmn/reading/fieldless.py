"""What BPMN 2.0.2 has and the `Model` has no field for, because nothing here acts on it: it is kept as it stands.

Auditing and monitoring (§10.10, §10.11), renderings of user tasks (§10.3.4), I/O sets and bindings (§10.4.1), resource
roles beside the assignment that they become (§10.3.2), partition elements of lanes (§10.8), declared extensions
(§8.3.3), external relationships (§8.3.4), and some attributes that only describe.
"""

from lxml import etree

from bpmn.reading.names import children, words

__all__ = ["ATTRIBUTES_WITHOUT_FIELD", "ELEMENTS_WITHOUT_FIELD", "without_field"]

ELEMENTS_WITHOUT_FIELD = words(
    "auditing monitoring rendering ioBinding supports supportedInterfaceRef inputSet outputSet partitionElement",
    "performer humanPerformer potentialOwner resourceRole relationship extension",
)
ATTRIBUTES_WITHOUT_FIELD = words(
    "capacity definitionalCollaborationRef implementation implementationRef isImmediate isRequired isUnlimited",
    "itemKind method partitionElementRef scriptLanguage textFormat type typeLanguage",
)
_NAMES = tuple(sorted(ELEMENTS_WITHOUT_FIELD))


def without_field(element: etree._Element) -> list[etree._Element]:
    """Return the elements inside, those of an I/O specification included, that have no field of their own."""
    found = children(element, *_NAMES)
    for specification in children(element, "ioSpecification"):
        found += children(specification, *_NAMES)
    return found
