"""One detector a heuristic: each looks at a study and yields what it proposes."""

from analysis.redesign.detectors.automation import find_automations
from analysis.redesign.detectors.buffering import find_buffering
from analysis.redesign.detectors.case_assignment import find_case_assignments
from analysis.redesign.detectors.case_based_work import find_case_based_work
from analysis.redesign.detectors.case_manager import find_case_managers
from analysis.redesign.detectors.case_types import find_case_types
from analysis.redesign.detectors.centralisation import find_centralisations
from analysis.redesign.detectors.composition import find_compositions
from analysis.redesign.detectors.contact_reduction import find_contact_reductions
from analysis.redesign.detectors.control_addition import find_control_additions
from analysis.redesign.detectors.control_relocation import find_control_relocations
from analysis.redesign.detectors.customer_teams import find_customer_teams
from analysis.redesign.detectors.digital_by_default import find_digital_by_default
from analysis.redesign.detectors.documents import find_once_only, find_trusted_parties
from analysis.redesign.detectors.elimination import find_eliminations
from analysis.redesign.detectors.empower import find_empowerments
from analysis.redesign.detectors.exception import find_exceptions
from analysis.redesign.detectors.extra_resources import find_extra_resources
from analysis.redesign.detectors.flexible_assignment import find_flexible_assignments
from analysis.redesign.detectors.integral_technology import find_integral_technology
from analysis.redesign.detectors.integration import find_integrations
from analysis.redesign.detectors.interfacing import find_interfacing
from analysis.redesign.detectors.knock_out import find_knock_outs
from analysis.redesign.detectors.numerical_involvement import find_numerical_involvement
from analysis.redesign.detectors.outsourcing import find_outsourcing
from analysis.redesign.detectors.parallelism import find_parallelism
from analysis.redesign.detectors.resequencing import find_resequencings
from analysis.redesign.detectors.specialist_generalist import find_specialists
from analysis.redesign.detectors.split_responsibilities import find_split_responsibilities
from analysis.redesign.detectors.triage import find_triage

__all__ = ["ALL"]

ALL = (
    find_control_relocations,
    find_contact_reductions,
    find_integrations,
    find_case_types,
    find_eliminations,
    find_case_based_work,
    find_triage,
    find_compositions,
    find_resequencings,
    find_parallelism,
    find_knock_outs,
    find_exceptions,
    find_case_assignments,
    find_flexible_assignments,
    find_centralisations,
    find_split_responsibilities,
    find_customer_teams,
    find_numerical_involvement,
    find_case_managers,
    find_extra_resources,
    find_specialists,
    find_empowerments,
    find_control_additions,
    find_buffering,
    find_automations,
    find_integral_technology,
    find_trusted_parties,
    find_outsourcing,
    find_interfacing,
    find_once_only,
    find_digital_by_default,
)
"""All of them, by the number of the heuristic."""
