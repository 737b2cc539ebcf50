"""Who takes part in a round: executives with a certified sheet, an open consent, and no agency
that keeps them."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.policy.rotation import Card
from models.agencies import Agency
from models.consents import Consent
from models.dreamsheets import DreamSheet, DreamSheetVersion, SheetState
from models.executives import Executive
from models.queries.released import kept_home
from models.rounds import Round
from models.sealed_lists import Groups, kept

COUNTING = (SheetState.CERTIFIED, SheetState.CHANGED)


@dataclass(frozen=True)
class Entrant:
    """One executive who takes part: the card as policy needs it, and the certified list."""

    slug: str
    card: Card
    choices: Groups

    def named(self) -> Iterator[str]:
        """The opportunities on the list, best first."""
        return (slug for group in self.choices for slug in group)


def certified(session: Session, round_: Round) -> list[str]:
    """The slugs of everyone whose sheet counts in the round."""
    theirs = DreamSheet.round_id == round_.id, DreamSheet.state.in_(COUNTING)
    joined = select(Executive.slug).join(DreamSheet, DreamSheet.executive_id == Executive.id)
    return list(session.scalars(joined.where(*theirs).order_by(Executive.slug)))


def entrants(
    session: Session, round_: Round, offered: Iterable[str], among: Collection[str] | None = None
) -> list[Entrant]:
    """Everyone who takes part, by slug, or those of them `among` these slugs; opportunities no longer
    `offered` drop out of the lists."""
    query = (
        select(
            Executive.slug,
            Agency.code,
            Executive.appointment,
            Executive.clearance,
            DreamSheetVersion.choices,
        )
        .join(Agency, Agency.id == Executive.home_agency_id)
        .join(DreamSheet, DreamSheet.executive_id == Executive.id)
        .join(DreamSheetVersion, DreamSheetVersion.sheet_id == DreamSheet.id)
        .join(
            Consent,
            (Consent.executive_id == Executive.id)
            & (Consent.round_id == DreamSheet.round_id)
            & Consent.withdrawn_at.is_(None),
        )
        .where(
            DreamSheet.round_id == round_.id,
            DreamSheet.state.in_(COUNTING),
            DreamSheetVersion.superseded_at.is_(None),
            Executive.active,
            ~kept_home(DreamSheet.round_id, DreamSheet.executive_id),
        )
        .order_by(Executive.slug)
    )
    if among is not None:
        query = query.where(Executive.slug.in_(among))
    known = frozenset(offered)
    return [
        Entrant(slug, Card(home, appointment, clearance), kept(choices, known))
        for slug, home, appointment, clearance, choices in session.execute(query)
    ]


def applicants(people: Iterable[Entrant]) -> dict[str, list[str]]:
    """For each opportunity that somebody named: the slugs of those who did, sorted."""
    found: dict[str, list[str]] = {}
    for person in people:
        for slug in person.named():
            found.setdefault(slug, []).append(person.slug)
    return {slug: sorted(named) for slug, named in sorted(found.items())}
