"""Decimal numbers of 34 digits, as FEEL wants them (DMN 1.5 §10.3.2.3.1: IEEE 754-2008 Decimal128)."""

from decimal import (
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)

__all__ = ["CONTEXT", "WIDE", "floor_quotient", "literal", "modulo", "power", "whole"]

_TRAPS = [DivisionByZero, InvalidOperation, Overflow]
# Its methods are used, never `decimal.localcontext`: a context of the thread would leak into the caller's arithmetic.
CONTEXT = Context(prec=34, rounding=ROUND_HALF_EVEN, Emin=-6143, Emax=6144, traps=_TRAPS)
# For scaling to so many places that 34 digits are not enough (`decimal(x, 6000)`).
WIDE = Context(prec=12_500, rounding=ROUND_HALF_EVEN, Emin=-99_999, Emax=99_999, traps=_TRAPS)


def literal(text: str) -> Decimal | None:
    """Return the number that a text writes, rounded to 34 digits; None where it is larger than all numbers."""
    try:
        return CONTEXT.create_decimal(text)
    except ArithmeticError:
        return None


def whole(number: Decimal) -> int:
    """Return a number cut to its whole part.

    Raises:
        ArithmeticError: If it has more than 40 digits before the point, which nothing can use.
    """
    if number.adjusted() > 40:
        raise OverflowError
    return int(number)


def power(base: Decimal, exponent: Decimal) -> Decimal:
    """Return a power; of nothing at all, 1.

    Raises:
        ArithmeticError: If it is no number: a root of a negative one, a negative power of 0, or too large.
    """
    result = Decimal(1) if exponent == 0 else CONTEXT.power(base, exponent)
    if not result.is_finite():
        # `decimal` has 0 ** -1 = Infinity, without a signal.
        raise ZeroDivisionError
    return result


def modulo(dividend: Decimal, divisor: Decimal) -> Decimal:
    """Return `dividend - divisor * floor(dividend / divisor)`, of which only the result is rounded (DMN 1.5 table 76).

    Raises:
        ArithmeticError: If the divisor is 0.
    """
    rest = WIDE.remainder(dividend, divisor)
    if rest and rest.is_signed() != divisor.is_signed():
        rest = WIDE.add(rest, divisor)
    return CONTEXT.plus(rest)


def floor_quotient(dividend: Decimal, divisor: Decimal) -> Decimal:
    """Return the largest whole number that is not above the exact quotient, rounded to 34 digits.

    Raises:
        ArithmeticError: If the divisor is 0.
    """
    quotient, rest = WIDE.divmod(dividend, divisor)
    if rest and rest.is_signed() != divisor.is_signed():
        quotient = WIDE.subtract(quotient, Decimal(1))
    return CONTEXT.plus(quotient)
