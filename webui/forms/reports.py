"""Forms of headcounts and of annual rotation reports."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import HiddenInput

from models.headcounts import Headcount
from models.services.exports import Format
from models.services.headcounts import MOST, Counts
from webui.forms.fields import Whole

NEEDED = InputRequired("Enter how many there are; 0 where there is nobody.")
IN_RANGE = NumberRange(0, MOST, "Enter a count of people: 0 or more.")
OPEN_AGAIN = InputRequired("Open the page again.")


class Heads(FlaskForm):
    """How many executives of each group."""

    ses = Whole("Career SES", [NEEDED, IN_RANGE])
    sl = Whole("Senior level (SL)", [NEEDED, IN_RANGE])
    st = Whole("Scientific and professional (ST)", [NEEDED, IN_RANGE])

    def counts(self) -> Counts:
        """What was entered."""
        return Counts(self.ses.data, self.sl.data, self.st.data)


class EnterHeads(Heads):
    source = TextAreaField(
        "Where the figures come from", [InputRequired("Write where the figures come from.")]
    )
    version = IntegerField(widget=HiddenInput(), default=0)


class CorrectHeads(Heads):
    reason = TextAreaField("What was wrong", [InputRequired("Write what was wrong: it stays on the record.")])


class ConfirmHeads(EnterHeads):
    """The same fields once more: figures typed into them are not those that are confirmed."""

    version = IntegerField(widget=HiddenInput(), validators=[OPEN_AGAIN])

    def is_of(self, found: Headcount) -> bool:
        """Whether the fields hold what is stored; white space apart, since browsers end lines their way."""
        same = self.counts() == Counts(found.ses, found.sl, found.st)
        return same and (self.source.data or "").split() == found.source.split()


class ConfirmAll(FlaskForm):
    seen = HiddenField()


class Write(FlaskForm):
    contact = StringField("Point of contact: name and how to reach")
    reason = TextAreaField("Why participation rose or fell")
    version = IntegerField(widget=HiddenInput(), default=0)


class Back(FlaskForm):
    reason = TextAreaField(
        "What to look at again", [InputRequired("Write what the agency is to look at again.")]
    )


class Close(FlaskForm):
    sha256 = HiddenField(validators=[OPEN_AGAIN])


class Correct(FlaskForm):
    reason = TextAreaField(
        "What became known", [InputRequired("Write what became known: it stands beside the correction.")]
    )


class Take(FlaskForm):
    format = SelectField(
        "As",
        [InputRequired("Choose the kind of file.")],
        choices=[SelectChoice(Format.CSV.value, "CSV"), SelectChoice(Format.XLSX.value, "Excel workbook")],
        default=Format.CSV.value,
    )
