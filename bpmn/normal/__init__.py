"""The normal form: what a model leaves implicit, written out, so that it can be run, simulated and explored.

The original file and model are never changed; `NormalForm.origin` leads back to them.
"""

from bpmn.normal.form import NormalForm, normal_form

__all__ = ["NormalForm", "normal_form"]
