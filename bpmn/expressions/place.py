"""Where in the source of an expression something happened, as compiled code remembers it: for nothing, until asked.

The line number of each instruction of compiled code is the character of the source that it was made of. Python keeps
line numbers beside the code and reads them only for tracebacks, so that no evaluation is slower for them.
"""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType, TracebackType

__all__ = ["FILENAME", "line_of", "place_of_caller", "place_of_error"]

FILENAME = "<expression>"
# Line 1 is what an instruction without a place has.
_OFFSET = 2
# A note is written by an operation, or by what it calls; further out is another expression.
_FRAMES_LOOKED_AT = 8


def line_of(position: int) -> int:
    """Return the line number that stands for a 0-based character."""
    return position + _OFFSET


def _character(line: int | None) -> int | None:
    return None if line is None or line < _OFFSET else line - _OFFSET


def place_of_caller() -> int | None:
    """Return the 0-based character of the operation that compiled code is at, or None outside of any."""
    frame: FrameType | None = sys._getframe(1)  # noqa: SLF001 - documented, and the only way to one's caller
    for _ in range(_FRAMES_LOOKED_AT):
        if frame is None:
            return None
        if frame.f_code.co_filename == FILENAME:
            return _character(frame.f_lineno)
        frame = frame.f_back
    return None


def place_of_error(error: BaseException) -> int | None:
    """Return the 0-based character of the innermost operation out of which an error came, or None."""
    place: int | None = None
    step: TracebackType | None = error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == FILENAME:
            place = _character(step.tb_lineno)
        step = step.tb_next
    return place
