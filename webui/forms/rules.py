"""What an answer must be, and the sentence that says what is wrong with it."""

from decimal import Decimal

import re2
from wtforms import Field
from wtforms import Form as WtForm
from wtforms.validators import ValidationError

from webui.forms.schema import Component
from webui.languages import show_number
from webui.words import gettext as _

__all__ = ["RulesValidator"]

_KINDS = {
    "email": r"^[^@\s]+@[^@\s]+\.[^@\s]+$",
    "phone": r"^\+?[0-9()/ -]{6,20}$",
}
_TEXTS = frozenset({"textfield", "textarea"})


class RulesValidator:
    """Checks one answer against its component's rules; says at most one thing."""

    def __init__(self, component: Component) -> None:
        self._component = component

    def __call__(self, _form: WtForm, field: Field) -> None:
        """Check the answer.

        Raises:
            ValidationError: If it is not what it must be.
        """
        if field.errors:
            return  # one thing at a time: it could not even be read
        value = field.value
        if value is None or value in ("", []) or (value is False and self._component.kind == "checkbox"):
            if self._component.rules.is_required:
                raise ValidationError(self._missing())
            return
        problem = self._number_problem(value) if isinstance(value, Decimal | int) else ""
        if self._component.kind in _TEXTS:
            problem = self._text_problem(str(value))
        if problem:
            raise ValidationError(problem)

    def _missing(self) -> str:
        label = self._component.label
        if self._component.kind in {"radio", "select", "checklist"}:
            return _("Choose an answer: %(label)s", label=label)
        if self._component.kind == "filepicker":
            return _("Choose a file: %(label)s", label=label)
        if self._component.kind == "checkbox":
            return _("Tick the box to go on: %(label)s", label=label)
        return _("Give an answer: %(label)s", label=label)

    def _number_problem(self, value: Decimal | int) -> str:
        rules, label = self._component.rules, self._component.label
        if rules.least is not None and value < rules.least:
            return _("%(label)s: must be %(least)s or more.", label=label, least=show_number(rules.least))
        if rules.most is not None and value > rules.most:
            return _("%(label)s: must be %(most)s or less.", label=label, most=show_number(rules.most))
        return ""

    def _text_problem(self, value: str) -> str:
        rules, label = self._component.rules, self._component.label
        if rules.shortest is not None and len(value) < rules.shortest:
            return _("%(label)s: must have %(count)s characters or more.", label=label, count=rules.shortest)
        if rules.longest is not None and len(value) > rules.longest:
            return _("%(label)s: must have %(count)s characters or fewer.", label=label, count=rules.longest)
        if rules.pattern and not re2.search(rules.pattern, value):
            return rules.pattern_message or _("%(label)s: is not written as it should be.", label=label)
        if rules.kind in _KINDS and not re2.search(_KINDS[rules.kind], value):
            return _("%(label)s: is not written as it should be.", label=label)
        return ""
