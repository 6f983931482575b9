"""Batches of Prosimos files: rules over size, waiting and the clock that let a batch go, any of several."""

from dataclasses import dataclass, field

from analysis.scenario.distributions import Distribution
from analysis.scenario.fields import Place
from analysis.scenario.prosimos_laws import prosimos_number
from analysis.scenario.work_values import Batch, Release
from bpmn.language import Text

__all__ = ["prosimos_batches"]

_DAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
_FACTORS_UP_TO = 100
_LEAST = 2
_TYPES = ("Sequential", "Concurrent", "Parallel")


@dataclass(slots=True, kw_only=True)
class _Firing:
    """What the rules say together: a batch goes at the smallest size, the shortest wait or pause, or the hour."""

    sizes: list[int] = field(default_factory=list)
    most: list[int] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    waits_alone: list[float] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)
    pauses_alone: list[float] = field(default_factory=list)
    days: set[int] = field(default_factory=set)
    hours: set[float] = field(default_factory=set)

    @property
    def says_something(self) -> bool:
        """Whether anything but an upper size is said."""
        waits = (*self.waits, *self.waits_alone, *self.pauses, *self.pauses_alone)
        return bool(self.sizes or waits or self.days or self.hours)


def prosimos_batches(place: Place, remarks: list[Text]) -> dict[str, Batch]:
    """Return the batches by the id of their task.

    Args:
        place: `batch_processing`.
        remarks: What could only be approximated is added.

    Raises:
        ScenarioError: If a rule cannot be understood.
    """
    found = {}
    for entry in place.entries():
        task = entry.at("task_id").text()
        batch = _batch(entry, task, remarks)
        if batch is not None:
            found[task] = batch
    return found


def _batch(place: Place, task: str, remarks: list[Text]) -> Batch | None:
    kind = place.at("type").text("Sequential")
    if kind not in _TYPES:
        raise place.at("type").error(Text("The type of a batch is one of {known}.", known=", ".join(_TYPES)))
    firing = _Firing()
    groups = place.at("firing_rules").entries()
    for group in groups:
        rules = group.entries()
        for rule in rules:
            _note(rule, firing)
        if len({rule.at("attribute").value for rule in rules}) > 1:
            remarks.append(Text("The batch of {name} goes when one of its rules holds, not all of them.", name=task))
    if not firing.says_something:
        remarks.append(Text("Nothing ever lets the batch of {name} go: it is done one by one.", name=task))
        return None
    _say_what_differs(place, firing, task, remarks)
    is_together = kind == "Parallel"
    return Batch(
        least=min(firing.sizes, default=None),
        most=max(min(firing.most), min(firing.sizes, default=1)) if firing.most else None,
        **_waits(firing),
        **_pauses(firing),
        release=_release(firing),
        is_together=is_together,
        is_in_turns=kind == "Concurrent",
        factors=_factors(place.at("duration_distrib"), is_together=is_together),
    )


def _note(rule: Place, firing: _Firing) -> None:
    attribute, comparison = rule.at("attribute").text(), rule.at("comparison").text()
    value = rule.at("value")
    is_upper = comparison in {"<", "<="}
    if attribute == "size":
        size = int(prosimos_number(value))
        if is_upper:
            firing.most.append(max(1, size if comparison == "<=" else size - 1))
        else:
            firing.sizes.append(max(1, size + (comparison == ">")))
            firing.most += [size] if comparison == "=" else []
    elif attribute == "large_wt":
        # Whole seconds here too, but one alone goes when the upper bound is past.
        if is_upper or comparison == "=":
            firing.waits_alone.append(max(0.0, prosimos_number(value) + (comparison != "<")))
        if not is_upper:
            firing.waits.append(max(0.0, prosimos_number(value) + (comparison == ">")))
    elif attribute == "ready_wt":
        # Prosimos counts in whole seconds: less than 10 is up to 9.
        past = {"<": -1.0, ">": 1.0}.get(comparison, 0.0)
        (firing.pauses_alone if is_upper else firing.pauses).append(max(0.0, prosimos_number(value) + past))
    elif attribute == "week_day":
        day = value.text().upper()
        if day not in _DAYS:
            raise value.error(Text("A day is one of {days}.", days=", ".join(_DAYS)))
        firing.days.add(_DAYS.index(day))
    elif attribute == "daily_hour":
        firing.hours.add(24.0 if is_upper and prosimos_number(value) == 0 else prosimos_number(value))
    else:
        known = "size, large_wt, ready_wt, week_day, daily_hour"
        raise rule.at("attribute").error(Text("A batch goes by one of {known}.", known=known))


def _waits(firing: _Firing) -> dict[str, Distribution]:
    """Several go when the first has waited for the lower bound, one alone when it has for the upper.

    Without an upper bound the lower holds for one alone too; with a lower one of 0 each goes at once, as there.
    """
    if not firing.waits and not firing.waits_alone:
        return {}
    several = min(firing.waits, default=0.0)
    found = {"wait": Distribution(type="fixed", value=several)}
    alone = min(firing.waits_alone, default=several)
    if alone > several > 0:
        found["wait_alone"] = Distribution(type="fixed", value=alone)
    return found


def _pauses(firing: _Firing) -> dict[str, Distribution]:
    """Several go when none has come for the lower bound, one alone when none has for the upper."""
    if not firing.pauses and not firing.pauses_alone:
        return {}
    several = min(firing.pauses, default=0.0)
    alone = max(several, min(firing.pauses_alone, default=several))
    return {
        "pause": Distribution(type="fixed", value=several),
        "pause_alone": Distribution(type="fixed", value=alone),
    }


def _release(firing: _Firing) -> Release | None:
    if not firing.days and not firing.hours:
        return None
    hour = min(firing.hours, default=0.0)
    return Release(days=tuple(sorted(firing.days)) or (0, 1, 2, 3, 4, 5, 6), at_s=min(hour * 3600.0, 86399.0))


def _say_what_differs(place: Place, firing: _Firing, task: str, remarks: list[Text]) -> None:
    alone = sum(prosimos_number(entry.at("value")) for entry in place.at("size_distrib").entries()
                if str(entry.at("key").value) == "1")  # fmt: skip
    if alone > 0:
        remarks.append(Text("All of {name} is done in batches, none alone.", name=task))
    if len(firing.hours) > 1 or len(set(firing.waits)) > 1 or len(set(firing.sizes)) > 1:
        remarks.append(Text("Of several bounds for the batch of {name} the first to be reached holds.", name=task))


def _factors(place: Place, *, is_together: bool) -> tuple[tuple[int, float], ...]:
    """Return by what the work of a batch is multiplied, by size.

    Prosimos states it for one member; the nearest stated size counts, the smaller of two, and one alone is 1. Done
    together, all members take as long as the whole batch.
    """
    said = {int(prosimos_number(entry.at("key"))): prosimos_number(entry.at("value")) for entry in place.entries()}
    if not said and not is_together:
        return ()
    said.setdefault(1, 1.0)
    factors = []
    for size in range(_LEAST, max(*said, _FACTORS_UP_TO) + 1):
        nearest = min(sorted(said), key=lambda known: abs(known - size))
        factors.append((size, max(0.0, said[nearest]) * (size if is_together else 1)))
    return tuple(factors)
