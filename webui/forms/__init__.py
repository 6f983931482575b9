"""Forms kept as form-js JSON, shown and checked by the server: no script, no second library, errors announced.

`read_form` makes a schema into plain values and refuses what cannot be shown; `BoundForm` holds one set of answers
to it. The template `forms/fields.html` renders `BoundForm.nodes`.
"""

from webui.forms.bound import BoundForm, ErrorLink
from webui.forms.files import FileField, KnownFiles
from webui.forms.nodes import Node
from webui.forms.schema import Component, FormFinding, FormSchema, FormSchemaError, find_form_problems, read_form

__all__ = [
    "BoundForm",
    "Component",
    "ErrorLink",
    "FileField",
    "FormFinding",
    "FormSchema",
    "FormSchemaError",
    "KnownFiles",
    "Node",
    "find_form_problems",
    "read_form",
]
