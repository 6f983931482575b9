"""Random and damaged texts in all languages: nothing but errors of ours, and memory stays flat."""

import gc
import re
import tracemalloc
from collections.abc import Callable, Iterator
from itertools import pairwise
from random import Random
from statistics import median

import pytest

from bench.attack_texts import ATTACKS
from bpmn.expressions import (
    ExpressionError,
    Language,
    compile_expression,
    compile_script,
    compile_unary_tests,
    refuse_vain_calls,
)
from bpmn.expressions import compile as compiling
from tests.bpmn.expressions.feel_texts import FeelTexts
from tests.bpmn.expressions.typed_texts import DATA, TypedTexts

_SEED = 20_261_126
_NOISE = "()[]{}\"'.,:;?@#$%^&*+-/\\<>=!~|_0159eEabxyzfunction инд\n\t\x00\u202e\ud800\U0001f40e"
_PYTHON = (
    "amount > 1000 and kind == 'x'",
    "[v * 2 for v in xs if v > 1]",
    "f'{n} MNT' + s",
    "c['a'] if flag else rows[0].a",
    "sum(xs) / len(xs) ** 2 // 3 % 4",
    "s.upper().split('B')[0]",
    "{'a': n, 'b': [1, 2.5, None, True]}",
    "1 < n <= 10 and nothing is None",
    "max(xs) - min(1, 2) + round(1.5) + abs(-3)",
    "execution.getVariable('n') in xs",
)
_JUEL = (
    "${n > 1 && s == 'abc' || !flag}",
    "Hello ${s}, #{n + 1}",
    "${empty none ? c.a : rows[0]['b']}",
    '${execution.getVariable("n") + 1}',
    "${xs.contains(2) and s.startsWith('a')}",
    "${var:gt(n, 2)}",
    "${now()}",
    "${1e3 * -2.5 % 3 / 4}",
)
_SCRIPTS = (
    "total = 0\nfor i in xs:\n    if i > 1:\n        total += i\n    else:\n        pass\nc.a = total\n",
    "rows[0].a = n\nx = y = 5\nexecution.setVariable('z', s)\n",
    "a = [1]\na[0] = a\n",
)


def mutated(chance: Random, text: str) -> str:
    """Return a text with some characters taken out, doubled, moved or put in."""
    characters = list(text)
    for _ in range(chance.randint(1, 4)):
        place = chance.randint(0, len(characters))
        kind = chance.randint(0, 3)
        if kind == 0:
            characters.insert(place, chance.choice(_NOISE))
        elif kind == 1:
            del characters[place : place + chance.randint(1, 5)]
        elif kind == 2:
            characters[place:place] = characters[place : place + chance.randint(1, 12)]
        else:
            other = chance.randint(0, len(characters))
            characters[place:place] = characters[other : other + chance.randint(1, 12)]
    return "".join(characters)


def joined(chance: Random, texts: tuple[str, ...]) -> str:
    """Return one text, or pieces of two put together."""
    one, other = chance.choice(texts), chance.choice(texts)
    if chance.random() < 0.5:
        return one
    pieces = [re.findall(r"\w+|\s+|.", text) for text in (one, other)]
    cut = chance.randint(0, len(pieces[0]))
    return "".join(pieces[0][:cut] + pieces[1][chance.randint(0, len(pieces[1])) :])


def _evaluate(language: Language) -> Callable[[str], object]:
    return lambda source: compile_expression(source, language, names=FeelTexts.names).evaluate(DATA).json


def _judge(source: str) -> object:
    return compile_unary_tests(source).evaluate(DATA, input_value=3).json


def _look_at_calls(source: str) -> None:
    refuse_vain_calls(source, Language.FEEL)


def _run(source: str) -> object:
    return compile_script(source, Language.PYTHON).run(DATA)


def cases(chance: Random) -> Iterator[tuple[Callable[[str], object], str]]:
    """Return texts without end, and what is done with each."""
    feel, typed = FeelTexts(chance, depth=3), TypedTexts(chance)
    short = tuple(attack.source for attack in ATTACKS if len(attack.source) < 200)
    languages = {language: _evaluate(language) for language in Language}
    while True:
        yield languages[Language.FEEL], feel.expression()
        yield languages[Language.FEEL], typed.expression()
        yield languages[Language.FEEL], mutated(chance, feel.expression())
        yield languages[Language.FEEL], mutated(chance, typed.expression())
        yield _look_at_calls, mutated(chance, typed.expression())
        yield _judge, mutated(chance, feel.unary_tests())
        yield languages[Language.PYTHON], mutated(chance, joined(chance, _PYTHON))
        yield languages[Language.JUEL], mutated(chance, joined(chance, _JUEL))
        yield _run, mutated(chance, joined(chance, _SCRIPTS))
        yield languages[chance.choice(tuple(Language))], mutated(chance, chance.choice(short))


def outcome_of(act: Callable[[str], object], source: str) -> str | None:
    """Return what went wrong that may not, or None."""
    try:
        act(source)
    except ExpressionError as error:
        if error.position is not None and not 0 <= error.position <= len(source):
            return f"{source!r}: the place {error.position} is outside"
        if not error.into("mn"):
            return f"{source!r}: nothing is said"
    except Exception as error:  # noqa: BLE001 - that there is another one is what is looked for
        return f"{source!r}: {error!r}"
    return None


def test_thousands_of_random_texts_end_in_values_or_errors_of_ours() -> None:
    texts = cases(Random(_SEED))  # noqa: S311 - no secrets
    assert [wrong for _ in range(4000) if (wrong := outcome_of(*next(texts)))] == []


@pytest.mark.nightly
def test_a_million_random_texts_end_in_values_or_errors_of_ours_and_memory_stays_flat() -> None:
    texts = cases(Random(_SEED + 1))  # noqa: S311 - no secrets
    held: list[int] = []
    tracemalloc.start()
    try:
        for _ in range(10):
            assert [wrong for _ in range(100_000) if (wrong := outcome_of(*next(texts)))] == []
            # What is compiled is kept, up to a number of texts; that is not what is looked for.
            for cache in (compiling._compile, compiling._compile_tests, compile_script):
                cache.cache_clear()
            gc.collect()
            held.append(tracemalloc.get_traced_memory()[0])
    finally:
        tracemalloc.stop()
    # Tables of the interpreter itself (of interned names: 3.8 MB) double once in a while; what leaks, leaks each time.
    assert median(later - earlier for earlier, later in pairwise(held)) < 100_000, held
    assert held[-1] < held[0] + 8_000_000, held
