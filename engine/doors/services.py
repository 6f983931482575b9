"""Services and their versions, the models, and what is worked out of them."""

from engine.commands.analyses import cancel_analysis, read_analysis, read_analysis_part, request_analysis
from engine.commands.definitions import deploy, find_definition, read_deployed_model
from engine.commands.migrating import migrate_cases, plan_migration
from engine.commands.models import find_models, keep_model, read_model_file
from engine.commands.versions import VersionState, find_versions

__all__ = [
    "VersionState",
    "cancel_analysis",
    "deploy",
    "find_definition",
    "find_models",
    "find_versions",
    "keep_model",
    "migrate_cases",
    "plan_migration",
    "read_analysis",
    "read_analysis_part",
    "read_deployed_model",
    "read_model_file",
    "request_analysis",
]
