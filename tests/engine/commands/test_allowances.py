"""Buckets of tokens that every process shares."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from engine import Allowance, Engine, open_engine, take_allowance
from engine.store.tables import AllowanceRow
from engine.testing import FakeClock, open_memory_engine

MINE = Allowance(key="mine", per_hour=3)
OURS = Allowance(key="ours", per_hour=4)


def test_a_bucket_gives_what_it_holds_then_as_much_as_time_fills_in(engine: Engine, clock: FakeClock) -> None:
    assert [take_allowance(engine, [MINE]) for _try in range(3)] == [None, None, None]
    assert take_allowance(engine, [MINE]) == clock.now() + timedelta(minutes=20)
    clock.advance(timedelta(minutes=20))
    assert take_allowance(engine, [MINE]) is None
    assert take_allowance(engine, [MINE]) == clock.now() + timedelta(minutes=20)
    assert take_allowance(engine, [OURS]) is None


def test_a_refusal_takes_nothing_of_any_bucket(engine: Engine, clock: FakeClock) -> None:
    for _try in range(3):
        assert take_allowance(engine, [MINE, OURS]) is None
    for _try in range(5):
        assert take_allowance(engine, [MINE, OURS]) == clock.now() + timedelta(minutes=20)
    assert take_allowance(engine, [OURS]) is None
    assert take_allowance(engine, [OURS]) == clock.now() + timedelta(minutes=15)


def test_two_processes_together_get_no_more_than_one(engine: Engine, database_url: str, clock: FakeClock) -> None:
    other = open_engine(database_url, clock=clock, handlers={})
    many = Allowance(key="many", per_hour=10)
    orders = ([many, OURS], [OURS, many])

    def take(number: int) -> bool:
        return take_allowance((engine, other)[number % 2], orders[number % 2 - 1]) is None

    with ThreadPoolExecutor(8) as pool:
        admitted = list(pool.map(take, range(40)))
    other.close()
    assert sum(admitted) == OURS.per_hour


def test_full_buckets_are_not_kept(engine: Engine, clock: FakeClock) -> None:
    for name in "abc":
        take_allowance(engine, [Allowance(key=name, per_hour=1)])
    clock.advance(timedelta(hours=1))
    take_allowance(engine, [MINE])
    with engine.database.reading() as work:
        assert [row.key for row in work._session.query(AllowanceRow)] == ["mine"]


@settings(max_examples=15, deadline=None)
@given(per_hour=st.integers(1, 6), pauses=st.lists(st.integers(0, 4_000), min_size=1, max_size=20))
def test_it_agrees_with_counting_tokens(per_hour: int, pauses: list[int]) -> None:
    clock = FakeClock()
    bucket = Allowance(key="b", per_hour=per_hour)
    tokens, step = float(per_hour), 3_600 / per_hour
    with open_memory_engine(clock=clock) as engine:
        for pause in pauses:
            clock.advance(timedelta(seconds=pause))
            tokens = min(per_hour, tokens + pause / step)
            until = take_allowance(engine, [bucket])
            if tokens >= 1 - 1e-6:
                assert until is None
                tokens -= 1
            else:
                assert until is not None
                assert abs((until - clock.now()).total_seconds() - (1 - tokens) * step) < 0.01
