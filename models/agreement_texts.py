"""The canonical text of an agreement and of what is agreed on later: the same facts, the same letters."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from itertools import compress
from typing import Any

from matcher.policy.periods import DAY
from matcher.policy.return_basis import ReturnBasis, ReturnTarget, return_terms, stated_terms
from matcher.policy.return_clauses import FOR_GOOD_DAYS
from matcher.policy.return_dates import civil
from matcher.policy.rotation import written
from models.agreement_words import BASES, EARLY_REASONS, KINDS, TARGETS, who_pays
from models.agreements import Agreement, EarlyReason, EventKind
from models.opportunities import FundingBasis, Kind

TITLES = {
    EventKind.ORIGINAL: "Agreement about a developmental assignment",
    EventKind.AMENDMENT: "Amendment",
    EventKind.EXTENSION: "Extension",
    EventKind.EARLY_END: "Early end",
}
WORDED: tuple[tuple[str, str], ...] = (
    ("authority", "Authority"),
    ("purpose", "Purpose"),
    ("host_position", "Position at the host"),
    ("duties", "Duties and supervision"),
    ("place", "Place"),
    ("appraisal", "Appraisal"),
    ("awards", "Awards"),
    ("leave", "Leave, time and attendance"),
    ("clearance", "Clearance and access"),
    ("ethics", "Ethics and conflicts of interest"),
    ("early_end", "Early end"),
    ("service_obligation", "Service obligation"),
    ("objectives", "Objectives"),
    ("indicators", "Indicators of success"),
    ("reentry", "Re-entry plan"),
    ("return_clause", "Return clause"),
)
"""The terms that are written in words, in the order of the text."""


TO_WRITE = "To be written before it is signed."
LONGEST_POSITION = 300
WITHIN: dict[bool | None, str] = {True: "yes", False: "no"}
"""Whether the assignment stays within the commuting area; a text never says what nobody stated."""


@dataclass(frozen=True)
class Terms:
    """What is agreed on; `objectives` and `indicators` hold one in each line. A move for good names no last
    day; `commuting` is None in a draft that nobody wrote yet; `return_position` is read only where the return
    leads to a named position."""

    kind: Kind
    funding: FundingBasis
    starts_on: date
    ends_on: date | None
    latest_end: date | None
    zone: str
    commuting: bool | None
    notice_days: int
    return_basis: ReturnBasis
    return_target: ReturnTarget
    words: dict[str, str]
    return_position: str = ""

    def columns(self) -> dict[str, Any]:
        """The values of the columns of an agreement."""
        facts = {name: getattr(self, name) for name in FACTS}
        if self.kind.is_permanent:
            last = self.starts_on + (FOR_GOOD_DAYS.figure - 1) * DAY  # no page and no text shows it
            facts |= {"ends_on": last, "latest_end": last}
        words = {name: self.words[name].strip() for name, _ in WORDED}
        position = (
            self.return_position.strip() if names_position(self.return_basis, self.return_target) else ""
        )
        if self.return_basis is ReturnBasis.NONE or not words["return_clause"]:
            words["return_clause"] = usual_clause(self.kind, self.return_basis, self.return_target, position)
        return facts | words | {"return_position": position or None}


FACTS = (
    "kind",
    "funding",
    "starts_on",
    "ends_on",
    "latest_end",
    "zone",
    "commuting",
    "notice_days",
    "return_basis",
    "return_target",
)


def names_position(basis: ReturnBasis, target: ReturnTarget) -> bool:
    """Whether a return of that basis and target leads to a position that the text names."""
    return basis is not ReturnBasis.NONE and target is ReturnTarget.NAMED_POSITION


def usual_clause(kind: Kind, basis: ReturnBasis, target: ReturnTarget, position: str | None = None) -> str:
    """The return clause of that kind and basis; without a way back no other one stands."""
    usual = return_terms(kind)
    is_none = basis is ReturnBasis.NONE
    if (basis, None if is_none else target) == (usual.basis, usual.target):
        return f"{usual.sentence} ({usual.citation})"
    return stated_terms(basis, target, position).sentence


def compose(
    agreement: Agreement,
    number: int,
    kind: EventKind,
    ends_on: date,
    now: datetime,
    reason: str = "",
    early: EarlyReason | None = None,
) -> str:
    """The whole text that is signed: who, what, until when; each heading once, each fact on its line."""
    head = [
        f"{TITLES[kind]} (text {number})",
        f"Executive: {agreement.executive.name}",
        f"Home agency: {agreement.home_agency.name}",
        f"Host agency: {agreement.host_agency.name}",
        f"Position of record: {position_of(agreement)}",
        *_days(agreement, ends_on),
    ]
    if kind is not EventKind.ORIGINAL:
        if early is not None:
            head += [f"Reason: {EARLY_REASONS[early]}", *_notice(agreement, ends_on, now)]
        return "\n".join([*head, "", reason.strip(), "", "Everything else stays as agreed on before.", ""])
    if not agreement.kind.is_permanent:
        head.append(f"Not to be extended beyond: {written(agreement.latest_end)}")
        head.append(f"Notice of an early end: {agreement.notice_days} calendar days in writing")
    head += [
        f"Kind: {KINDS[agreement.kind]}",
        f"Funding basis: {who_pays(agreement.funding, agreement.kind)}",
        f"Within the commuting area: {WITHIN[agreement.commuting]}",
        f"Supervisor at home: {_name(agreement.home_supervisor)}",
        f"Supervisor at the host: {_name(agreement.host_supervisor)}",
        f"Basis of the return: {BASES[agreement.return_basis]}",
        f"Return to: {leads_to(agreement)}",
    ]
    parts = [part for name, title in WORDED for part in ("", f"{title}:", getattr(agreement, name))]
    return "\n".join([*head, *parts, ""])


def _days(agreement: Agreement, ends_on: date) -> list[str]:
    if agreement.kind.is_permanent:
        return [f"First day at the host: {written(agreement.starts_on)}", "Last day: none, it is for good"]
    return [
        f"First day away: {written(agreement.starts_on)}",
        f"Last day away: {written(ends_on)}",
    ]


def _notice(agreement: Agreement, ends_on: date, now: datetime) -> list[str]:
    """That an early end comes sooner than the notice that was agreed on; nothing where it does not."""
    days, agreed = (ends_on - civil(now, agreement.zone)).days, agreement.notice_days
    if days >= agreed:
        return []
    left = "1 calendar day" if days == 1 else f"{days} calendar days"
    return [f"Notice: {left}, fewer than the {agreed} agreed on; who signs accepts that"]


def leads_to(agreement: Agreement) -> str:
    """Where the return leads; nowhere without a basis, whatever the column holds."""
    if agreement.return_basis is ReturnBasis.NONE:
        return "nothing, no right to return is granted"
    named = agreement.return_position
    return f"the position “{named}”" if named else TARGETS[agreement.return_target]


def unwritten(agreement: Agreement) -> list[str]:
    """What the text still lacks before it can be put to signature, beside the supervisors."""
    promised = names_position(agreement.return_basis, agreement.return_target)
    missing = {
        "the commuting area": agreement.commuting is None,
        "the position to return to": promised and not agreement.return_position,
    }
    return list(compress(missing, missing.values())) + [
        title for name, title in WORDED if getattr(agreement, name) == TO_WRITE
    ]


def digest(text: str) -> str:
    """SHA-256 of the text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def position_of(agreement: Agreement) -> str:
    """The position of record in words."""
    return "none on record" if agreement.position is None else agreement.position.title


def _name(person: Any) -> str:
    return "not named" if person is None else person.name
