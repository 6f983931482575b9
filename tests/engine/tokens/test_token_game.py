"""The engine against the token game of `bpmn.soundness`: what a case does is what the game allows, to the same end."""

from collections.abc import Iterable, Iterator
from random import Random

import pytest

from bpmn import Model
from bpmn.normal import normal_form
from bpmn.soundness import Marking, Messages, TokenGame, check_soundness, make_net
from engine.tokens import Budget
from tests.engine.tokens.diagrams import Stepper, model
from tests.engine.tokens.unstructured import random_graph

MOST_TASKS = 80


class Replay:
    """All situations the token game may be in after what has been seen of a case."""

    def __init__(self, file: Model) -> None:
        normal = normal_form(file)
        added = frozenset(name for name, origin in normal.origin.items() if name != origin)
        net, unknown = make_net(normal.model.processes, Messages(), synthetic=added)
        assert not unknown
        self._game = TokenGame(net)
        self._seen = {element for element, kind in kinds_of(file).items() if kind == "userTask"}
        self._now = self._quietly({net.first})

    def see(self, element: str) -> bool:
        """Follow one completed activity; return whether the game allows it now."""
        after = {
            move.marking
            for marking in self._now
            for move in self._game.moves(marking)
            if element in move.transition.elements
        }
        self._now = self._quietly(after)
        return bool(after)

    def may_be_over(self) -> bool:
        """Return whether the game can have come to its end."""
        return any(self._game.is_over(marking) for marking in self._now)

    def _quietly(self, markings: Iterable[Marking]) -> set[Marking]:
        """Return the situations reached from these by steps that no user task is part of."""
        reached = set(markings)
        waiting = list(reached)
        while waiting:
            for marking in self._quiet_moves(waiting.pop()):
                if marking not in reached:
                    reached.add(marking)
                    waiting.append(marking)
        return reached

    def _quiet_moves(self, marking: Marking) -> Iterator[Marking]:
        for move in self._game.moves(marking):
            if not self._seen & set(move.transition.elements):
                yield move.marking


def kinds_of(file: Model) -> dict[str, str]:
    """The element name of each node by its id."""
    return {node.id: node.type for _, _, node in file.walk()}


def play(seed: int) -> bool:
    """Run a random model, saved and loaded after every step; return whether it was sound and so was compared."""
    body = random_graph(seed)
    file = model(body)
    if any(result.verdict != "sound" for result in check_soundness(file).values()):
        return False
    rng = Random(seed)  # noqa: S311  # repeatable, not secret
    replay, kinds = Replay(file), kinds_of(file)
    case = Stepper(file, {"r": rng.randrange(6)}, budget=Budget(steps=500))
    seen = 0
    for _ in range(MOST_TASKS):
        for element in (one for one in case.done[seen:] if kinds[one] == "userTask"):
            assert replay.see(element), (seed, element, case.done)
        seen = len(case.done)
        if case.instance.status != "running":
            break
        work = [wait for wait in case.instance.waits if wait.kind == "user"]
        assert work, (seed, case.instance.stuck_joins, body)
        case.do(rng.choice(work).element, {"r": rng.randrange(6)})
    if case.instance.status == "completed":
        assert replay.may_be_over(), (seed, case.done)
    return True


@pytest.mark.parametrize("part", range(6))
def test_a_case_of_an_unstructured_model_does_what_the_token_game_allows(part: int) -> None:
    compared = sum(play(seed) for seed in range(part * 60, part * 60 + 60))
    assert compared >= 15


@pytest.mark.nightly
@pytest.mark.parametrize("part", range(100))
def test_ten_thousand_unstructured_models(part: int) -> None:
    assert sum(play(seed) for seed in range(10_000 + part * 300, 10_300 + part * 300)) >= 100
