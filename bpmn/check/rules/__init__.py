"""The rules, one a file. The list here is the registry: a rule that is not in it is not checked."""

from bpmn.check.rule import Rule
from bpmn.check.rules import (
    ad_hoc_sub_process,
    boundary_event_unattached,
    called_element_missing,
    conditional_event,
    conditional_flows,
    cyclic_call,
    dangling_reference,
    decision_missing,
    duplicate_id,
    end_event_required,
    event_based_gateway,
    event_sub_process_typed_start_event,
    expression_invalid,
    facts,
    fake_join,
    few_elements,
    global_definitions,
    imports,
    label_required,
    label_style,
    legal_basis,
    link_event,
    loop_without_limit,
    misplaced_flow,
    missing_condition,
    missing_id,
    model_size,
    no_bounds,
    no_bpmndi,
    no_complex_gateway,
    no_disconnected,
    no_duplicate_sequence_flows,
    no_gateway_join_fork,
    no_implicit_end,
    no_implicit_split,
    no_implicit_start,
    no_inclusive_gateway,
    no_overlapping_elements,
    no_way_to_end,
    not_executable,
    one_start_one_end,
    reader_note,
    routing_paths,
    script_refused,
    script_translated,
    single_blank_start_event,
    single_event_definition,
    start_event_required,
    structured,
    sub_process_blank_start_event,
    superfluous_gateway,
    superfluous_label,
    superfluous_termination,
    task_without_role,
    timer_invalid,
    unknown_element,
    unknown_extension,
    unreachable_node,
    work_date_invalid,
)
from bpmn.check.standard import STANDARD_RULES, event_gateway_leads_to_events

__all__ = ["EXECUTION_RULES", "RULES"]

# What the reader found or had to mend.
_FILE: tuple[Rule, ...] = (
    duplicate_id.RULE,
    missing_id.RULE,
    dangling_reference.RULE,
    misplaced_flow.RULE,
    unknown_element.RULE,
    imports.RULE,
    unknown_extension.RULE,
    no_bounds.RULE,
    facts.RULE,
    script_translated.RULE,
    reader_note.RULE,
)

# What the engine needs.
_EXECUTION: tuple[Rule, ...] = (
    not_executable.RULE,
    expression_invalid.RULE,
    script_refused.RULE,
    timer_invalid.RULE,
    work_date_invalid.RULE,
    decision_missing.RULE,
    missing_condition.RULE,
    conditional_event.RULE,
    loop_without_limit.RULE,
    called_element_missing.RULE,
    boundary_event_unattached.RULE,
    link_event.RULE,
    event_based_gateway.RULE,
    event_sub_process_typed_start_event.RULE,
    sub_process_blank_start_event.RULE,
)

# What makes a model say what is meant; bpmnlint's and Ortoo's own.
_STYLE: tuple[Rule, ...] = (
    start_event_required.RULE,
    end_event_required.RULE,
    no_implicit_start.RULE,
    no_implicit_end.RULE,
    no_implicit_split.RULE,
    no_disconnected.RULE,
    unreachable_node.RULE,
    no_way_to_end.RULE,
    cyclic_call.RULE,
    no_gateway_join_fork.RULE,
    fake_join.RULE,
    superfluous_gateway.RULE,
    superfluous_label.RULE,
    superfluous_termination.RULE,
    single_blank_start_event.RULE,
    single_event_definition.RULE,
    conditional_flows.RULE,
    label_required.RULE,
    no_bpmndi.RULE,
    no_overlapping_elements.RULE,
    no_complex_gateway.RULE,
    ad_hoc_sub_process.RULE,
    no_duplicate_sequence_flows.RULE,
    global_definitions.RULE,
    task_without_role.RULE,
    legal_basis.RULE,
)

# The seven process modelling guidelines (Mendling, Reijers, van der Aalst 2010), G1 to G7.
_GUIDELINES: tuple[Rule, ...] = (
    few_elements.RULE,
    routing_paths.RULE,
    one_start_one_end.RULE,
    structured.RULE,
    no_inclusive_gateway.RULE,
    label_style.RULE,
    model_size.RULE,
)

EXECUTION_RULES: tuple[Rule, ...] = (
    duplicate_id.RULE,
    dangling_reference.RULE,
    misplaced_flow.RULE,
    unknown_element.RULE,
    *_EXECUTION,
    event_gateway_leads_to_events.RULE,
)
"""The rules whose errors keep a model from being deployed."""

RULES: tuple[Rule, ...] = (*_FILE, *_EXECUTION, *_STYLE, *_GUIDELINES, *STANDARD_RULES)
"""All rules."""
