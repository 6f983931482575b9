"""What every BPMN element has: an id, a name, a place in the file, documentation and extensions."""

from bpmn.frozen import dataclass

__all__ = ["Document", "Element", "Expression", "Extension", "Facts", "Mapping"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """An extension element, kept as it stands so that nothing is lost.

    Attributes:
        namespace: Its namespace URI, "" for none.
        name: Its local name.
        attributes: Pairs of attribute name (`{uri}local` where qualified) and value.
        text: Its own text, stripped.
        children: The elements inside it.
        line: 1-based line in the file.
    """

    namespace: str
    name: str
    attributes: tuple[tuple[str, str], ...] = ()
    text: str = ""
    children: tuple["Extension", ...] = ()
    line: int | None = None

    def get(self, attribute: str, default: str = "") -> str:
        """Return the value of an attribute, or `default`."""
        return dict(self.attributes).get(attribute, default)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """A piece of text that is evaluated when the process runs.

    Attributes:
        text: The text to compile, without a dialect's wrapping where that only names the language (Zeebe's `=`).
        language: The front end it is compiled with: "feel", "python", "juel"; or, where Ortoo has none for it, the name
            the file gives ("groovy", "xpath", …); or "" for plain text that is not evaluated.
        line: 1-based line in the file.
    """

    text: str
    language: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """One input or output mapping: the value of `source` becomes the variable `target`."""

    source: Expression
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A paper that an activity asks for, or hands out.

    Attributes:
        name: What people call it.
        held_by: The register that already holds what it says, "" where none does. Asking for such a paper breaks the
            once-only principle.
        service: The register's service that would give it (for example a KHUR operation), "" where unknown.
        is_original: Whether the original or a notarised copy is asked for.
    """

    name: str
    held_by: str = ""
    service: str = ""
    is_original: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What Ortoo records of an activity and BPMN has no place for; extension elements of `urn:ortoo:bpmn:1`.

    Attributes:
        legal_basis: The article that demands the activity, "" where none is known.
        value_class: "value" (the citizen would pay for it), "business" (office or law need it), "waste", or "".
        visits: Visits to an office it costs the applicant.
        contacts: Other contacts with the office (call, letter, message) it costs the applicant.
        fee_mnt: What the applicant pays at it, in tögrög; None where unknown.
        system: The information system it is done with, "" for none.
        redesign_note: What the analyst thought should become of it.
        documents: The papers it asks of the applicant.
        source: Where these facts come from.
        pages: Pages of the paper forms that the applicant fills in for it; None where unknown.
        questions: Questions these forms ask; None where unknown.
    """

    legal_basis: str = ""
    value_class: str = ""
    visits: int = 0
    contacts: int = 0
    fee_mnt: int | None = None
    system: str = ""
    redesign_note: str = ""
    documents: tuple[Document, ...] = ()
    source: str = ""
    pages: int | None = None
    questions: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """Any element of a BPMN file.

    Attributes:
        id: Its id; where the file gives none or gives it twice, the reader makes one up and says so in `Model.notes`.
        type: Its name in the standard: "userTask", "exclusiveGateway", "sequenceFlow", …
        name: Its label, with line breaks made blanks; "" where there is none.
        line: 1-based line in the file.
        documentation: Its documentation as plain text.
        extensions: Its extension elements and, as one `Extension` named "attributes", the attributes it has that BPMN
            does not give it.
        kept: Parts of it that BPMN has and that have no field of their own here (auditing, rendering, I/O bindings, …),
            as they stand; attributes of that kind as one `Extension` named "attributes".
    """

    id: str
    type: str
    name: str = ""
    line: int | None = None
    documentation: str = ""
    extensions: tuple[Extension, ...] = ()
    kept: tuple[Extension, ...] = ()
