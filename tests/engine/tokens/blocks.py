"""Random block-structured models that know, without running anything, how often each activity has to run."""

from collections import Counter
from dataclasses import dataclass, field
from random import Random

from tests.engine.tokens.diagrams import flow

KINDS = ("user", "script", "sequence", "parallel", "exclusive", "inclusive", "loop", "sub", "boundary", "instances")
_GATEWAYS = {"parallel": "parallelGateway", "exclusive": "exclusiveGateway", "inclusive": "inclusiveGateway"}


@dataclass
class Blocks:
    """Writes blocks; `expected` counts what each leaf has to run, as the blocks around it multiply it."""

    rng: Random
    expected: Counter[str] = field(default_factory=Counter)
    times: int = 1
    number: int = 0

    def name(self, prefix: str) -> str:
        """A new id."""
        self.number += 1
        return f"{prefix}{self.number}"

    def block(self, depth: int) -> tuple[str, str, str]:
        """A block: its text, where it is entered and where it is left."""
        kind = self.rng.choice(KINDS if depth else KINDS[:2])
        if kind in _GATEWAYS:
            return self.branches(_GATEWAYS[kind], depth)
        written: tuple[str, str, str] = getattr(self, f"a_{kind}")(depth)
        return written

    def leaf(self, kind: str, inner: str = "") -> tuple[str, str, str]:
        """An activity that is counted."""
        one = self.name("u" if kind == "userTask" else "s")
        self.expected[one] += self.times
        return f'<{kind} id="{one}">{inner}</{kind}>', one, one

    def a_user(self, _depth: int) -> tuple[str, str, str]:
        """A user task."""
        return self.leaf("userTask")

    def a_script(self, _depth: int) -> tuple[str, str, str]:
        """A task that is passed."""
        return self.leaf("task")

    def a_sequence(self, depth: int) -> tuple[str, str, str]:
        """Two blocks, one after the other."""
        first, second = self.block(depth - 1), self.block(depth - 1)
        return first[0] + second[0] + flow(first[2], second[1]), first[1], second[2]

    def branches(self, gateway: str, depth: int) -> tuple[str, str, str]:
        """A split and a join; the flow to the first branch is the default one where flows have conditions."""
        split, join = self.name("g"), self.name("j")
        wishes = [self.rng.random() < 0.5 for _ in range(self.rng.choice((2, 3)))]
        taken = {place for place, wish in enumerate(wishes) if wish and place}
        if gateway == "exclusiveGateway":
            taken = set(sorted(taken)[:1])
        if gateway == "parallelGateway":
            taken = set(range(len(wishes)))
        taken = taken or {0}
        text, outer, default = "", self.times, ""
        for place, wish in enumerate(wishes):
            self.times = outer if place in taken else 0
            inner, first, last = self.block(depth - 1)
            condition = str(wish).lower() if place and gateway != "parallelGateway" else ""
            default = default or f"{split}-{first}"
            text += inner + flow(split, first, condition) + flow(last, join)
        self.times = outer
        attribute = f' default="{default}"' if gateway != "parallelGateway" else ""
        return f'<{gateway} id="{split}"{attribute}/><{gateway} id="{join}"/>' + text, split, join

    def a_loop(self, depth: int) -> tuple[str, str, str]:
        """A block that is repeated by a back flow, two or three times."""
        turns, merge, test, count = self.rng.choice((2, 3)), self.name("m"), self.name("x"), self.name("n")
        zero, more, out = self.name("z"), self.name("k"), self.name("o")
        outer, self.times = self.times, self.times * turns
        inner, first, last = self.block(depth - 1)
        self.times = outer

        def script(one: str, source: str) -> str:
            return f'<scriptTask id="{one}" scriptFormat="python"><script>{source}</script></scriptTask>'

        text = (
            inner
            + f'<exclusiveGateway id="{merge}"/><exclusiveGateway id="{test}" default="{test}-{out}"/><task id="{out}"/>'  # noqa: E501  # the text of a file
        )
        text += script(zero, f"{count} = 0") + script(more, f"{count} = {count} + 1")
        text += flow(zero, merge) + flow(merge, first) + flow(last, more) + flow(more, test)
        return text + flow(test, merge, f"{count} &lt; {turns}") + flow(test, out), zero, out

    def a_sub(self, depth: int) -> tuple[str, str, str]:
        """A block in a sub-process."""
        inner, first, last = self.block(depth - 1)
        one, start, end = self.name("p"), self.name("b"), self.name("e")
        inside = f'<startEvent id="{start}"/><endEvent id="{end}"/>{inner}' + flow(start, first) + flow(last, end)
        return f'<subProcess id="{one}">{inside}</subProcess>', one, one

    def a_boundary(self, depth: int) -> tuple[str, str, str]:
        """A user task with a timer beside it that never fires."""
        task, one, _ = self.leaf("userTask")
        event, join = self.name("t"), self.name("y")
        outer, self.times = self.times, 0
        inner, first, last = self.block(depth - 1)
        self.times = outer
        timer = "<timerEventDefinition><timeDuration>P9D</timeDuration></timerEventDefinition>"
        text = f'{task}{inner}<boundaryEvent id="{event}" attachedToRef="{one}">{timer}</boundaryEvent>'
        text += f'<exclusiveGateway id="{join}"/>' + flow(one, join) + flow(event, first) + flow(last, join)
        return text, one, join

    def a_instances(self, _depth: int) -> tuple[str, str, str]:
        """A user task with several instances."""
        outer, number = self.times, self.rng.choice((1, 3))
        self.times *= number
        sequential = str(self.rng.random() < 0.5).lower()
        loop = (
            f'<multiInstanceLoopCharacteristics isSequential="{sequential}"><loopCardinality>{number}</loopCardinality>'
            "</multiInstanceLoopCharacteristics>"
        )
        written = self.leaf("userTask", loop)
        self.times = outer
        return written


def random_process(seed: int) -> tuple[str, Counter[str]]:
    """The body of a process, and how often each of its counted activities has to run."""
    blocks = Blocks(Random(seed))  # noqa: S311  # repeatable, not secret
    parts = [blocks.block(3) for _ in range(2)]
    text = "".join(part[0] for part in parts) + '<startEvent id="begin"/><endEvent id="finish"/>'
    text += flow("begin", parts[0][1]) + flow(parts[0][2], parts[1][1]) + flow(parts[1][2], "finish")
    return text, Counter({one: number for one, number in blocks.expected.items() if number})
