from collections import Counter
from random import Random

import pytest

from engine.tokens import Budget
from tests.engine.tokens.blocks import random_process
from tests.engine.tokens.diagrams import Stepper, model


def play(seed: int) -> None:
    """Run one model, saved and loaded after every step, its user tasks in random order."""
    body, expected = random_process(seed)
    rng = Random(seed)  # noqa: S311  # repeatable, not secret
    case = Stepper(model(body), budget=Budget(tokens=5000))
    while case.instance.status == "running":
        work = [wait for wait in case.instance.waits if wait.kind == "user"]
        assert work, (seed, case.instance.stuck_joins)
        case.do(rng.choice(work).element)
    counted = Counter(one for one in case.done if one[0] in "us" and one[1:].isdigit())
    assert counted == expected, seed
    assert case.done.count("finish") == 1, seed
    assert case.instance.status == "completed"


@pytest.mark.parametrize("part", range(10))
def test_random_models_run_every_activity_as_often_as_their_blocks_say(part: int) -> None:
    for seed in range(part * 30, part * 30 + 30):
        play(seed)


@pytest.mark.nightly
@pytest.mark.parametrize("part", range(100))
def test_ten_thousand_random_models(part: int) -> None:
    for seed in range(1000 + part * 100, 1100 + part * 100):
        play(seed)
