"""A small, plainly artificial service: borrowing a book. Two pages, a librarian who decides, a reader who fetches."""

from pathlib import Path

from processes.catalogue import LocalText, Service

_MODEL = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
             id="Definitions" targetNamespace="urn:test">
  <process id="Process_book" isExecutable="true">
    <startEvent id="Start" name="Application sent"/>
    <userTask id="Task_decide" name="Decide">
      <extensionElements><zeebe:formDefinition formId="decide"/>
        <zeebe:assignmentDefinition candidateGroups="librarian"/></extensionElements>
    </userTask>
    <serviceTask id="Task_tell" name="Tell reader">
      <extensionElements><zeebe:taskDefinition type="notify"/>
        <zeebe:taskHeaders><zeebe:header key="text" value="Your book is ready."/></zeebe:taskHeaders>
      </extensionElements>
    </serviceTask>
    <userTask id="Task_fetch" name="Fetch">
      <extensionElements><zeebe:formDefinition formId="fetch"/>
        <zeebe:assignmentDefinition candidateGroups="applicant"/></extensionElements>
    </userTask>
    <endEvent id="End" name="Book lent"/>
    <sequenceFlow id="f1" sourceRef="Start" targetRef="Task_decide"/>
    <sequenceFlow id="f2" sourceRef="Task_decide" targetRef="Task_tell"/>
    <sequenceFlow id="f3" sourceRef="Task_tell" targetRef="Task_fetch"/>
    <sequenceFlow id="f4" sourceRef="Task_fetch" targetRef="End"/>
  </process>
</definitions>
"""


def _form(name: str, title: str, *components: dict[str, object]) -> dict[str, object]:
    return {"type": "default", "id": name, "schemaVersion": 18, "title": title, "components": list(components)}


def _text(key: str, label: str, **rules: object) -> dict[str, object]:
    return {"type": "textfield", "id": key, "key": key, "label": label, "validate": {"required": True, **rules}}


FORMS = {
    "who": _form("who", "Who are you?", _text("reader", "Your name"), _text("email", "E-mail address")),
    "what": _form(
        "what",
        "Which book?",
        _text("book", "Title"),
        {"type": "number", "id": "days", "key": "days", "label": "Days", "validate": {"required": True, "max": 30}},
    ),
    "decide": _form("decide", "Your decision", _text("decision", "Decision"), _text("shelf", "Shelf", maxLength=5)),
    "fetch": _form("fetch", "Fetch your book", _text("code", "Code")),
}

TEXTS = {
    "en": {"service": {"name": "Borrow a book", "check_question": "Which e-mail address did you give?"}},
    "mn": {
        "service": {"name": "Ном зээлэх", "check_question": "Ямар хаяг өгсөн бэ?"},
        "elements": {"to-be": {"Task_decide": "Шийдэх"}},
        "notices": {"Task_tell": "Таны ном бэлэн."},
    },
}


def make_service() -> Service:
    """Return the service."""
    return Service(
        key="borrow-a-book",
        folder=Path("nowhere"),
        order=1,
        pages=("who", "what"),
        check_field="email",
        roles={"librarian": LocalText({"en": "Librarian", "mn": "Номын санч"})},
        as_is=_MODEL,
        to_be=_MODEL,
        forms=FORMS,
        decisions={},
        texts=TEXTS,
    )
