"""Numbers in the unit and with the digits that a reader expects."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.quantities import Quantity, fitting_scale

DAY = 86400.0


@pytest.mark.parametrize(
    ("quantity", "value", "said"),
    [
        ("elapsed", 6.1 * DAY, "6.10 days"),
        ("elapsed", 1.5 * DAY, "36.0 hours"),
        ("elapsed", 600.0, "10.0 minutes"),
        ("elapsed", 45.0, "45.0 seconds"),
        ("work", 20 * 3600.0, "2.50 working days"),
        ("work", 5400.0, "90.0 minutes"),
        ("money", 44_500.0, "44,500 MNT"),
        ("money", 1_683_000_000.0, "1.68 billion MNT"),
        ("money", 2_100_000_000.0, "2.10 billion MNT"),
        ("share", 0.124, "12.4 %"),
        ("count", 7.0, "7"),
        ("count", 7.25, "7.25"),
        ("count", 0.0, "0"),
    ],
)
def test_a_value_is_said_in_a_fitting_unit(quantity: Quantity, value: float, said: str) -> None:
    assert str(fitting_scale(quantity, [value]).quantity(value)) == said


def test_all_values_of_a_row_share_the_unit_of_the_largest() -> None:
    scale = fitting_scale("elapsed", [12 * DAY, 3600.0])
    assert str(scale.quantity(3600.0)) == "0.04 days"


def test_a_small_difference_of_large_values_still_shows() -> None:
    scale = fitting_scale("count", [250.5, 0.02])
    assert scale.number(0.02) == "0.02"


def test_a_sign_is_shown_where_it_is_asked_for_and_zero_has_none() -> None:
    scale = fitting_scale("count", [3.0])
    assert scale.number(3.0, signed=True) == "+3"
    assert scale.number(-3.0) == "\N{MINUS SIGN}3"
    assert scale.number(-0.0, signed=True) == "0"


def test_another_currency_is_named_by_its_code() -> None:
    assert str(fitting_scale("money", [12.0], currency="EUR").quantity(12.0)) == "12.0 EUR"


@given(st.sampled_from(["elapsed", "work", "money", "share", "count"]), st.lists(st.floats(-1e12, 1e12), max_size=6))
def test_every_number_is_readable_back(quantity: Quantity, values: list[float]) -> None:
    scale = fitting_scale(quantity, values)
    for value in values:
        shown = float(scale.number(value).replace(",", "").replace("\N{MINUS SIGN}", "-"))
        assert abs(shown - value * scale.factor) <= 0.5000001 * 10**-scale.digits + 1e-9 * abs(shown)


@pytest.mark.parametrize("quantity", ["elapsed", "work", "count"])
def test_nothing_at_all_is_a_plain_nought(quantity: Quantity) -> None:
    assert str(fitting_scale(quantity, [0.0, 0.0]).quantity(0.0)) == "0"


def test_no_money_is_nought_of_the_currency_and_no_share_nought_per_cent() -> None:
    assert str(fitting_scale("money", [0.0]).quantity(0.0)) == "0 MNT"
    assert str(fitting_scale("share", [0.0]).quantity(0.0)) == "0 %"
