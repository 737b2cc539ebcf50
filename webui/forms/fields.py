"""Fields that ask in words for what they need, and the place of a sentence that refuses a form."""

from __future__ import annotations

from typing import Any

from wtforms import DateField, Form, IntegerField
from wtforms.form import BaseForm
from wtforms.validators import InputRequired, StopValidation

from models.days import EARLIEST, LATEST, is_usable
from models.errors import Trouble
from models.opportunities import PERMANENT


class Day(DateField):
    """A day, asked for in words where it is none."""

    wrong = "Enter the day as year, month and day: 2027-01-31."

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(self.wrong) from None
        if self.data is not None and not is_usable(self.data):
            self.process_data(None)
            raise ValueError(f"Enter a day between {EARLIEST.year} and {LATEST.year}.")


class Whole(IntegerField):
    """A whole number, asked for in words where it is none; nothing else is then said of it."""

    wrong = "Enter a whole number."

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(self.wrong) from None

    def pre_validate(self, form: BaseForm) -> None:
        typed = self.raw_data[0].strip() if self.raw_data else ""
        if typed and self.process_errors:
            raise StopValidation


class Needed:
    """Says beside the label when the field is to be filled in, such as “to refuse”; it refuses nothing."""

    def __init__(self, when: str) -> None:
        self.field_flags = {"needed": when}

    def __call__(self, form: BaseForm, field: Any) -> None:
        """Whether it was filled in when it had to be is for the form to say."""


class UnlessForGood(Needed):
    """Asks for the field unless the kind of the form is for good: then nothing is read."""

    def __init__(self, message: str) -> None:
        super().__init__("none for a transfer or reassignment, which is for good")
        self.asked = InputRequired(message)

    def __call__(self, form: BaseForm, field: Any) -> None:
        if form["kind"].data in PERMANENT:
            field.data, field.errors = None, []
            raise StopValidation
        self.asked(form, field)


def fresh(form: Form, **stored: object) -> None:
    """Let the form carry what is stored now of what it was opened with, so that it can be sent again."""
    for name, value in stored.items():
        if name in form:
            form[name].raw_data, form[name].data = None, value


def refuse(form: Form, fault: Trouble) -> None:
    """Put each sentence beside the field that it is about; in the summary alone where it is about none."""
    for one in (fault, *fault.more):
        if one.about is not None and one.about in form:
            form[one.about].errors = [str(one)]
        else:
            form.form_errors = [*form.form_errors, str(one)]
