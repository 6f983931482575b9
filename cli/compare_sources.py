"""What `ortoo compare` compares: a service of the library, models in files, or event logs."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.files import read_file

if TYPE_CHECKING:
    from analysis.scenario import Scenario
    from bpmn import Model
    from processes import Service

__all__ = ["are_logs", "service_of", "sides_of"]

_LOGS = (".csv", ".csv.gz", ".parquet", ".xes", ".xes.gz")


def are_logs(what: Sequence[str]) -> bool:
    """Return whether all that is named are event logs, by the endings of their names."""
    return all(name.lower().endswith(_LOGS) for name in what)


def service_of(what: Sequence[str]) -> "Service | None":
    """Return the service of the library that was named, or None where files were."""
    from processes import find_service

    return find_service(what[0]) if len(what) == 1 and not Path(what[0]).is_file() else None


def sides_of(
    what: Sequence[str], scenarios: Sequence[str] | None, variant_scenarios: Sequence[str]
) -> "list[tuple[Model, Scenario]]":
    """Return the as-is model and its variants, each with its scenario.

    Args:
        what: A service, or two or more files.
        scenarios: The scenario files of as-is and of the first variant; None: those of the service, or what the models
            say themselves.
        variant_scenarios: Those of the further variants, in their order; the first variant's where there are too few.

    Raises:
        click.UsageError: If it is neither.
    """
    from analysis.scenario import read_scenario
    from bpmn import read_model
    from cli.scenarios import scenario_for

    service = service_of(what)
    if service is None and len(what) < 2:
        raise click.UsageError("Give the key of a service (ortoo service list) or two BPMN files.")
    if len(variant_scenarios) > max(0, len(what) - 2):
        raise click.UsageError("--variant-scenario is for the third file and those after it; there are not so many.")
    if service is not None:
        sides = ("as-is", service.as_is), ("to-be", service.to_be)
        models = [read_model(data, source_name=f"{side}.bpmn") for side, data in sides]
        if scenarios is None:
            known = [read_scenario(service.scenario(side), source_name=f"{side}.json") for side, _ in sides]
            return list(zip(models, known, strict=True))
    else:
        models = [read_file(name) for name in what]
    first, second = scenarios or (None, None)
    paths = [first, second, *variant_scenarios]
    paths += [second] * (len(models) - len(paths))
    return [(model, scenario_for(model, path)) for model, path in zip(models, paths, strict=True)]
