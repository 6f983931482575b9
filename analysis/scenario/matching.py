"""What a scenario says of elements that a model does not have."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from analysis.scenario.fields import nearest
from analysis.scenario.values import Scenario
from bpmn.language import Text
from bpmn.model import Model

__all__ = ["matched_to", "with_strangers_told"]


def matched_to(scenario: Scenario, model: Model) -> Scenario:
    """Return an imported scenario without what it says of elements that the model does not have.

    The files of other tools often hold more than one model's parameters.
    """
    return replace(
        scenario,
        activities={
            key: replace(said, resources=tuple(pool for pool in said.resources if pool in scenario.resources))
            for key, said in scenario.activities.items()
            if key in model.nodes
        },
        flows={key: chance for key, chance in scenario.flows.items() if key in model.flows},
        rules={key: rule for key, rule in scenario.rules.items() if key in model.flows},
        gateways={key: way for key, way in scenario.gateways.items() if key in model.nodes},
        events={key: said for key, said in scenario.events.items() if key in model.nodes},
    )


def with_strangers_told(scenario: Scenario, model: Model) -> Scenario:
    """Return a scenario with a remark on each id that the model does not have: most often it is misspelt.

    It is no error, since one scenario may serve several variants of a model.
    """
    remarks = [
        *_strangers("activities", scenario.activities, model.nodes),
        *_strangers("events", scenario.events, model.nodes),
        *_strangers("gateways", scenario.gateways, model.nodes),
        *_strangers("flows", {**scenario.flows, **scenario.rules}, model.flows),
    ]
    return replace(scenario, remarks=(*scenario.remarks, *remarks)) if remarks else scenario


def _strangers(section: str, said: Iterable[str], known: Mapping[str, object]) -> Iterator[Text]:
    for key in said:
        if key in known:
            continue
        path, near = f"{section}.{key}", nearest(key, known)
        if near:
            yield Text('{path}: the model has no such element. Did you mean "{near}"?', path=path, near=near)
        else:
            yield Text("{path}: the model has no such element.", path=path)
