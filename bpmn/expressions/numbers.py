"""Decimal numbers of 34 digits, as FEEL wants them (DMN 1.5 §10.3.2.3.1: IEEE 754-2008 Decimal128)."""

from decimal import (
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)

__all__ = ["CONTEXT", "WIDE", "whole"]

_TRAPS = [DivisionByZero, InvalidOperation, Overflow]
# Its methods are used, never `decimal.localcontext`: a context of the thread would leak into the caller's arithmetic.
CONTEXT = Context(prec=34, rounding=ROUND_HALF_EVEN, Emin=-6143, Emax=6144, traps=_TRAPS)
# For scaling to so many places that 34 digits are not enough (`decimal(x, 6000)`).
WIDE = Context(prec=12_500, rounding=ROUND_HALF_EVEN, Emin=-99_999, Emax=99_999, traps=_TRAPS)


def whole(number: Decimal) -> int:
    """Return a number cut to its whole part.

    Raises:
        ArithmeticError: If it has more than 40 digits before the point, which nothing can use.
    """
    if number.adjusted() > 40:
        raise OverflowError
    return int(number)
