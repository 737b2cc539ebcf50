"""The answers to an offer: the executive's signature where nothing brings the person back, and a no."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, TextAreaField
from wtforms.validators import DataRequired, Length

LONGEST_REASON = 2000


class AcceptForm(FlaskForm):
    """`text` is the sentence as the page showed it: exactly that is signed, or nothing."""

    text = HiddenField()
    signed = BooleanField("I sign this sentence")

    def signature(self) -> str | None:
        """The text that is signed."""
        return self.text.data if self.signed.data else None


class RefuseForm(FlaskForm):
    """A no of an agency, which is owed a reason."""

    reason = TextAreaField(
        "Why not",
        [
            DataRequired("Write why: the executive reads it."),
            Length(max=LONGEST_REASON, message=f"Write at most {LONGEST_REASON:,} characters."),
        ],
    )
