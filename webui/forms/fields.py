# ruff: noqa: ANN401, ARG002, ARG004 - answers are JSON, and WTForms' methods have the arguments they have
"""WTForms fields for the kinds of question: each reads what was posted, gives a JSON value, and can show it.

Whatever a field shows comes from `posted`: answers that were kept are first written as a browser would post them
(`encode`), so that there is one way to read, and a wrong answer is shown again just as it was typed.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Field
from wtforms.validators import ValidationError

from webui.forms.rules import RulesValidator
from webui.forms.schema import Component, Option
from webui.languages import show_date, show_number
from webui.words import gettext as _

__all__ = ["AnswerField", "CheckboxField", "ChoiceField", "DateField", "NumberField", "TimeField"]

_LONGEST_TEXT = 20_000
_LONGEST_NUMBER = 40


class AnswerField(Field):  # type: ignore[misc]  # untyped library
    """A question with one text input: a line or several lines.

    Attributes:
        component: The question.
        posted: What was typed.
    """

    def __init__(self, component: Component, **kwargs: Any) -> None:
        super().__init__(label=component.label, validators=[RulesValidator(component)], **kwargs)
        self.component = component
        self.posted = ""

    @staticmethod
    def encode(component: Component, value: Any) -> Mapping[str, Sequence[str]]:
        """Return a kept value as a browser would post it, by what follows the field's name."""
        return {"": [] if value is None else [str(value)]}

    @classmethod
    def names(cls, name: str) -> frozenset[str]:
        """Return the names under which a browser posts it."""
        return frozenset({name})

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Take what was posted.

        Raises:
            ValueError: If it is longer than anything that could be meant.
        """
        self.posted = valuelist[0] if valuelist else ""
        if len(self.posted) > _LONGEST_TEXT:
            self.posted = self.posted[:_LONGEST_TEXT]
            raise ValueError(_("%(label)s: is too long.", label=self.component.label))

    @property
    def value(self) -> Any:
        """The answer as JSON; None where there is none."""
        return self.posted.strip().replace("\r\n", "\n") or None

    @property
    def kept(self) -> Any:
        """What to keep of an answer that may still be wrong, so that `encode` shows it again."""
        return self.value if not self.process_errors else (self.posted or None)

    @property
    def lines(self) -> tuple[str, ...]:
        """The answer as people read it."""
        return tuple(str(self.value).splitlines()) if self.value is not None else ()

    @property
    def error_target(self) -> str:
        """The id of the input that an error leads to."""
        return str(self.id)


class NumberField(AnswerField):
    """A number: an int where it is whole, else an exact decimal."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read a number, written with a point or a comma, with or without spaces.

        Raises:
            ValueError: If it is none, or has too many decimals.
        """
        super().process_formdata(valuelist)
        self.data = _read_number(self.posted)
        if self.data is None and self.posted.strip():
            raise ValueError(_("%(label)s: must be a number, such as 1500.", label=self.component.label))
        decimals = self.component.decimals
        if isinstance(self.data, Decimal) and decimals is not None and -int(self.data.as_tuple().exponent) > decimals:
            raise ValueError(
                _("%(label)s: may have %(count)s decimals at most.", label=self.component.label, count=decimals)
            )

    @property
    def value(self) -> Decimal | int | None:
        """The number."""
        return self.data if isinstance(self.data, Decimal | int) else None

    @property
    def lines(self) -> tuple[str, ...]:
        """The number with the language's marks and its unit."""
        if self.value is None:
            return ()
        before, after = self.component.affixes
        return (" ".join(part for part in (before, show_number(self.value), after) if part),)


class DateField(AnswerField):
    """A day, asked as three numbers; kept as ISO 8601 text, as form-js keeps it."""

    PARTS = ("year", "month", "day")

    @staticmethod
    def encode(component: Component, value: Any) -> Mapping[str, Sequence[str]]:
        """Return the three numbers."""
        parts = str(value or "").split("-")
        return {f"-{name}": [part] for name, part in zip(DateField.PARTS, parts, strict=False) if part}

    @classmethod
    def names(cls, name: str) -> frozenset[str]:
        """Return the names of the three inputs."""
        return frozenset(f"{name}-{part}" for part in cls.PARTS)

    def process(self, formdata: MultiDict[str, str] | None, data: Any = None, extra_filters: Any = None) -> None:
        """Read the three numbers."""
        self.process_errors = []
        self.parts = {name: (formdata or MultiDict()).get(f"{self.name}-{name}", "").strip()[:8] for name in self.PARTS}
        self.posted = "-".join(self.parts.values()) if any(self.parts.values()) else ""
        self.data = _read_date(*self.parts.values())
        if self.posted and self.data is None:
            self.process_errors.append(
                _("%(label)s: must be a real date, such as 2026 3 27.", label=self.component.label)
            )

    @property
    def value(self) -> str | None:
        """The day as ISO 8601 text."""
        return self.data.isoformat() if self.data else None

    @property
    def lines(self) -> tuple[str, ...]:
        """The day as people write it."""
        return (show_date(self.data),) if self.data else ()

    @property
    def error_target(self) -> str:
        """The id of the first of the three inputs."""
        return f"{self.id}-{self.PARTS[0]}"


class TimeField(AnswerField):
    """A time of day, kept as HH:MM."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read a time.

        Raises:
            ValueError: If it is none.
        """
        super().process_formdata(valuelist)
        try:
            self.data = time.fromisoformat(self.posted.strip()) if self.posted.strip() else None
        except ValueError:
            raise ValueError(_("%(label)s: must be a time, such as 14:30.", label=self.component.label)) from None

    @property
    def value(self) -> str | None:
        """The time as HH:MM."""
        return self.data.isoformat("minutes") if isinstance(self.data, time) else None


class CheckboxField(AnswerField):
    """One box: yes or no."""

    @staticmethod
    def encode(component: Component, value: Any) -> Mapping[str, Sequence[str]]:
        """Return "yes" for a ticked box, nothing for another, as browsers do."""
        return {"": ["yes"] if value is True else []}

    @property
    def value(self) -> bool:
        """Whether the box is ticked."""
        return self.posted == "yes"

    @property
    def lines(self) -> tuple[str, ...]:
        """Yes or no."""
        return (_("Yes") if self.value else _("No"),)


class ChoiceField(AnswerField):
    """One or several of the options; `options` may be set before reading, where they depend on data."""

    def __init__(self, component: Component, **kwargs: Any) -> None:
        super().__init__(component, **kwargs)
        self.options: tuple[Option, ...] = component.options
        self.is_many = component.kind == "checklist"
        self.chosen: tuple[str, ...] = ()

    @staticmethod
    def encode(component: Component, value: Any) -> Mapping[str, Sequence[str]]:
        """Return the chosen options' texts."""
        if value is None:
            return {"": []}
        return {
            "": [_option_text(each) for each in value] if isinstance(value, list | tuple) else [_option_text(value)]
        }

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Take the chosen options."""
        self.chosen = tuple(text for text in valuelist if text)
        self.posted = self.chosen[0] if self.chosen else ""

    def pre_validate(self, form: Any) -> None:
        """Refuse what is not among the options.

        Raises:
            ValidationError: If something else was sent.
        """
        if len(self._found()) != len(set(self.chosen)):
            raise ValidationError(_("Choose one of the answers: %(label)s", label=self.component.label))

    @property
    def value(self) -> Any:
        """The chosen value, or the list of them."""
        values = [option.value for option in self._found()]
        if self.is_many:
            return values
        return values[0] if values else None

    @property
    def kept(self) -> Any:
        """What was chosen, even where the options have changed since."""
        return list(self.chosen) if self.is_many else (self.chosen[0] if self.chosen else None)

    @property
    def lines(self) -> tuple[str, ...]:
        """The labels of what is chosen."""
        return tuple(option.label for option in self._found())

    @property
    def items(self) -> Iterable[tuple[str, str, str, bool]]:
        """What to render: id, posted text, label, whether chosen."""
        for number, option in enumerate(self.options):
            text = _option_text(option.value)
            yield f"{self.id}-{number}" if number else str(self.id), text, option.label, text in self.chosen

    def _found(self) -> list[Option]:
        return [option for option in self.options if _option_text(option.value) in self.chosen]


def _option_text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _read_number(text: str) -> Decimal | int | None:
    plain = "".join(text.split()).replace(",", ".").replace("−", "-").rstrip(".")
    if len(plain) > _LONGEST_NUMBER or not plain.isascii() or "_" in plain:
        return None
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number.adjusted()) > _LONGEST_NUMBER:
        return None
    return int(number) if number == number.to_integral_value() and "." not in plain else number


def _read_date(year: str, month: str, day: str) -> date | None:
    if not (year.isascii() and month.isascii() and day.isascii() and len(year) == 4):
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
