"""Deploying services and finding what is deployed."""

import hashlib
from collections.abc import Mapping

from bpmn import read_model
from bpmn.language import Text
from engine.commands.permissions import require_role
from engine.compiled import choose_process, compile_deployment
from engine.deployable import faults_of
from engine.errors import NotExecutableError, NotFoundError
from engine.opening import Engine
from engine.starts import settle_starts
from engine.store import Work
from engine.store.audit import INSTALLATION
from engine.store.definitions import content_sha256
from engine.tokens import ProcessDefinition
from engine.values import Actor, DefinitionVersion, Deployment

__all__ = ["deploy", "find_definition", "read_deployed_model"]


def deploy(engine: Engine, deployment: Deployment, *, actor: Actor) -> DefinitionVersion:
    """Make a version of a service, on which its new cases start; running cases stay on theirs.

    The same files are the same version, however often they are deployed: then nothing new is made.

    Raises:
        NotAllowedError: If the actor may not deploy.
        NotExecutableError: If the engine cannot run the model, a decision that it calls is not among the deployment's,
            or is faulty; `findings` say why.
        ExpressionFailedError: If the value of a timer that starts cases is no time.
        UnreadableFileError: If one of the files cannot be read.
    """
    require_role(actor, "analyst", "operator", "manager")
    model = read_model(deployment.model, source_name=deployment.model_name)
    findings = faults_of(deployment, model)
    if findings:
        raise NotExecutableError(
            Text("The model {name} cannot be run: {first}", name=deployment.model_name, first=findings[0].text),
            findings=findings,
            elements=[finding.element for finding in findings if finding.element is not None],
        )
    process_id = choose_process(model, deployment.process_id)
    compiled = compile_deployment(deployment, process_id, model)
    return _keep(engine, deployment, process_id, actor, compiled)


def find_definition(engine: Engine, *, service: str) -> DefinitionVersion | None:
    """Return the version that a service's new cases start on, or None where nothing of it is deployed."""
    with engine.database.reading() as work:
        return work.definitions.current(service)


def read_deployed_model(engine: Engine, *, model_sha256: str) -> bytes:
    """Return the BPMN file of a deployed version, as a case's details name it.

    Raises:
        NotFoundError: If none was deployed with that hash.
    """
    with engine.database.reading() as work:
        model = work.definitions.model(model_sha256)
    if model is None:
        raise NotFoundError("model", model_sha256)
    return model


def _keep(
    engine: Engine, deployment: Deployment, process_id: str, actor: Actor, compiled: ProcessDefinition
) -> DefinitionVersion:
    content = content_sha256(deployment, process_id)
    with engine.database.writing() as work:
        work.definitions.lock()
        _require_called(work, compiled.missing_calls)
        version = work.definitions.by_content(deployment.service, content)
        current = work.definitions.current(deployment.service)
        if version is not None and version == current:
            return version
        if version is None:
            version = DefinitionVersion(
                id=engine.new_id(),
                service=deployment.service,
                version=work.definitions.number_for(deployment.service),
                process_id=process_id,
                model_name=deployment.model_name,
                model_sha256=hashlib.sha256(deployment.model).hexdigest(),
                deployed_at=engine.clock.now(),
                deployed_by=actor.id,
            )
            work.definitions.add(version, deployment, content)
        work.definitions.make_current(version)
        settle_starts(engine, work, version, compiled)
        work.audit.add(
            INSTALLATION,
            time=engine.clock.now(),
            actor=actor.id,
            action="deploy",
            subject=deployment.service,
            details={"version": version.version, "model_sha256": version.model_sha256},
        )
        return version


def _require_called(work: Work, calls: Mapping[str, str]) -> None:
    """Refuse a deployment that calls a process which no deployed service has: its cases would stop there."""
    for element, called in calls.items():
        if work.definitions.of_process(called, None) is None:
            text = Text(
                "{element} calls {called}, which is not there: put it into the file, or deploy its service first.",
                element=element,
                called=called,
            )
            raise NotExecutableError(text, findings=[text], elements=[element])
