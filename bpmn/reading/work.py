"""Who does a task, as BPMN itself says it: performers and potential owners. BPMN 2.0.2 §10.3.2, §10.3.4."""

import re

from lxml import etree

from bpmn.expressions.language import Language
from bpmn.language import Text
from bpmn.model import Assignment, Expression, Job, Script
from bpmn.reading.context import Reading
from bpmn.reading.names import attribute, child, child_text, children, one_line, text_in
from bpmn.xml import line_of

__all__ = ["read_assignment", "read_job", "read_script"]

# Camunda, Operaton, Flowable and Activiti write both kinds into one expression: "user(ann), group(clerks), clerks".
_USER_OR_GROUP = re.compile(r"(user|group)\(\s*(.*?)\s*\)\s*", re.DOTALL)
_ASSIGNMENT = re.compile(r"^\s*[^\W\d]\w*(?:\[[^\]]*\])*\s*[-+*/%]?=(?!=)", re.MULTILINE)
_NAMED_BY_TOOLS = frozenset({"webservice", "unspecified", "other", ""})


def read_assignment(element: etree._Element, reading: Reading) -> Assignment | None:
    """Return who may do a task by its resource roles, or None where it has none."""
    users: list[Expression] = []
    groups: list[Expression] = []
    assignee: Expression | None = None
    for role in children(element, "humanPerformer", "performer"):
        assignee = assignee or _performer(role, reading)
    for role in children(element, "potentialOwner", "resourceRole"):
        _add_owners(role, reading, users, groups)
    if assignee is None and not users and not groups:
        return None
    return Assignment(assignee=assignee, candidate_users=tuple(users), candidate_groups=tuple(groups))


def _performer(role: etree._Element, reading: Reading) -> Expression | None:
    text = _assignment_text(role)
    return reading.value(text, role) if text else _resource(role, reading)


def _add_owners(role: etree._Element, reading: Reading, users: list[Expression], groups: list[Expression]) -> None:
    text = _assignment_text(role)
    if not text:
        resource = _resource(role, reading)
        groups.extend([resource] if resource else [])
    for part in reading.values(text, role):
        kind = _USER_OR_GROUP.fullmatch(part.text)
        value = reading.value(kind[2], role) if kind else part
        if value is not None:
            (users if kind and kind[1] == "user" else groups).append(value)


def _assignment_text(role: etree._Element) -> str:
    return child_text(role, "resourceAssignmentExpression")


def _resource(role: etree._Element, reading: Reading) -> Expression | None:
    """Return the name of the resource that a role refers to, else the role's own name."""
    for reference in reading.references(role, "resourceRef"):
        found = reading.ids.find(reference)
        if found is not None:
            name = one_line(attribute(found, "name")) or reference
            return Expression(text=name, line=line_of(role))
    name = one_line(attribute(role, "name"))
    return Expression(text=name, line=line_of(role)) if name else None


def read_job(element: etree._Element, reading: Reading) -> Job | None:
    """Return what a machine does, where the file names an implementation that is more than BPMN's own word for none."""
    del reading
    implementation = attribute(element, "implementation")
    if implementation.lower().removeprefix("##") in _NAMED_BY_TOOLS:
        return None
    return Job(implementation=implementation)


def read_script(element: etree._Element, reading: Reading) -> Script | None:
    """Return a script task's script, or None where it has none."""
    inner = child(element, "script")
    text = "" if inner is None else text_in(inner)
    if inner is None or not text.strip():
        return None
    # Indentation may mean something in a script, so only the blank lines around it go.
    named = attribute(element, "scriptFormat") or attribute(element, "scriptLanguage")  # a global script task's
    if not named and not reading.vendor and _ASSIGNMENT.search(text):
        named = "python"  # a script that names no language but assigns is statements, which only the Python subset has
    from bpmn.expressions.foreign_scripts import translate_script

    translation = translate_script(text, named)
    if translation is not None:
        reading.note(
            "script-translated",
            inner,
            Text("The script in {language} is run as: {script}", language=named, script=translation),
        )
        return Script(text=translation, language=Language.PYTHON.value, line=line_of(inner))
    expression = reading.script(text.strip("\r\n"), named, inner)
    return Script(text=expression.text, language=expression.language, line=expression.line)
