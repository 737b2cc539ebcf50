"""An agreement's terms, a later change, and the reason of a cancellation."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import HiddenInput

from matcher.policy.return_basis import ReturnBasis, ReturnTarget
from models.actors import Actor
from models.agencies import Agency
from models.agreement_form import LONGEST_TERM, NO_CEILING, NO_END
from models.agreement_texts import LONGEST_POSITION, WORDED, Terms, usual_clause
from models.agreement_words import BASES, EARLY_REASONS, FUNDINGS, KINDS, TARGETS
from models.agreements import LATER_FOR_GOOD, Agreement, EarlyReason, EventKind
from models.executives import Executive
from models.opportunities import FundingBasis, Kind
from models.services.agreement_events import LONGEST_REASON, Change
from models.services.reasons import WRITE_REASON
from webui.forms.fields import Day, Needed, UnlessForGood
from webui.forms.plans import ONE, longest
from webui.forms.zones import ZoneField
from webui.words import LATER

WHOM, WHERE = SelectChoice("", "choose a person"), SelectChoice("", "choose an agency")
NOT_YET = SelectChoice("", "not named yet")
NOT_STATED = SelectChoice("", "not stated yet")
EMPTY = "Write this term, or write that it does not apply."
READ_FIRST = (
    "Policy warns of this change. Read the warnings, tick that you have, and put it to signature again."
)


def _words(name: str, title: str) -> TextAreaField:
    asked = [] if name == "return_clause" else [InputRequired(EMPTY)]
    return TextAreaField(
        title, [*asked, longest(LONGEST_TERM)], render_kw={"rows": 3, "maxlength": LONGEST_TERM}
    )


class PartiesForm(FlaskForm):
    """Who goes where; it changes nothing, so it needs no token."""

    class Meta:
        csrf = False

    who = SelectField("Executive", [InputRequired("Choose the executive.")])
    host = SelectField("Host agency", [InputRequired("Choose the host agency.")])

    @classmethod
    def offering(cls, people: list[Executive], hosts: list[Agency], prefix: str) -> PartiesForm:
        """The form with those who may be chosen; one agency alone is chosen already."""
        form = cls(request.args, prefix=prefix)
        form.who.choices = [WHOM, *(SelectChoice(one.slug, _line(one)) for one in people)]
        agencies = [SelectChoice(one.code, one.name) for one in hosts]
        form.host.choices = agencies if len(agencies) == 1 else [WHERE, *agencies]
        return form


def _line(one: Executive) -> str:
    post = "" if one.position is None else f", {one.position.title}"
    return f"{one.name}{post} ({one.home_agency.name})"


class TermsForm(FlaskForm):
    """Everything that is agreed on; the executive and the host stand above it."""

    version = IntegerField(widget=HiddenInput(), validators=[Optional()])
    home_supervisor = SelectField("Supervisor at home")
    host_supervisor = SelectField("Supervisor at the host")
    kind = SelectField(
        "Kind", choices=[SelectChoice(one.value, words) for one, words in KINDS.items()], validators=[ONE]
    )
    funding = SelectField(
        "Funding basis",
        choices=[SelectChoice(one.value, words) for one, words in FUNDINGS.items()],
        validators=[ONE],
    )
    starts_on = Day("First day away", [InputRequired("Enter the first day away.")])
    ends_on = Day("Last day away", [UnlessForGood(NO_END)])
    latest_end = Day("Not to be extended beyond", [UnlessForGood(NO_CEILING)])
    zone = ZoneField("Time zone of its days", [ONE])
    commuting = SelectField(
        "Commuting area of the position of record",
        [InputRequired("Say whether the place is within the commuting area.")],
        choices=[
            NOT_STATED,
            SelectChoice("yes", "the place is within it"),
            SelectChoice("no", "the place is outside it"),
        ],
    )
    notice_days = IntegerField(
        "Days of notice of an early end",
        [
            InputRequired("Enter the days of notice."),
            NumberRange(0, 365, "Enter a number of days from 0 to 365."),
        ],
    )
    return_basis = SelectField(
        "Basis of the return",
        choices=[SelectChoice(one.value, words) for one, words in BASES.items()],
        validators=[ONE],
    )
    return_target = SelectField(
        "Return to",
        choices=[SelectChoice(one.value, words) for one, words in TARGETS.items()],
        validators=[ONE],
    )
    return_position = StringField(
        "Which position",
        [longest(LONGEST_POSITION), Optional(), Needed("needed where the home agency names the position")],
        render_kw={"maxlength": LONGEST_POSITION},
    )

    def offer(self, home: list[Actor], host: list[Actor]) -> None:
        """Fill in who may be named."""
        for field, people in ((self.home_supervisor, home), (self.host_supervisor, host)):
            field.choices = [NOT_YET, *(SelectChoice(one.slug, one.name) for one in people)]

    def terms(self) -> Terms:
        """The terms as typed."""
        return Terms(
            kind=Kind(self.kind.data),
            funding=FundingBasis(self.funding.data),
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            latest_end=self.latest_end.data,
            zone=self.zone.data,
            commuting=self.commuting.data == "yes",
            notice_days=self.notice_days.data,
            return_basis=ReturnBasis(self.return_basis.data),
            return_target=ReturnTarget(self.return_target.data),
            words={name: self[name].data or "" for name, _ in WORDED},
            return_position=self.return_position.data or "",
        )


for _name, _title in WORDED:
    setattr(TermsForm, _name, _words(_name, _title))


def stored_terms(agreement: Agreement) -> dict[str, object]:
    """The values of the form as the agreement has them."""
    home, host = agreement.home_supervisor, agreement.host_supervisor
    plain = {name: getattr(agreement, name) for name, _ in WORDED}
    if agreement.return_clause == usual_clause(
        agreement.kind, agreement.return_basis, agreement.return_target, agreement.return_position
    ):
        plain["return_clause"] = ""
    named = () if agreement.kind.is_permanent else ("ends_on", "latest_end")
    dates = {name: getattr(agreement, name) for name in ("starts_on", *named)}
    return {
        **plain,
        **dates,
        "version": agreement.version,
        "home_supervisor": "" if home is None else home.slug,
        "host_supervisor": "" if host is None else host.slug,
        "kind": agreement.kind.value,
        "funding": agreement.funding.value,
        "zone": agreement.zone,
        "commuting": {None: "", True: "yes", False: "no"}[agreement.commuting],
        "notice_days": agreement.notice_days,
        "return_basis": agreement.return_basis.value,
        "return_target": agreement.return_target.value,
        "return_position": agreement.return_position or "",
    }


class ChangeForm(FlaskForm):
    """An amendment, an extension or an early end."""

    kind = SelectField("What is agreed on", validators=[ONE])
    ends_on = Day("New last day away", [Optional(), Needed("needed for an extension and for an early end")])
    early = SelectField(
        "Reason of an early end",
        choices=[
            SelectChoice("", "it is no early end"),
            *(SelectChoice(one.value, words) for one, words in EARLY_REASONS.items()),
        ],
        validators=[Needed("needed for an early end")],
    )
    reason = TextAreaField(
        "What is agreed on, and why",
        [InputRequired("Write what is agreed on, and why."), longest(LONGEST_REASON)],
        render_kw={"rows": 4, "maxlength": LONGEST_REASON},
    )

    read = BooleanField("I have read what policy says of it")

    @classmethod
    def offering(cls, kinds: tuple[EventKind, ...], **how: Any) -> ChangeForm:
        """The form with the kinds of text that the agreement allows; an amendment alone asks for no day."""
        form = cls(**how)
        if kinds == LATER_FOR_GOOD:
            del form.ends_on, form.early
        form.kind.choices = [SelectChoice(one.value, words) for one, words in LATER.items() if one in kinds]
        return form

    def change(self) -> Change:
        """The change as typed."""
        kind, read = EventKind(self.kind.data), bool(self.read.data)
        known = self.data
        early = EarlyReason(known["early"]) if known.get("early") else None
        return Change(kind, self.reason.data, known.get("ends_on"), early, read)


class SendBackForm(FlaskForm):
    reason = TextAreaField(
        "What you do not agree with",
        [
            InputRequired("Write what you do not agree with: it is what gets changed."),
            longest(LONGEST_REASON),
        ],
        render_kw={"rows": 4, "maxlength": LONGEST_REASON},
    )


class CancelForm(FlaskForm):
    reason = TextAreaField(
        "Why it is cancelled",
        [InputRequired(WRITE_REASON), longest(LONGEST_REASON)],
        render_kw={"rows": 3, "maxlength": LONGEST_REASON},
    )
