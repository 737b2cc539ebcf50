"""What policy has to know of an agreement, a written order, and a waiver."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import HiddenInput

from matcher.policy.facts import Ground, Host
from models.agreement_facts import REFERENCE, AgreementFacts
from models.opportunities import Kind
from models.services.agreement_policy import LONGEST_DOCUMENT, LONGEST_NUMBER, WrittenOrder
from webui.forms.fields import Day
from webui.forms.plans import longest
from webui.words import GROUNDS, HOSTS

LONGEST_CONCERN = 1000
ALWAYS = (
    "function_changes",
    "qualified_on",
    "host_appraises",
    "host_plan_on",
    "head_since",
    "supervisor_since",
)
OF_A_DETAIL = ("unclassified", "lower", "opm_approval")
OF_A_MOVE = (
    "noticed_on",
    "consulted_on",
    "waived_on",
    "involuntary",
    "exception",
    "exception_on",
    "to_noncareer",
    "appraised_on",
)
PARTS: dict[Kind, tuple[str, ...]] = {
    Kind.DETAIL: OF_A_DETAIL,
    Kind.ACTING_DETAIL: OF_A_DETAIL,
    Kind.REASSIGNMENT: OF_A_MOVE,
    Kind.TRANSFER: OF_A_MOVE,
    Kind.SABBATICAL: ("civil_since", "last_sabbatical_on", "not_retirable", "compensated", "obliged_on"),
    Kind.IPA: (
        "host_kind",
        "certified",
        "concern",
        "obliged_on",
        "unpaid",
        "above_federal_pay",
        "relocation",
        "relocation_agreed",
        "opm_waiver",
    ),
}
"""The fields beside those of every kind."""


def _day(label: str) -> Day:
    return Day(label, [Optional()])


class FactsForm(FlaskForm):
    """All of it is optional: what is not on record may be asked for by a finding."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    function_changes = BooleanField("The assignment is in another function")
    qualified_on = _day("Qualifications determined in writing on")
    host_appraises = BooleanField("The host sets goals and appraises in writing")
    host_plan_on = _day("The host's goals and requirements are dated")
    unclassified = BooleanField("The duties are unclassified")
    lower = BooleanField("The position at the host is at GS-15 or below")
    opm_approval = StringField("Approval of OPM: where the paper lies", [Optional(), longest(REFERENCE)])
    noticed_on = _day("Written notice given on")
    consulted_on = _day("Executive consulted on reasons and preferences on")
    waived_on = _day("Executive waived the 60 days in writing on")
    involuntary = BooleanField("The agency directs the move")
    head_since = _day("The agency's head is new since")
    supervisor_since = _day("The noncareer supervisor is new since")
    exception = SelectField(
        "Exception of the 120 days",
        choices=[
            SelectChoice("", "none"),
            *(SelectChoice(one.value, words) for one, words in GROUNDS.items()),
        ],
    )
    exception_on = _day("Day of that rating, or on which that action began")
    to_noncareer = BooleanField("It goes to a noncareer or limited appointment")
    appraised_on = _day("Supervisor appraised in writing on")
    civil_since = _day("Civil service that counts since")
    last_sabbatical_on = _day("Last sabbatical began on")
    not_retirable = BooleanField("The executive attests: no voluntary retirement with immediate annuity")
    compensated = BooleanField("The work experience is paid for")
    obliged_on = _day("Agreement to serve afterwards signed on")
    host_kind = SelectField(
        "Kind of host",
        choices=[
            SelectChoice("", "not recorded yet"),
            *(SelectChoice(one.value, words) for one, words in HOSTS.items()),
        ],
    )
    certified = BooleanField("The assigning agency certified the host")
    concern = TextAreaField(
        "Work of mutual concern", [Optional(), longest(LONGEST_CONCERN)], render_kw={"rows": 3}
    )
    unpaid = BooleanField("On leave without pay, not on detail")
    above_federal_pay = BooleanField("The host pays above the Federal rate")
    relocation = BooleanField("Relocation is paid")
    relocation_agreed = BooleanField("Completing the assignment, or one year, is agreed on in writing")
    opm_waiver = StringField("Waiver of OPM: where the paper lies", [Optional(), longest(REFERENCE)])

    def facts(self, kind: Kind) -> dict[str, Any]:
        """The columns of this kind as typed; an empty text is nothing."""
        found = {name: self[name].data for name in names(kind)}
        for name in ("opm_approval", "opm_waiver"):
            if name in found:
                found[name] = (found[name] or "").strip() or None
        if "exception" in found:
            found["exception"] = Ground(found["exception"]) if found["exception"] else None
        if "host_kind" in found:
            found["host_kind"] = Host(found["host_kind"]) if found["host_kind"] else None
        return found


def facts_form(kind: Kind, **how: Any) -> FactsForm:
    """The form with the fields of that kind alone."""
    form = FactsForm(**how)
    for name in {name for part in PARTS.values() for name in part} - set(names(kind)):
        del form[name]
    return form


def names(kind: Kind) -> tuple[str, ...]:
    """The fields of an agreement of that kind."""
    return (*ALWAYS, *PARTS.get(kind, ()))


def stored_facts(row: AgreementFacts | None, kind: Kind) -> dict[str, Any]:
    """The values of the form as they are recorded."""
    if row is None:
        return {"version": 0}
    values = {name: getattr(row, name) for name in names(kind)}
    plain = {name: values[name].value for name in ("exception", "host_kind") if values.get(name)}
    return values | plain | {"version": row.version}


class OrderForm(FlaskForm):
    number = StringField(
        "Number of the order", [InputRequired("Enter the number of the order."), longest(LONGEST_NUMBER)]
    )
    signed_on = Day("Signed on", [InputRequired("Enter the day on which it was signed.")])
    starts_on = Day("First day", [InputRequired("Enter its first day.")])
    ends_on = Day("Last day", [InputRequired("Enter its last day.")])

    def order(self) -> WrittenOrder:
        """The order as typed."""
        return WrittenOrder(
            self.number.data or "", self.signed_on.data, self.starts_on.data, self.ends_on.data
        )


class WaiverForm(FlaskForm):
    document = TextAreaField(
        "Who waived it, on which day, and where the paper lies",
        [InputRequired("Write who waived it, on which day, and where the paper lies.")],
        render_kw={"rows": 3, "maxlength": LONGEST_DOCUMENT},
    )
