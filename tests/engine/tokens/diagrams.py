"""Small BPMN files as text, and a case to step through them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import count, pairwise

from bpmn import Model, read_model
from engine.tokens import Budget, ProcessDefinition, ProcessInstance, Wait, compile_process
from engine.tokens.values import Json

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
_HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="file" targetNamespace="urn:test">'
)


def model(body: str, *, more: str = "") -> Model:
    """One process "p" with this body; `more` stands beside it."""
    text = f'{_HEAD}{more}<process id="p" isExecutable="true">{body}</process></definitions>'
    return read_model(text.encode(), source_name="test.bpmn")


def flow(source: str, target: str, condition: str = "", name: str = "") -> str:
    """A sequence flow, called after its ends."""
    inner = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
    return f'<sequenceFlow id="{name or f"{source}-{target}"}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>'  # noqa: E501  # the text of a file


def path(*nodes: str) -> str:
    """Flows from each node to the next."""
    return "".join(flow(a, b) for a, b in pairwise(nodes))


def ids() -> Callable[[], str]:
    """Ids that are never given twice."""
    numbers = count(1)
    return lambda: f"i{next(numbers)}"


class Stepper:
    """A case that is saved and loaded after every step."""

    def __init__(
        self,
        file: Model,
        data: Mapping[str, Json] | None = None,
        *,
        budget: Budget | None = None,
        more: Sequence[Model] = (),
    ) -> None:
        self.definition: ProcessDefinition = compile_process(file, "p", models=more)
        self.budget = budget or Budget()
        self.new_id = ids()
        self.steps: list[tuple[str, str]] = []
        self.thrown: list[tuple[str, str]] = []
        self.largest = 0
        self.instance = ProcessInstance.create(
            self.definition, data=data or {}, now=NOW, new_id=self.new_id, budget=self.budget
        )
        self.instance.advance(NOW)
        self.reload()

    def reload(self) -> None:
        """Keep what happened, save, and load again."""
        self.steps += [(step.element, step.lifecycle) for step in self.instance.drain_history()]
        self.thrown += [(one.kind, one.name) for one in self.instance.drain_thrown()]
        state = self.instance.save()
        self.largest = max(self.largest, len(state))
        self.instance = ProcessInstance.load(self.definition, state, new_id=self.new_id, budget=self.budget)
        self.instance.advance(NOW)

    @property
    def done(self) -> list[str]:
        """What has completed, in order."""
        return [element for element, lifecycle in self.steps if lifecycle == "complete"]

    @property
    def aborted(self) -> list[str]:
        """What was cancelled, in order."""
        return [element for element, lifecycle in self.steps if lifecycle == "ate_abort"]

    @property
    def waiting(self) -> list[str]:
        """What the case waits for."""
        return [wait.element for wait in self.instance.waits]

    def wait(self, element: str) -> Wait:
        """The oldest wait of an element."""
        return next(wait for wait in self.instance.waits if wait.element == element)

    def do(self, element: str, data: Mapping[str, Json] | None = None) -> None:
        """Complete the oldest work at an element."""
        self.instance.complete(self.wait(element).instance_id, data or {}, NOW)
        self.reload()

    def fail(self, element: str, code: str) -> bool:
        """Let the work at an element throw a BPMN error."""
        caught = self.instance.throw_error(self.wait(element).instance_id, code, "", NOW)
        self.reload()
        return caught

    def fire(self, element: str) -> None:
        """Let a timer fire when it is due."""
        wait = self.wait(element)
        assert wait.due is not None
        self.instance.fire_timer(wait.instance_id, wait.due)
        self.reload()

    def message(self, name: str, payload: Mapping[str, Json] | None = None, key: str | None = None) -> bool:
        """Deliver a message."""
        taken = self.instance.deliver_message(name, payload or {}, key, NOW)
        self.reload()
        return taken

    def signal(self, name: str) -> int:
        """Deliver a signal."""
        number = self.instance.deliver_signal(name, {}, NOW)
        self.reload()
        return number
