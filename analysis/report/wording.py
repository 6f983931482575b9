"""The reader's words: sentences, names of elements, dates and numbers in the language of the report."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from analysis.comparison import Comparison, MeasureDifference, Side
from analysis.dates import spoken_date
from analysis.scenario import Label
from bpmn.language import Text

__all__ = ["Names", "Wording", "wording_of"]

_EMPTY = "\N{EN DASH}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Labels of elements in the reader's language, by element id, where they differ from the models' own."""

    as_is: Mapping[str, str] = field(default_factory=dict)
    to_be: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """How things are said to one reader.

    Attributes:
        language: "mn" or "en".
        elements: For each side (0 as-is, 1 to-be) the shown label by element id.
        labels: The shown label by the label in the model or scenario, for names that are blanks of sentences.
    """

    language: str
    elements: tuple[Mapping[str, str], Mapping[str, str]]
    labels: Mapping[str, str]

    def word(self, message: str, **values: object) -> str:
        """Return a sentence of the report's own."""
        return Text(message, **values).into(self.language)

    def say(self, text: Text | Label) -> str:
        """Return a sentence found in the comparison, the names in it in the reader's language where they are known."""
        return (text if isinstance(text, Label) else text.relabelled(self.labels)).into(self.language)

    def element(self, side: int, element: str | None) -> str:
        """Return an element's label, or its id where it has none."""
        if element is None:
            return self.word("The whole process")
        return self.elements[side].get(element) or element

    def group(self, as_is: tuple[str, ...], to_be: tuple[str, ...]) -> str:
        """Return the labels of elements that belong together, each once."""
        names = [self.element(0, key) for key in as_is] + [self.element(1, key) for key in to_be]
        return ", ".join(dict.fromkeys(names))

    def place(self, path: str) -> str:
        """Return in words which figure of a scenario an assumption is about."""
        return self.labels.get(path, path)

    def date(self, moment: datetime) -> str:
        """Return a moment as a date and a time of day in Ulaanbaatar."""
        return spoken_date(moment, self.language)

    def value(self, found: MeasureDifference, value: float) -> str:
        """Return one value of a measure with its unit."""
        return found.scale.quantity(value).into(self.language)

    def interval(self, found: MeasureDifference, ends: tuple[float | None, float | None] | None) -> str:
        """Return an interval in the measure's unit, without the unit; a dash where there is none."""
        if ends is None or ends[0] is None or ends[1] is None:
            return _EMPTY
        scale = found.scale
        return self.word("{low} to {high}", low=scale.number(ends[0]), high=scale.number(ends[1]))


_FIELDS = {
    "duration": Text("duration"),
    "delay": Text("delay"),
    "instances": Text("number of times"),
    "fee": Text("fee"),
    "fixed_cost": Text("fixed cost"),
    "amount": Text("number of people"),
    "cost_per_h": Text("cost an hour"),
    "probability": Text("probability"),
}
_PLACES = {
    "arrivals": Text("Time between two applications"),
    "volume_per_year": Text("Applications a year"),
    "promise": Text("Promised time"),
    "burden.value_of_time_per_h": Text("What an applicant's hour is worth"),
    "burden.visit": Text("What a visit takes"),
    "burden.contact": Text("What a contact takes"),
    "burden.document": Text("What a document takes"),
    "burden.application": Text("What the application takes"),
}


def _place(path: str, elements: Mapping[str, str], pools: Mapping[str, str], language: str) -> str:
    """Return an assumption's place in words: "Check the file: duration"."""
    known = next((text for place, text in _PLACES.items() if path == place or path.startswith(f"{place}.")), None)
    if known is not None:
        return known.into(language)
    section, _, rest = path.partition(".")
    names = pools if section == "resources" else elements
    if rest in names:
        return Text("{name}: {field}", name=names[rest], field=_default_field(section)).into(language)
    key, _, field_name = rest.rpartition(".")
    field_text = _FIELDS.get(field_name, Text("{field}", field=field_name))
    return Text("{name}: {field}", name=names.get(key, key), field=field_text).into(language) if key else path


def _default_field(section: str) -> Text:
    return _FIELDS["probability"] if section == "flows" else _FIELDS["duration"]


def wording_of(comparison: Comparison, language: str, names: Names) -> Wording:
    """Return the words for a report on this comparison."""
    labels: dict[str, str] = {}
    for side, shown in ((comparison.as_is, names.as_is), (comparison.to_be, names.to_be)):
        own = _own_names(side)
        pools = _pool_names(side, language)
        labels |= {label: shown[key] for key, label in own.items() if shown.get(key)}
        labels |= {str(pool.name) or key: pools[key] for key, pool in side.scenario.resources.items()}
        labels |= {
            stated.path: _place(stated.path, {**own, **shown}, pools, language) for stated in side.scenario.assumptions
        }
    return Wording(
        language=language,
        elements=(
            {**_pool_names(comparison.as_is, language), **_own_names(comparison.as_is), **names.as_is},
            {**_pool_names(comparison.to_be, language), **_own_names(comparison.to_be), **names.to_be},
        ),
        labels=labels,
    )


def _pool_names(side: Side, language: str) -> dict[str, str]:
    """Return what the roles are called: a role may be what holds a case up."""
    return {key: pool.name.into(language) or key for key, pool in side.scenario.resources.items()}


def _own_names(side: Side) -> dict[str, str]:
    names = {node.id: node.name for node in side.model.nodes.values() if node.name}
    names |= {process.id: process.name for process in side.model.processes if process.name}
    names |= {flow.id: flow.name or names.get(flow.source, flow.source) for flow in side.model.flows.values()}
    for process in side.model.processes:
        names |= {lane.id: lane.name for lane in process.scope.lanes if lane.name}
    return names
