"""Numbers for the kinds of values and for what the machine that evaluates rules can do."""

__all__ = ["OPERATORS"]

# What a value is; the second number of a value is 0 or 1, the number itself, or the place of the text among all texts.
IS_NULL, IS_BOOLEAN, IS_NUMBER, IS_TEXT = range(4)

(
    PUSH,
    LOAD,
    EQUAL,
    UNEQUAL,
    LESS,
    AT_MOST,
    GREATER,
    AT_LEAST,
    AND,
    OR,
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE,
    NOT,
    TRUTH,
    NEGATE,
    ABSOLUTE,
    FLOOR,
    CEILING,
    SKIP_UNLESS,
    SKIP,
    LOOK_UP,
) = range(23)

OPERATORS = {
    "feel_eq": EQUAL,
    "feel_ne": UNEQUAL,
    "feel_lt": LESS,
    "feel_le": AT_MOST,
    "feel_gt": GREATER,
    "feel_ge": AT_LEAST,
    "feel_and": AND,
    "feel_or": OR,
    "feel_add": ADD,
    "feel_subtract": SUBTRACT,
    "feel_multiply": MULTIPLY,
    "feel_divide": DIVIDE,
    "feel_not": NOT,
    "feel_truth": TRUTH,
    "feel_negate": NEGATE,
    "not": NOT,
    "abs": ABSOLUTE,
    "floor": FLOOR,
    "ceiling": CEILING,
}
"""The operator for an operation of FEEL, or for a function of one number or truth value."""
