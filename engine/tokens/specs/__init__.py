"""What moves tokens: subclasses of SpiffWorkflow's task specs, one BPMN construct a file."""
