"""One evaluation: what it may still spend, what time it is, and why something came out null."""

import time
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from bpmn.expressions.errors import BudgetExceededError
from bpmn.expressions.place import place_of_caller
from bpmn.language import Text

__all__ = ["LIMITS", "Limits", "Reason", "Run"]

_STEPS_BETWEEN_CLOCK_READINGS = 512
_REASONS_KEPT = 20


class Limits:
    """The bounds of every expression; what each of them stops is in the attack table of the tests.

    Attributes:
        source_characters: Length of an expression's text.
        nodes: Size of its tree.
        nesting: Depth of brackets and the like in the text.
        depth: Depth of its tree.
        steps: Iterations, calls, and items or 64-character pieces copied, in one evaluation.
        processor_time_s: Seconds of the thread's own processor time, so that a busy machine fails no honest expression.
        calls: Depth of function calls.
        text_characters: Length of one string.
        list_items: Length of one list.
    """

    source_characters = 20_000
    nodes = 6_000
    nesting = 60
    depth = 120
    steps = 250_000
    processor_time_s = 0.7
    calls = 48
    text_characters = 1_000_000
    list_items = 100_000


LIMITS = Limits()


class Reason(Text):
    """Why something is null.

    Attributes:
        position: 0-based character in the source of the operation or name that is null, or None where none is known.
    """

    __slots__ = ("position",)
    position: int | None

    def __init__(self, template: str, /, *, place: int | None, values: Mapping[str, object]) -> None:
        super().__init__(template, **values)
        object.__setattr__(self, "position", place)

    @property
    def located(self) -> Text:
        """The sentence with the place behind it, where one is known."""
        if self.position is None:
            return self
        return Text("{sentence} (character {number})", sentence=self, number=self.position + 1)


_STEPS = LIMITS.steps
_FIRST_READING = _STEPS - _STEPS_BETWEEN_CLOCK_READINGS


class Run:
    """The state of one evaluation; made new for each, never shared between threads.

    Attributes:
        reasons: Why a value came out null, in the order in which it happened; at most 20 are kept.
        names: The names of the data, to name the nearest one where a name is misspelt.
        fired: What a decision table adds when a rule fires; the decisions room knows the type.
    """

    __slots__ = ("_calls", "_next_reading", "_now", "_started_s", "_steps_left", "fired", "names", "reasons")

    def __init__(self, names: Iterable[str] = (), now: datetime | None = None) -> None:
        self._now = now
        self._calls = 0
        self._steps_left = _STEPS
        self._next_reading = _FIRST_READING
        self._started_s: float | None = None
        self.names = names
        self.reasons: list[Text] = []
        self.fired: list[object] = []

    @property
    def now(self) -> datetime:
        """The time of the evaluation; it stands still while the evaluation lasts."""
        if self._now is None:
            self._now = datetime.now(UTC)
        return self._now

    @property
    def takes_reasons(self) -> bool:
        """Whether one more reason would be kept."""
        return len(self.reasons) < _REASONS_KEPT

    def note(self, template: str, /, **values: object) -> Any:  # noqa: ANN401 - null belongs to every type
        """Keep the reason why something is null, and return that null."""
        if len(self.reasons) < _REASONS_KEPT:
            self.reasons.append(Reason(template, place=place_of_caller(), values=values))
        return None

    def spend(self, steps: int = 1) -> None:
        """Pay for work.

        Raises:
            BudgetExceededError: If nothing is left to pay with, or the time is over.
        """
        self._steps_left -= steps
        if self._steps_left < self._next_reading:
            self._look_at_the_clock()

    def spend_text(self, characters: int) -> None:
        """Pay for making a string of that length."""
        if characters > LIMITS.text_characters:
            raise BudgetExceededError(
                Text("A text would become longer than {limit} characters.", limit=LIMITS.text_characters)
            )
        self.spend(1 + (characters >> 6))

    def spend_list(self, items: int) -> None:
        """Pay for making a list of that length."""
        if items > LIMITS.list_items:
            raise BudgetExceededError(Text("A list would become longer than {limit} items.", limit=LIMITS.list_items))
        self.spend(1 + items)

    def enter(self) -> None:
        """Begin a function call; `leave` ends it.

        Raises:
            BudgetExceededError: If calls are nested too deep.
        """
        self.spend()
        self._calls += 1
        if self._calls > LIMITS.calls:
            raise BudgetExceededError(
                Text("Functions call each other more than {limit} deep: is there an end?", limit=LIMITS.calls)
            )

    def leave(self) -> None:
        """End a function call."""
        self._calls -= 1

    def _look_at_the_clock(self) -> None:
        if self._steps_left < 0:
            raise BudgetExceededError(
                Text("The expression needs more than {limit} steps; do less in it.", limit=LIMITS.steps)
            )
        now_s = time.thread_time()
        if self._started_s is None:
            self._started_s = now_s
        elif now_s - self._started_s > LIMITS.processor_time_s:
            raise BudgetExceededError(
                Text("The expression takes more than {limit} seconds; do less in it.", limit=LIMITS.processor_time_s)
            )
        self._next_reading = self._steps_left - _STEPS_BETWEEN_CLOCK_READINGS
