"""The artificial service with a certificate for every reader, as its first step."""

from dataclasses import replace

from processes.catalogue import Service

_CERTIFY = b"""
    <serviceTask id="Task_certify" name="Certify">
      <extensionElements><zeebe:taskDefinition type="certificate"/>
        <zeebe:taskHeaders><zeebe:header key="title" value="Reader's card"/>
          <zeebe:header key="issuer" value="The library"/>
          <zeebe:header key="text" value="Issued to {reader}."/>
          <zeebe:header key="public" value="Book = {book}"/></zeebe:taskHeaders>
      </extensionElements>
    </serviceTask>
    <sequenceFlow id="f0" sourceRef="Start" targetRef="Task_certify"/>"""


def certified(service: Service) -> Service:
    """Return the service with that step in its to-be model."""
    model = service.to_be.replace(b'id="f1" sourceRef="Start"', b'id="f1" sourceRef="Task_certify"')
    return replace(service, to_be=model.replace(b"</process>", _CERTIFY + b"</process>"))
