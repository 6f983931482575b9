"""Numbers are those of `decimal` with 34 digits; texts, dates and durations are exact over all of their ranges."""

import decimal
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpmn.expressions import ExpressionSyntaxError, Language, compile_expression, from_json
from bpmn.expressions.values import Date, DateTime, DayTimeDuration, Time, YearMonthDuration, Zone
from bpmn.expressions.values.temporal import MAX_YEAR, NANOS_PER_DAY, date_from_days, days_in_month
from bpmn.expressions.values.text import parse_temporal, text_of

DECIMAL128 = decimal.Context(prec=34, rounding=decimal.ROUND_HALF_EVEN, Emin=-6143, Emax=6144)
WIDE = decimal.Context(prec=20_000, Emax=99_999, Emin=-99_999)

numbers = st.builds(
    lambda sign, digits, exponent: Decimal((sign, tuple(map(int, str(digits))), exponent)),
    st.integers(0, 1),
    st.integers(0, 10**34 - 1),
    st.one_of(st.integers(-40, 10), st.integers(-6100, 6100)),
)
FIRST, LAST = Date(year=-MAX_YEAR, month=1, day=1).days, Date(year=MAX_YEAR, month=12, day=31).days
days = st.integers(FIRST, LAST)
dates = days.map(date_from_days)
zones = st.one_of(
    st.none(),
    st.integers(-18 * 60, 18 * 60).map(lambda minutes: Zone(offset_s=minutes * 60)),
    st.sampled_from(["Asia/Ulaanbaatar", "Europe/Paris", "America/New_York", "UTC"]).map(lambda name: Zone(name=name)),
)
times = st.builds(Time.from_nanoseconds, st.integers(0, NANOS_PER_DAY - 1), zones)
day_durations = st.integers(-(10**24), 10**24).map(lambda count: DayTimeDuration(nanoseconds=count))
month_durations = st.integers(-(10**10), 10**10).map(lambda count: YearMonthDuration(months=count))


def value_of(source: str, **data: object) -> object:
    return compile_expression(source, Language.FEEL).evaluate(data).value


def or_null(compute: Callable[[], Decimal]) -> Decimal | None:
    with decimal.localcontext(DECIMAL128) as context:
        context.traps[decimal.Overflow] = context.traps[decimal.InvalidOperation] = True
        context.traps[decimal.DivisionByZero] = True
        try:
            return compute()
        except decimal.DecimalException:
            return None


@pytest.mark.parametrize("sign", ["+", "-", "*", "/"])
@given(left=numbers, right=numbers)
def test_operators_are_those_of_decimal128_or_null(sign: str, left: Decimal, right: Decimal) -> None:
    operate = {"+": Decimal.__add__, "-": Decimal.__sub__, "*": Decimal.__mul__, "/": Decimal.__truediv__}[sign]
    assert value_of(f"a {sign} b", a=left, b=right) == or_null(lambda: operate(left, right))


@given(base=numbers, exponent=st.integers(-50, 50))
def test_powers_are_those_of_decimal128_or_null(base: Decimal, exponent: int) -> None:
    wanted = Decimal(1) if exponent == 0 else or_null(lambda: base ** Decimal(exponent))
    if base == 0 and exponent < 0:
        wanted = None
    assert value_of("a ** b", a=base, b=exponent) == wanted


@given(numbers)
def test_a_sign_changes_no_digit(number: Decimal) -> None:
    assert value_of("[-a, abs(a), -(-a)]", a=number) == [number.copy_negate(), number.copy_abs(), number]


@given(numbers)
def test_a_number_is_written_as_it_reads(number: Decimal) -> None:
    assert value_of("number(string(a)) = a", a=number) is True


@given(numbers)
def test_a_literal_is_its_number(number: Decimal) -> None:
    assert value_of(str(number)) == number


@pytest.mark.parametrize(
    ("function", "mode"),
    [
        ("decimal", decimal.ROUND_HALF_EVEN),
        ("floor", decimal.ROUND_FLOOR),
        ("ceiling", decimal.ROUND_CEILING),
        ("round up", decimal.ROUND_UP),
        ("round down", decimal.ROUND_DOWN),
        ("round half up", decimal.ROUND_HALF_UP),
        ("round half down", decimal.ROUND_HALF_DOWN),
    ],
)
@given(number=numbers, scale=st.integers(-6111, 6176))
def test_rounding_is_to_the_places_asked_for(function: str, mode: str, number: Decimal, scale: int) -> None:
    exact = number.quantize(Decimal((0, (1,), -scale)), rounding=mode, context=WIDE)
    assert value_of(f"{function}(a, b)", a=number, b=scale) == exact


@given(number=numbers, scale=st.one_of(st.integers(-(10**9), -6112), st.integers(6177, 10**9)))
def test_rounding_to_places_that_no_number_has_is_null(number: Decimal, scale: int) -> None:
    assert value_of("decimal(a, b)", a=number, b=scale) is None


@given(dividend=numbers, divisor=numbers)
def test_modulo_is_by_the_floor(dividend: Decimal, divisor: Decimal) -> None:
    found = value_of("modulo(a, b)", a=dividend, b=divisor)
    if divisor == 0:
        assert found is None
    elif found is not None:
        with decimal.localcontext(WIDE):
            exact = dividend - divisor * (dividend / divisor).to_integral_value(rounding=decimal.ROUND_FLOOR)
            assert found == DECIMAL128.plus(exact)


@given(numbers)
def test_odd_and_even_are_exact(number: Decimal) -> None:
    whole = number == number.to_integral_value()
    parity = int(number) % 2 if whole and number.adjusted() < 6200 else None
    assert value_of("[odd(a), even(a)]", a=number) == [parity == 1, parity == 0]


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("1e6144 * 10", None),
        ("9.999999999999999999999999999999999e6144 + 1e6144", None),
        ("1e-6176 / 10", Decimal(0)),
        ("10 ** 6145", None),
        ("2 ** 0.5 = sqrt(2)", True),
        ("(-8) ** (1/3)", None),
        ("0 ** -1", None),
        ("exp(20000)", None),
        ("1 / 3", Decimal("0.3333333333333333333333333333333333")),
        ("12345678901234567890123456789012345 = 12345678901234567890123456789012340", True),
    ],
)
def test_the_limits_of_numbers(source: str, value: object) -> None:
    assert value_of(source) == value


def test_a_literal_beyond_all_numbers_is_an_error_at_its_place() -> None:
    with pytest.raises(ExpressionSyntaxError, match="too large") as caught:
        compile_expression("1 + 1e7000", Language.FEEL)
    assert caught.value.position == 4


def test_numbers_of_the_data_beyond_all_numbers_are_null() -> None:
    assert from_json(Decimal("1e7000")) is None
    assert from_json(-(10**6200)) is None


# Texts.

ESCAPES = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\", "'": "\\'"}


def as_written(text: str) -> str:
    return "".join(ESCAPES.get(one, one) for one in text)


def as_four_digits(text: str) -> str:
    units = text.encode("utf-16-be")
    return "".join(f"\\u{units[index]:02x}{units[index + 1]:02X}" for index in range(0, len(units), 2))


def as_six_digits(text: str) -> str:
    return "".join(f"\\U{ord(one):06X}" for one in text)


@pytest.mark.parametrize("write", [as_written, as_four_digits, as_six_digits])
@given(text=st.text())
def test_a_text_is_read_however_it_is_escaped(write: Callable[[str], str], text: str) -> None:
    assert value_of(f'"{write(text)}"') == text
    assert value_of(f'string length("{write(text)}")') == len(text)


@given(text=st.text(min_size=1), start=st.integers(1, 20), length=st.integers(1, 20))
def test_texts_are_counted_in_characters(text: str, start: int, length: int) -> None:
    wanted = text[start - 1 : start - 1 + length] if start <= len(text) else None
    assert value_of("substring(a, b, c)", a=text, b=start, c=length) == wanted


# Dates, times and durations.


@given(dates)
def test_a_date_of_any_year_reads_as_it_is_written(day: Date) -> None:
    assert parse_temporal(str(text_of(day))) == day


@given(days, days)
def test_days_between_dates_are_exact(first: int, last: int) -> None:
    start, end = date_from_days(first), date_from_days(last)
    assert value_of("b - a", a=start, b=end) == DayTimeDuration(nanoseconds=(last - first) * NANOS_PER_DAY)
    assert value_of("a + (b - a)", a=start, b=end) == end


@given(st.dates())
def test_dates_of_the_years_of_python_are_those_of_python(day: date) -> None:
    found = date_from_days((day - date(1970, 1, 1)).days)
    assert (found.year, found.month, found.day, found.weekday) == (day.year, day.month, day.day, day.isoweekday())
    assert value_of("[week of year(a), day of year(a)]", a=day) == [day.isocalendar().week, day.timetuple().tm_yday]


@given(st.dates(), st.integers(-10_000, 10_000))
def test_a_date_and_days_make_the_date_of_python(day: date, count: int) -> None:
    try:
        wanted = day + timedelta(days=count)
    except OverflowError:
        return
    assert value_of("a + b", a=day, b=timedelta(days=count)) == from_json(wanted)


@given(dates, st.integers(-(10**6), 10**6))
def test_months_end_on_the_last_day_where_a_month_is_shorter(day: Date, months: int) -> None:
    found = value_of("a + b", a=day, b=YearMonthDuration(months=months))
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = days_in_month(year, month + 1)
    wanted = Date(year=year, month=month + 1, day=min(day.day, last)) if abs(year) <= MAX_YEAR else None
    assert found == wanted


@given(dates, times)
def test_a_date_and_time_reads_as_it_is_written(day: Date, time: Time) -> None:
    moment = DateTime(date=day, time=time)
    assert parse_temporal(str(text_of(moment))) == moment
    assert parse_temporal(str(text_of(time))) == time


@given(st.one_of(day_durations, month_durations))
def test_a_duration_reads_as_it_is_written(duration: DayTimeDuration | YearMonthDuration) -> None:
    assert value_of(f'duration("{text_of(duration)}")') in (duration, YearMonthDuration(months=0))


@given(day_durations, day_durations, st.integers(-100, 100))
def test_durations_add_and_scale_exactly(one: DayTimeDuration, other: DayTimeDuration, factor: int) -> None:
    total = DayTimeDuration(nanoseconds=one.nanoseconds + other.nanoseconds)
    assert value_of("a + b", a=one, b=other) == total
    assert value_of("a - b + b", a=one, b=other) == one
    assert value_of("a * b", a=one, b=factor) == DayTimeDuration(nanoseconds=one.nanoseconds * factor)


@given(dates, times, day_durations)
def test_a_moment_and_a_duration_and_back_is_the_moment(day: Date, time: Time, duration: DayTimeDuration) -> None:
    moment = DateTime(date=day, time=time)
    later = value_of("a + b", a=moment, b=duration)
    if later is not None:
        assert value_of("a - b", a=later, b=duration) == moment


@pytest.mark.parametrize(
    ("source", "value"),
    [
        # The clock in Paris jumps from 02:00 to 03:00 on 2024-03-31 and back on 2024-10-27.
        ('@"2024-03-31T01:59:00@Europe/Paris" < @"2024-03-31T01:00:01Z"', True),
        ('@"2024-03-31T12:00:00@Europe/Paris" - @"2024-03-30T12:00:00@Europe/Paris" = @"PT23H"', True),
        ('@"2024-07-01T12:00:00@Europe/Paris" = @"2024-07-01T10:00:00Z"', True),
        ('@"2024-01-01T12:00:00@Europe/Paris".time offset', "PT1H"),
        ('@"2024-07-01T12:00:00@Europe/Paris".timezone', "Europe/Paris"),
        ('@"12:00:00+05:30".time offset', "PT5H30M"),
        ('@"12:00:00".time offset', None),
        ('@"2026-11-26T00:00:00+18:01"', None),
        ('@"12:00:00Europe/Paris"', None),
        ('@"12:00:00@Mars/Olympus"', None),
        ('@"24:00:00"', None),
        ('@"2026-02-29"', None),
        ('@"2024-02-29" + @"P1Y" = @"2025-02-28"', True),
        ('@"999999999-12-31" + @"P1D"', None),
        ('@"-999999999-01-01" - @"P1M"', None),
        ('@"12:00:00" + @"P1D" = @"12:00:00"', True),
        ('@"10000-01-01" - @"P1D" = @"9999-12-31"', True),
        ('@"0000-03-01" - @"P1D" = @"0000-02-29"', True),
        ('date("2017-08-30+02:00")', None),
        ('date("01-01-2017")', None),
        ('date("12017-01-01").year', 12017),
        ('date("012017-01-01")', None),
    ],
)
def test_zones_leap_days_and_the_ends_of_the_calendar(source: str, value: object) -> None:
    assert compile_expression(source, Language.FEEL).evaluate({}).json == value
