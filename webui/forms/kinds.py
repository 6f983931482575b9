"""Which field asks which kind of question."""

from collections.abc import Mapping

from webui.forms.fields import AnswerField, CheckboxField, ChoiceField, DateField, NumberField, TimeField
from webui.forms.files import FileField
from webui.forms.schema import Component

__all__ = ["field_class"]

_FIELDS: Mapping[str, type[AnswerField]] = {
    "textfield": AnswerField,
    "textarea": AnswerField,
    "number": NumberField,
    "checkbox": CheckboxField,
    "checklist": ChoiceField,
    "filepicker": FileField,
    "radio": ChoiceField,
    "select": ChoiceField,
}


def field_class(component: Component) -> type[AnswerField]:
    """Return the field for a question."""
    if component.kind == "datetime":
        return TimeField if component.moment == "time" else DateField
    return _FIELDS[component.kind]
