"""What relieving a bottleneck would do, in words short enough for a table."""

from analysis.bottlenecks import Bottleneck, Relief
from analysis.pages.words import amount, interval
from bpmn.language import Text

__all__ = ["relief_cell", "relief_gain"]


def relief_gain(relief: Relief | None, language: str) -> str:
    """Return the change of the mean cycle time, simulated where it was, else computed; a dash for neither."""
    if relief is None:
        return "\N{EN DASH}"
    if relief.checked is not None:
        return amount("elapsed", relief.checked.cycle_time.mean, "", language, signed=True)
    return amount("elapsed", relief.effect.cycle_time_s if relief.effect else None, "", language, signed=True)


def relief_cell(found: Bottleneck, size: str, currency: str, language: str) -> str:
    """Return what is changed and what that does to time, cost and capacity, with the simulated interval."""
    relief = found.relief.get(size)
    if relief is None:
        return "\N{EN DASH}"
    parts = [Text("{what}: {time} a case", what=relief.what, time=relief_gain(relief, language)).into(language)]
    checked, effect = relief.checked, relief.effect
    if checked is not None:
        ends = interval("elapsed", checked.cycle_time, "", language, signed=True)
        parts.append(Text("simulated, 95% interval {ends}", ends=ends).into(language))
    if effect is not None:
        if abs(effect.cost) >= _SMALL_COST:
            parts.append(amount("money", effect.cost, currency, language, signed=True))
        if effect.capacity_per_h:
            more = f"{effect.capacity_per_h:+.2f}".replace("-", "\N{MINUS SIGN}")
            if any(digit in more for digit in "123456789"):
                parts.append(Text("{more} cases an hour", more=more).into(language))
    remarks = [text.into(language) for text in (relief.remark, checked.remark if checked else None) if text is not None]
    return " ".join([", ".join(parts) + ".", *remarks])


_SMALL_COST = 0.5
