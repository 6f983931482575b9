"""Random small services that know, without running anything, how often each of their activities has to run."""

from collections import Counter
from dataclasses import dataclass
from random import Random

from tests.engine.small_services import process
from tests.engine.tokens import blocks
from tests.engine.tokens.diagrams import flow

PAUSE_HOURS = 1
_MESSAGE = '<message id="Message_news" name="news"/>'
_TOPIC = '<extensionElements><zeebe:taskDefinition type="effect" retries="3"/></extensionElements>'
_TIMER = f"<timerEventDefinition><timeDuration>PT{PAUSE_HOURS}H</timeDuration></timerEventDefinition>"


@dataclass(frozen=True, slots=True, kw_only=True)
class RandomService:
    """A service and what one of its cases comes to.

    Attributes:
        model: The file.
        expected: How often each activity and event that is counted is completed.
        effects: How many service tasks are done, each of which reaches the outside once.
    """

    model: bytes
    expected: Counter[str]
    effects: int


class _Blocks(blocks.Blocks):
    """Blocks in which what passes by itself waits for a machine, a timer or a message instead."""

    def a_script(self, _depth: int) -> tuple[str, str, str]:
        kind = self.rng.choice(("serviceTask", "serviceTask", "intermediateCatchEvent", "receiveTask"))
        if kind == "receiveTask":
            return self._awaits_news()
        return self.leaf(kind, _TOPIC if kind == "serviceTask" else _TIMER)

    def _awaits_news(self) -> tuple[str, str, str]:
        text, one, _ = self.leaf("receiveTask")
        return text.replace("<receiveTask ", '<receiveTask messageRef="Message_news" '), one, one


def random_service(seed: int, *, depth: int = 1) -> RandomService:
    """Return the service of a seed: a user task and a service task around a random block of some depth."""
    inner = _Blocks(Random(seed))  # noqa: S311  # repeatable, not secret
    first, last = inner.leaf("userTask"), inner.leaf("serviceTask", _TOPIC)
    block = inner.block(depth)
    text = '<startEvent id="begin"/><endEvent id="finish"/>' + first[0] + block[0] + last[0]
    text += flow("begin", first[1]) + flow(first[2], block[1]) + flow(block[2], last[1]) + flow(last[2], "finish")
    expected = Counter({one: number for one, number in inner.expected.items() if number})
    # xsi:type says nothing that the reader needs; service tasks are told by the name they are written under.
    effects = sum(number for one, number in expected.items() if f'<serviceTask id="{one}"' in text)
    return RandomService(model=process(text, roots=_MESSAGE), expected=expected, effects=effects)
