"""Multi-instance activities, parallel and sequential. BPMN 2.0.2 §10.3.8, §13.3.7."""

from typing import TYPE_CHECKING, Any

from bpmn.language import Text
from bpmn.model import Activity, Expression, MultiInstance
from engine.errors import BudgetExceededError, ExpressionFailedError
from engine.tokens.specs.loop import LoopSpec
from engine.tokens.values import Value, decode, encode

if TYPE_CHECKING:
    from engine.tokens.scope_spec import ScopeSpec
    from engine.tokens.specs.activity import ActivitySpec
    from engine.tokens.specs.effects import Effect
    from engine.tokens.task import TokenTask

__all__ = ["MultiInstanceSpec"]


class MultiInstanceSpec(LoopSpec):
    """Starts an instance for each item, or as many as are asked for, one after the other or all at once.

    Attributes:
        repeat: What the model says.
        none_effect: What is thrown whenever an instance completes (behaviour "None").
        one_effect: What is thrown when the first completes (behaviour "One").
        complex_effects: Conditions, and what is thrown where they hold at a completion (behaviour "Complex").
    """

    def __init__(
        self,
        scope: "ScopeSpec",
        node: Activity,
        body: "ActivitySpec",
        repeat: MultiInstance,
        *,
        counts_from: int,
        lane: str = "",
    ) -> None:
        super().__init__(scope, node, body, counts_from=counts_from, lane=lane)
        self.repeat = repeat
        self.none_effect: Effect | None = None
        self.one_effect: Effect | None = None
        self.complex_effects: tuple[tuple[Expression, Effect], ...] = ()

    def work(self, task: "TokenTask") -> bool | None:
        """Find out how many there are and start them; none at all is done at once."""
        items = self._items(task)
        if not items:
            self._gather(task)
            return True
        task.marks.update(total=len(items), done=0)
        if self.repeat.is_sequential:
            task.marks["items"] = [encode(item) for item in items[1:]]
            self._start(task, 0, items[0])
        else:
            for index, item in enumerate(items):
                self._start(task, index, item)
        return None

    def _start(self, task: "TokenTask", index: int, item: Value) -> None:
        self.start_instance(task, index, {self.repeat.item: item} if self.repeat.item else None)

    def _items(self, task: "TokenTask") -> list[Value]:
        evaluator, repeat, element = task.workflow.case.evaluator, self.repeat, self.node.id
        if repeat.collection is not None:
            value = evaluator.named(repeat.collection, self.chain(task), element=element)
            if not isinstance(value, list):
                raise ExpressionFailedError(
                    Text(
                        "The collection {source} of {element} is no list.",
                        source=repeat.collection.text,
                        element=element,
                    ),
                    element=element,
                )
            self._check(task, len(value))
            return value
        if repeat.cardinality is None:
            return []
        value = evaluator.value(repeat.cardinality, self.chain(task), element=element)
        number = _whole(value)
        if number is None:
            text = Text(
                "The number of instances {source} of {element} is no whole number.",
                source=repeat.cardinality.text, element=element,
            )  # fmt: skip
            raise ExpressionFailedError(text, element=element)
        self._check(task, number)
        return list(range(number))

    def _check(self, task: "TokenTask", number: int) -> None:
        """Refuse more instances than there may be steps before any memory goes to them."""
        limit = task.workflow.case.budget.steps
        if number > limit:
            raise BudgetExceededError(
                Text(
                    "{element} would have {number} instances; {limit} are the most.",
                    element=self.node.id, number=number, limit=limit,
                ),
                budget="instances", limit=limit, element=self.node.id,
            )  # fmt: skip

    def instance_withdrawn(self, task: "TokenTask", one: "TokenTask") -> None:
        """Count an instance that was cancelled by hand as done; it gives nothing to the output collection."""
        super().instance_withdrawn(task, one)
        task.marks["done"] += 1

    def next_turn(self, task: "TokenTask", one: "TokenTask", index: int) -> None:
        """Keep what the instance gives, start the next, or complete."""
        marks, case = task.marks, task.workflow.case
        marks["done"] += 1
        if self.repeat.output_item is not None:
            value = case.evaluator.named(self.repeat.output_item, self.body.chain(one), element=self.node.id)
            marks.setdefault("results", {})[str(index)] = encode(value)
        counts = self._counts(task)
        self._throw(task, one, counts)
        if not task.is_alive:
            return
        if marks["done"] == marks["total"] or self._is_enough(one, counts):
            case.abort([case.index[other] for other in marks["instances"]])
            self._gather(task)
            task.complete()
        elif self.repeat.is_sequential:
            self._start(task, index + 1, decode(marks["items"].pop(0)))

    def _is_enough(self, one: "TokenTask", counts: dict[str, Value]) -> bool:
        condition = self.repeat.completion_condition
        if condition is None:
            return False
        evaluator = one.workflow.case.evaluator
        return evaluator.is_true(condition, self.body.chain(one), element=self.node.id, extra=counts)

    def _counts(self, task: "TokenTask") -> dict[str, Value]:
        """Return the numbers that conditions may ask for, under the names of BPMN, Camunda 7 and Camunda 8."""
        total, done, active = task.marks["total"], task.marks["done"], len(task.marks["instances"])
        return {
            "numberOfInstances": total, "numberOfCompletedInstances": done, "numberOfActiveInstances": active,
            "numberOfTerminatedInstances": 0,
            "nrOfInstances": total, "nrOfCompletedInstances": done, "nrOfActiveInstances": active,
        }  # fmt: skip

    def _throw(self, task: "TokenTask", one: "TokenTask", counts: dict[str, Value]) -> None:
        effects = [self.none_effect] if self.none_effect is not None else []
        if self.one_effect is not None and task.marks["done"] == 1:
            effects.append(self.one_effect)
        evaluator = task.workflow.case.evaluator
        for condition, effect in self.complex_effects:
            if evaluator.is_true(condition, self.body.chain(one), element=self.node.id, extra=counts):
                effects.append(effect)
        for effect in effects:
            if task.is_alive:
                effect.throw(task)

    def _gather(self, task: "TokenTask") -> None:
        """Set the output collection: what each instance gave, in the order of the items; null where that is nothing."""
        if not self.repeat.output_collection:
            return
        results: dict[str, Any] = task.marks.get("results", {})
        gathered = [decode(results.get(str(index))) for index in range(task.marks.get("total", 0))]
        task.workflow.case.set_variables(self.around(task), {self.repeat.output_collection: gathered})


def _whole(value: Value) -> int | None:
    """Return a number of instances, from a number or the text of one."""
    try:
        number = int(str(value))
    except ValueError:
        return None
    return number if number >= 0 else None
