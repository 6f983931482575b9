"""The rules, one a file. The list here is the registry: a rule that is not in it is not checked."""

from bpmn.check.rule import Rule
from bpmn.check.rules import (
    ad_hoc_sub_process,
    conditional_flows,
    decision_missing,
    end_event_required,
    event_based_gateway,
    event_based_gateway_target,
    event_sub_process_typed_start_event,
    expression_invalid,
    fake_join,
    global_definitions,
    label_required,
    label_style,
    legal_basis,
    link_event,
    missing_condition,
    model_size,
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
    not_executable,
    notes,
    script_refused,
    single_blank_start_event,
    single_event_definition,
    start_event_required,
    sub_process_blank_start_event,
    superfluous_gateway,
    superfluous_label,
    superfluous_termination,
    task_without_role,
    timer_invalid,
)
from bpmn.check.standard import STANDARD_RULES

__all__ = ["EXECUTION_RULES", "RULES"]

_EXECUTION: tuple[Rule, ...] = (
    not_executable.RULE,
    expression_invalid.RULE,
    script_refused.RULE,
    timer_invalid.RULE,
    decision_missing.RULE,
    missing_condition.RULE,
    link_event.RULE,
    event_based_gateway.RULE,
    event_based_gateway_target.RULE,
    event_sub_process_typed_start_event.RULE,
    sub_process_blank_start_event.RULE,
)
_STYLE: tuple[Rule, ...] = (
    start_event_required.RULE,
    end_event_required.RULE,
    no_implicit_start.RULE,
    no_implicit_end.RULE,
    no_implicit_split.RULE,
    no_disconnected.RULE,
    no_gateway_join_fork.RULE,
    fake_join.RULE,
    superfluous_gateway.RULE,
    superfluous_label.RULE,
    superfluous_termination.RULE,
    single_blank_start_event.RULE,
    single_event_definition.RULE,
    conditional_flows.RULE,
    label_required.RULE,
    label_style.RULE,
    no_bpmndi.RULE,
    no_overlapping_elements.RULE,
    no_inclusive_gateway.RULE,
    no_complex_gateway.RULE,
    ad_hoc_sub_process.RULE,
    no_duplicate_sequence_flows.RULE,
    global_definitions.RULE,
    task_without_role.RULE,
    model_size.RULE,
    legal_basis.RULE,
)
_NOTES = {rule.id: rule for rule in notes.RULES}

EXECUTION_RULES: tuple[Rule, ...] = (
    *(_NOTES[rule] for rule in ("duplicate-id", "dangling-reference", "misplaced-flow", "unknown-element")),
    *_EXECUTION,
)
"""The rules whose errors keep a model from being deployed."""

RULES: tuple[Rule, ...] = (*notes.RULES, notes.OTHER_NOTES, *_EXECUTION, *_STYLE, *STANDARD_RULES)
"""All rules."""
