"""All kinds of scenarios that a file can say, for hypothesis."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from analysis.scenario import (
    Absence,
    ActivityParameters,
    Arrivals,
    Assumption,
    AttributeSource,
    Batch,
    BurdenPrices,
    Calendar,
    Distribution,
    EventParameters,
    Label,
    Leave,
    Member,
    Opening,
    Release,
    ResourcePool,
    Scenario,
    Setback,
    Transfer,
    arrivals_at,
    arrivals_by_rates,
)
from analysis.scenario.attributes import Scalar
from analysis.scenario.reading_attributes import ROUTINGS
from analysis.scenario.values import ASSIGNMENTS

__all__ = ["distributions", "scenarios"]

NAMES = st.text(min_size=1, max_size=8)
TIMES = st.floats(0, 1e9) | st.integers(0, 10**7).map(float)
AMOUNTS = st.floats(0, 1e9)
SHARES = st.floats(0, 1)
DAYS = st.lists(st.integers(0, 6), min_size=1, max_size=7, unique=True).map(tuple)
START = datetime(2026, 1, 5, tzinfo=timezone(timedelta(hours=8)))
LABELS = st.dictionaries(st.sampled_from(["", "en", "mn"]), st.text(max_size=8)).map(lambda d: Label(tuple(d.items())))


def _weighted(count: int) -> SearchStrategy[tuple[float, ...]]:
    weights = st.lists(st.floats(0.01, 1), min_size=count, max_size=count)
    return weights.map(lambda found: tuple(one / sum(found) for one in found))


def _empirical(values: list[float]) -> SearchStrategy[Distribution]:
    weights = st.just(()) | _weighted(len(values))
    return weights.map(lambda found: Distribution(type="empirical", values=tuple(values), weights=found))


def _spread(kind: str) -> SearchStrategy[Distribution]:
    positive = st.floats(1e-3, 1e8)
    return st.builds(lambda mean, share: Distribution(type=kind, mean=mean, sd=mean * share), positive,
                     st.floats(0.01, 2))  # fmt: skip


def distributions() -> SearchStrategy[Distribution]:
    """Return distributions of each type."""
    three = st.lists(TIMES, min_size=3, max_size=3).map(sorted)
    positive = st.floats(1e-3, 1e8)
    return st.one_of(
        st.builds(Distribution, type=st.just("fixed"), value=TIMES),
        st.builds(Distribution, type=st.just("exponential"), mean=positive),
        st.builds(lambda mean: Distribution(type="exponential", mean=mean, min=mean / 3, max=mean * 2), positive),
        three.map(lambda t: Distribution(type="uniform", min=t[0], max=t[2])),
        three.map(lambda t: Distribution(type="triangular", min=t[0], mode=t[1], max=t[2])),
        *(_spread(kind) for kind in ("normal", "lognormal", "gamma")),
        st.builds(Distribution, type=st.just("erlang"), k=st.integers(1, 50), mean=positive),
        st.lists(TIMES, min_size=1, max_size=4).flatmap(_empirical),
    )


LAWS = st.none() | distributions()
SCALARS = st.none() | st.booleans() | NAMES | st.floats(0, 100) | st.sampled_from(["true", "false", "null"])


def _choice(values: list[Scalar]) -> SearchStrategy[AttributeSource]:
    return _weighted(len(values)).map(lambda w: AttributeSource(choices=tuple(zip(values, w, strict=True))))


SOURCES = st.one_of(
    distributions().map(lambda law: AttributeSource(law=law)),
    st.sampled_from(["a + 1", '"=" + x']).map(lambda text: AttributeSource(expression=text)),
    st.lists(SCALARS, min_size=1, max_size=4).flatmap(_choice),
)
ATTRIBUTES = st.dictionaries(NAMES, SOURCES, max_size=2)
CLOCK = st.integers(0, 86399).map(float) | st.floats(0, 86399)
OPENINGS = st.builds(
    lambda days, from_s, share: Opening(days=days, from_s=from_s, to_s=from_s + (86400 - from_s) * share),
    DAYS, CLOCK, st.floats(0.1, 1),
)  # fmt: skip
LEAVES = st.builds(lambda first, days: Leave(first=first, last=first + timedelta(days=days)),
                   st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.integers(0, 30))  # fmt: skip
ABSENCES = st.none() | st.builds(
    Absence, share=st.floats(0, 0.95), leave=st.lists(LEAVES, max_size=2).map(tuple)
)  # fmt: skip


def _calendar(key: str) -> SearchStrategy[Calendar]:
    return st.builds(
        Calendar, id=st.just(key), openings=st.lists(OPENINGS, min_size=1, max_size=3).map(tuple),
        time_zone=st.sampled_from(["Asia/Ulaanbaatar", "UTC"]), holidays=st.sampled_from(["", "MN"]),
        closed=st.lists(st.dates().map(date.isoformat), max_size=2).map(tuple),
    )  # fmt: skip


def _batches(calendars: SearchStrategy[str | None]) -> SearchStrategy[Batch]:
    days = DAYS.map(lambda found: tuple(sorted(found)))
    releases = st.builds(Release, days=days, at_s=CLOCK, calendar=calendars)
    sizes = st.tuples(st.integers(1, 9), st.none() | st.integers(9, 20)) | st.tuples(st.just(5), st.just(5))
    factors = st.dictionaries(st.integers(1, 9), st.floats(0, 5), max_size=3)
    return st.builds(
        lambda size, **more: Batch(least=size[0], most=size[1], **more), size=sizes, wait=LAWS,
        release=st.none() | releases, is_together=st.booleans(), set_up=LAWS,
        factors=factors.map(lambda found: tuple(sorted(found.items()))),
    )  # fmt: skip


SETBACKS = st.builds(
    lambda after, **more: Setback(share_after=0.5 if isinstance(after, Distribution) else after,
                                  work_after=after if isinstance(after, Distribution) else None, **more),
    after=SHARES | distributions(), probability=SHARES, duration=distributions(), most=st.integers(1, 4),
)  # fmt: skip
BURDENS = st.builds(BurdenPrices, **dict.fromkeys(BurdenPrices.__slots__, AMOUNTS))
ASSUMPTIONS = st.builds(
    lambda low, more, **said: Assumption(low=low, high=low + more, **said), low=SHARES, more=SHARES, path=NAMES,
    kind=st.sampled_from(["measured", "sourced", "assumed"]), text=LABELS, source=st.text(max_size=5),
)  # fmt: skip


def _arrivals(calendars: Mapping[str, Calendar]) -> SearchStrategy[Arrivals | None]:
    every = distributions().filter(lambda law: law.expected > 0)
    rates = st.dictionaries(st.sampled_from(sorted(calendars)), st.floats(0.01, 100), min_size=1)
    moments = st.lists(TIMES.filter(lambda s: s < 1e8), min_size=2, max_size=5, unique=True)
    return st.one_of(
        st.none(),
        st.builds(Arrivals, inter_arrival=every, calendar=st.none() | st.sampled_from(sorted(calendars))),
        rates.map(lambda found: arrivals_by_rates(list(found.items()), calendars, START)),
        moments.map(arrivals_at),
    )


@st.composite
def _pool(draw: st.DrawFn, key: str, calendars: SearchStrategy[str | None], activities: list[str]) -> ResourcePool:
    ids = draw(st.lists(NAMES.map(lambda name: f"{key} {name}"), max_size=3, unique=True))
    speeds = st.dictionaries(st.sampled_from(["", *activities]), st.floats(0.1, 9), max_size=2)
    able = st.none() | st.lists(st.sampled_from(activities), max_size=2).map(tuple)
    members = tuple(
        draw(st.builds(Member, id=st.just(one), name=LABELS, calendar=calendars, cost_per_h=st.none() | AMOUNTS,
                       speed=speeds, activities=able, absence=ABSENCES))
        for one in ids
    )  # fmt: skip
    amount = draw(st.integers(max(1, len(ids)), 9) if ids else st.none() | st.integers(1, 9))
    return draw(
        st.builds(ResourcePool, id=st.just(key), name=LABELS, amount=st.just(amount), cost_per_h=AMOUNTS,
                  calendar=calendars, side=st.sampled_from(["office", "applicant"]), members=st.just(members),
                  absence=st.none() if amount is None else ABSENCES,
                  queue=st.sampled_from([None, "priority", "fifo", "due_date"]))
    )  # fmt: skip


def _activity(pools: list[str], calendars: SearchStrategy[str | None]) -> SearchStrategy[ActivityParameters]:
    return st.builds(
        ActivityParameters, resources=st.just(tuple(pools)), duration=LAWS, delay=LAWS, fixed_cost=AMOUNTS, fee=AMOUNTS,
        priority=st.integers(-1000, 1000), instances=LAWS, set_up=LAWS, due_s=st.none() | TIMES,
        durations=st.dictionaries(st.sampled_from(pools), distributions()) if pools else st.just({}),
        batch=st.none() | _batches(calendars), setback=st.none() | SETBACKS, sets=ATTRIBUTES,
    )  # fmt: skip


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Draw a scenario, as it is when read from a file: all that it refers to is in it."""
    ids = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
    calendars = {key: draw(_calendar(key)) for key in ids}
    named = st.none() | st.sampled_from(ids)
    does = ["A", "B"]
    pools = {key: draw(_pool(key, named, does)) for key in ids}
    events = st.builds(EventParameters, duration=LAWS, probability=st.none() | SHARES, calendar=named,
                       is_moment=st.booleans())  # fmt: skip
    transfers = st.builds(Transfer, source=st.sampled_from(ids), target=named, time=distributions())
    count = st.none() | st.integers(1, 10**6)
    return Scenario(
        name=draw(LABELS), process=draw(st.none() | NAMES), start=START, currency=draw(st.text(max_size=3)),
        cases=draw(count), warm_up=draw(count), replications=draw(count), volume_per_year=draw(st.none() | AMOUNTS),
        promise_s=draw(st.none() | TIMES), arrivals=draw(_arrivals(calendars)), calendars=calendars, resources=pools,
        activities={key: draw(_activity(ids, named)) for key in does},
        flows=draw(st.dictionaries(NAMES, SHARES, max_size=3)), events=draw(st.dictionaries(NAMES, events, max_size=2)),
        burden=draw(BURDENS), assumptions=tuple(draw(st.lists(ASSUMPTIONS, max_size=2))),
        transfers=tuple(draw(st.lists(transfers, max_size=2))), case_cost=draw(AMOUNTS),
        one_off_cost=draw(st.none() | AMOUNTS),
        case_priority=draw(st.sampled_from(["", "x + 1"])), case_due=draw(st.sampled_from(["", "3600"])),
        assignment=draw(st.none() | st.sampled_from(ASSIGNMENTS)),
        attributes=draw(ATTRIBUTES), rules=draw(st.dictionaries(NAMES, st.sampled_from(["x > 1", "y"]), max_size=2)),
        gateways=draw(st.dictionaries(NAMES, st.sampled_from(ROUTINGS), max_size=2)),
        partners=tuple(draw(st.lists(NAMES, max_size=2))),
    )  # fmt: skip
