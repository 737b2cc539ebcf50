"""The rules of form that the terms of an agreement keep."""

from matcher.policy.return_basis import ReturnBasis
from models.agreement_texts import LONGEST_POSITION, WORDED, Terms
from models.agreement_words import KINDS
from models.errors import Invalid
from models.opportunities import Kind
from models.zones import is_zone

LONGEST_TERM = 4000
NO_END = "Enter the last day away."
NO_CEILING = "Enter the day beyond which nobody extends it."


def check_terms(terms: Terms) -> None:
    """Raise Invalid, with the name of the field, where a term breaks one of them."""
    must_keep_no_way_back(terms.kind, terms.return_basis)
    if not terms.kind.is_permanent:
        _check_days(terms)
    if not is_zone(terms.zone):
        raise Invalid("This time zone is not known.", about="zone")
    columns = terms.columns()
    for name, title in WORDED:
        text = columns[name]
        if not text:
            raise Invalid(f"{title}: this is still empty.", about=name)
        if len(text) > LONGEST_TERM:
            raise Invalid(f"{title}: use at most {LONGEST_TERM:,} characters.", about=name)
    if len(columns["return_position"] or "") > LONGEST_POSITION:
        raise Invalid(f"Use at most {LONGEST_POSITION} characters.", about="return_position")


def must_keep_no_way_back(kind: Kind, basis: ReturnBasis) -> None:
    """Invalid where a move for good promises a return."""
    if kind.is_permanent and basis is not ReturnBasis.NONE:
        said = f"A {KINDS[kind]} is for good and brings nobody back: choose “none”."
        raise Invalid(said, about="return_basis")


def _check_days(terms: Terms) -> None:
    if terms.ends_on is None:
        raise Invalid(NO_END, about="ends_on")
    if terms.latest_end is None:
        raise Invalid(NO_CEILING, about="latest_end")
    if terms.ends_on < terms.starts_on:
        raise Invalid("The last day is before the first.", about="ends_on")
    if terms.latest_end < terms.ends_on:
        raise Invalid("The ceiling of extensions is before the last day.", about="latest_end")
