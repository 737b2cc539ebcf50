"""A correction of the ledger of exchange, and how it is taken out."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from matcher.policy.ledger import Account
from models.services.exports import Format
from models.services.ledger import EARLIEST, LARGEST, LATEST, LONGEST_REASON
from webui.forms.fields import Whole

WITHIN = NumberRange(-LARGEST, LARGEST, f"Use a whole number of at most {LARGEST:,}; below 0 takes away.")


def amount(label: str) -> Whole:
    """A figure that is added to the account; 0 where nothing is."""
    return Whole(label, [InputRequired("Enter a whole number; 0 changes nothing."), WITHIN], default=0)


class CorrectionForm(FlaskForm):
    year = Whole(
        "Fiscal year",
        [
            InputRequired("Enter the fiscal year as four digits."),
            NumberRange(EARLIEST, LATEST, f"A fiscal year is from {EARLIEST} to {LATEST}."),
        ],
    )
    sent = amount("People sent")
    received = amount("People received")
    days_sent = amount("Days sent")
    days_received = amount("Days received")
    reason = TextAreaField(
        "Reason",
        [
            DataRequired("Write why the ledger is corrected."),
            Length(max=LONGEST_REASON, message=f"Use at most {LONGEST_REASON:,} characters."),
        ],
    )

    def figures(self) -> Account:
        """What is added; only after it was found valid."""
        return Account(
            self.sent.data or 0,
            self.received.data or 0,
            self.days_sent.data or 0,
            self.days_received.data or 0,
        )


class TakeLedger(FlaskForm):
    format = SelectField(
        "As",
        [InputRequired("Choose the kind of file.")],
        choices=[SelectChoice(Format.CSV.value, "CSV"), SelectChoice(Format.XLSX.value, "Excel workbook")],
    )
