"""The words of the annual rotation report."""

from __future__ import annotations

from fractions import Fraction

GROUPS = {"ES": "Career SES", "SL": "Senior level (SL)", "ST": "Scientific and professional (ST)"}
TYPES = {
    "developmental": "Developmental assignment",
    "detail": "Detail, or acting in another executive position",
    "sabbatical": "Sabbatical",
    "reassignment": "Reassignment",
    "transfer": "Transfer into the agency",
    "ipa": "Intergovernmental Personnel Act (IPA)",
}
PLACES = {
    "internal": "Internal to the agency",
    "agency": "To another Federal agency",
    "outside": "Outside the Federal Government",
}
SCOPES = {
    "same_component": "internal",
    "other_component": "internal",
    "other_agency": "another Federal agency",
    "other_sector_nonfederal": "outside the Federal Government",
}


def percent(share: Fraction | None) -> str:
    """12.34 %; words where there is nothing to divide by."""
    return "not known" if share is None else f"{float(share):.2f} %"
