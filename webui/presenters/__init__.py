"""What templates are given: dataclasses with everything worked out, so that templates hold no arithmetic."""
