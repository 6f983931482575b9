"""Deployed versions made ready to run, kept in memory: a version never changes, so what was made of it stays right."""

from collections import OrderedDict
from threading import Lock

from bpmn import Model, read_model
from bpmn.decisions import DecisionModel, read_decisions
from bpmn.language import Text
from engine.errors import NotExecutableError, NotFoundError
from engine.store import Work
from engine.tokens import ProcessDefinition, compile_process
from engine.values import Deployment

__all__ = ["CompiledDefinitions", "choose_process", "compile_deployment", "read_deployed_decisions"]

_KEPT = 64


class CompiledDefinitions:
    """The versions that were used last, compiled; safe to be used by many threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[str, ProcessDefinition] = OrderedDict()

    def get(self, work: Work, definition_id: str) -> ProcessDefinition:
        """Return a version ready to run.

        Raises:
            NotFoundError: If there is no such version.
        """
        with self._lock:
            found = self._kept.get(definition_id)
            if found is not None:
                self._kept.move_to_end(definition_id)
                return found
        deployment = work.definitions.deployment(definition_id)
        if deployment is None:
            raise NotFoundError("definition", definition_id)
        compiled = compile_deployment(deployment, deployment.process_id)
        with self._lock:
            self._kept[definition_id] = compiled
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return compiled


def compile_deployment(deployment: Deployment, process_id: str, model: Model | None = None) -> ProcessDefinition:
    """Return a deployment ready to run.

    Raises:
        NotExecutableError: If it holds something that cannot be run.
        UnreadableFileError: If one of its files cannot be read.
    """
    model = model or read_model(deployment.model, source_name=deployment.model_name)
    return compile_process(model, process_id, decisions=read_deployed_decisions(deployment))


def choose_process(model: Model, wished: str) -> str:
    """Return the process that a deployment runs: the one it names, else the only executable one, else the only one.

    Raises:
        NotExecutableError: If that leaves none, or more than one.
    """
    executable = [process.id for process in model.processes if process.is_executable]
    candidates = executable or [process.id for process in model.processes]
    if wished:
        candidates = [process.id for process in model.processes if process.id == wished]
    if len(candidates) == 1:
        return candidates[0]
    if not candidates:
        raise NotExecutableError(Text("The file {name} holds no process that could run.", name=model.source_name))
    raise NotExecutableError(
        Text("The file {name} holds several processes; say which of them runs.", name=model.source_name),
        elements=candidates,
    )


def read_deployed_decisions(deployment: Deployment) -> list[DecisionModel]:
    """Return the DMN files of a deployment.

    Raises:
        UnreadableFileError: If one of them cannot be read.
    """
    return [read_decisions(file, source_name=name) for name, file in deployment.decisions.items()]
