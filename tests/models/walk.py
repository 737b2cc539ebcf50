"""A walk through the life of the invented round, each step by a person who may take it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.consents import Consent
from models.dreamsheets import DreamSheet
from models.executives import Executive
from models.kept_sheets import KeptSheet
from models.opportunities import Opportunity
from models.outcomes import Outcome
from models.proposals import PENDING, Proposal
from models.queries.conference import seats
from models.rankings import HostRanking
from models.releases import Advice, Release
from models.rounds import Rule
from models.services import (
    conference,
    consents,
    dreamsheets,
    entered_sheets,
    proposals,
    rankings,
    releases,
    results,
    rounds,
    rules,
    scramble,
    solves,
)
from tests.models.answering import answer
from tests.models.mentoring import four_mentors
from tests.models.world import DAY, NOW, actor, find, the_round

SHEETS: dict[str, list[Any]] = {
    "E-01": ["O-3", ["O-5", "O-6"]],
    "E-02": ["O-3", "O-4"],
    "E-03": ["O-5"],
    "E-04": ["O-4", "O-3"],
    "E-05": ["O-1", "O-5"],
    "E-06": ["O-1", "O-2", "O-6"],
    "E-07": [["O-1", "O-2"]],
    "E-08": ["O-6", "O-1"],
    "E-09": ["O-3", "O-1"],
    "E-10": ["O-4"],
    "E-11": ["O-2", "O-4"],
    "E-12": ["O-1", "O-3"],
}


@dataclass
class Walk:
    """Takes the round forward, step by step, each by who may do it."""

    session: Session
    now: datetime = NOW
    by: str = "exchange"

    def step(self, verb: Any, **more: Any) -> Any:
        who = actor(self.session, more.pop("by", self.by))
        return verb(self.session, actor=who, now=self.now, round_=the_round(self.session), **more)

    def to_posting(self) -> "Walk":
        self.step(rounds.open_posting)
        return self

    def to_posted(self) -> "Walk":
        self.to_posting()
        offered = self.session.scalars(select(Opportunity).order_by(Opportunity.slug)).all()
        self.step(rounds.offer_opportunities, opportunities=offered)
        return self

    def to_lists(self) -> "Walk":
        self.to_posted()
        self.step(rounds.open_preferences)
        return self

    def to_begun(self) -> "Walk":
        """A sheet is a draft, and a pin waits for its second signature."""
        self.to_lists()
        first, wanted = find(self.session, Executive, "E-01"), find(self.session, Opportunity, "O-3")
        dreamsheets.file_sheet(
            self.session,
            actor=actor(self.session, "e-01"),
            now=self.now,
            round_=the_round(self.session),
            executive=first,
            choices=SHEETS["E-01"],
        )
        self.step(
            rules.set_pair_rule, executive=first, opportunity=wanted, rule=Rule.PIN, reason="Agreed by both."
        )
        return self

    def to_entered(self) -> "Walk":
        """A coordinator has entered a list for somebody, who has not answered."""
        self.to_lists()
        executive = find(self.session, Executive, "E-01")
        self.step(entered_sheets.enter, executive=executive, choices=["O-3", ["O-5", "O-6"]])
        return self

    def to_filed(self) -> "Walk":
        self.to_lists()
        for slug, choices in SHEETS.items():
            file(self.session, slug, choices)
            consent(self.session, slug)
        return self

    def to_released(self) -> "Walk":
        """A supervisor has recommended one release; the agency decides it next."""
        self.to_filed()
        query = select(Release).join(Executive, Executive.id == Release.executive_id)
        asked = self.session.scalars(query.where(Executive.slug == "E-05")).one()
        by, version = actor(self.session, "supervisor-EN"), asked.version
        releases.recommend(
            self.session, actor=by, now=self.now, release=asked, version=version, advice=Advice.RELEASE
        )
        return self

    def to_review(self) -> "Walk":
        self.to_filed()
        self.step(rounds.close_preferences)
        return self

    def to_ranking(self) -> "Walk":
        self.to_review()
        self.step(rounds.open_ranking)
        return self

    def to_ranked(self) -> "Walk":
        self.to_ranking()
        rank(self.session, "O-1", [["E-05", "E-12"], "E-06", "E-07", "E-08", "E-09"])
        rank(self.session, "O-3", ["E-02", ["E-01", "E-12"], "E-04"], {"E-09": "no time in the spring"})
        draft(self.session, "O-4", ["E-02"])
        return self

    def to_frozen(self) -> "Walk":
        self.to_ranked()
        self.step(rounds.freeze)
        return self

    def to_drawn(self) -> "Walk":
        self.to_frozen()
        self.step(rounds.enter_outside, outside="4711.08")
        return self

    def to_solving(self) -> "Walk":
        """A run has been asked for, and no process has taken it up."""
        self.to_drawn()
        self.step(solves.start)
        return self

    def to_solved(self) -> "Walk":
        self.to_drawn()
        self.step(results.solve)
        return self

    def to_conference(self) -> "Walk":
        self.to_solved()
        self.step(results.confer, outcome=self.outcome())
        return self

    def to_agreed(self) -> "Walk":
        """Every agency with a move has approved its own."""
        self.to_conference()
        self.agree()
        return self

    def agree(self) -> None:
        for seat in seats(self.session, the_round(self.session)):
            self.step(conference.agree, agency=seat.agency, by=f"coord-{seat.agency.code}")

    def to_approved(self) -> "Walk":
        self.to_agreed()
        self.step(results.approve)
        return self

    def to_published(self) -> "Walk":
        self.to_approved()
        self.step(results.publish, by="office")
        return self

    def to_answering(self) -> "Walk":
        """One offer waits for its home, one for its host, and one was declined, so that a seat is free."""
        self.to_published()
        offers = self.session.scalars(select(Proposal).order_by(Proposal.id)).all()
        home = next(one for one in offers if one.executive.home_agency.code == "EN")
        host = next(one for one in offers if one.opportunity.host_agency.code == "EN" and one is not home)
        free = next(one for one in offers if one not in (home, host))
        answer(self.session, home, "accept")
        answer(self.session, host, "accept", "agree_home")
        answer(self.session, free, "decline")
        return self

    def to_answered(self) -> "Walk":
        """Nobody answered in time, so every offer has lapsed."""
        self.to_published()
        offers = self.session.scalars(select(Proposal).where(Proposal.state.in_(PENDING))).all()
        late, system = self.now + 60 * DAY, actor(self.session, "system")
        proposals.lapse(self.session, actor=system, now=late, proposals=offers)
        return self

    def to_kept(self) -> "Walk":
        """Somebody without a place keeps the sheet for the scramble, and a seat that person named is free."""
        self.to_published()
        offers = self.session.scalars(select(Proposal).order_by(Proposal.id)).all()
        declined = next((one for one in offers if one.executive.slug == "E-10"), offers[0])
        answer(self.session, declined, "decline")
        for slug in self.unplaced():
            keep(self.session, slug, self.now)
        return self

    def unplaced(self) -> list[str]:
        """The slugs of everybody without a place in the newest run."""
        return [one["executive"] for one in self.outcome().content["unmatched"]]

    def to_scramble(self) -> "Walk":
        self.to_kept()
        self.step(scramble.open_scramble)
        return self

    def to_closed(self) -> "Walk":
        self.to_answered()
        self.step(results.close)
        return self

    def to_archived(self) -> "Walk":
        self.to_closed()
        self.step(rounds.archive, by="office")
        return self

    def to_cancelled(self) -> "Walk":
        """Before the freeze, with every list filed."""
        self.to_filed()
        self.step(rounds.cancel, by="office", reason="A law changed what a detail is.")
        return self

    def to_mentoring(self) -> "Walk":
        """Beside the round: four people who can be asked."""
        four_mentors(self.session)
        return self

    def outcome(self) -> Outcome:
        """The newest run."""
        return self.session.scalars(select(Outcome).order_by(Outcome.number.desc()).limit(1)).one()


def file(session: Session, slug: str, choices: list[Any], now: datetime = NOW) -> DreamSheet:
    """File and certify one sheet by its owner."""
    owner, executive = actor(session, slug.lower()), find(session, Executive, slug)
    filed = dreamsheets.file_sheet(
        session, actor=owner, now=now, round_=the_round(session), executive=executive, choices=choices
    )
    dreamsheets.certify_sheet(session, actor=owner, now=now, sheet=filed.sheet, nonce=f"salt of {slug}")
    return filed.sheet


def keep(session: Session, slug: str, now: datetime = NOW) -> KeptSheet:
    """Keep one person's sheet for the scramble."""
    owner, executive = actor(session, slug.lower()), find(session, Executive, slug)
    return scramble.keep(session, actor=owner, now=now, round_=the_round(session), executive=executive)


def consent(session: Session, slug: str, now: datetime = NOW) -> Consent:
    """Give one executive's consent."""
    owner, executive = actor(session, slug.lower()), find(session, Executive, slug)
    return consents.give(
        session, actor=owner, now=now, round_=the_round(session), executive=executive, voluntary=True
    )


def rank(session: Session, slug: str, order: list[Any], refused: dict[str, str] | None = None) -> HostRanking:
    """Rank and certify by the host's contact."""
    ranking = draft(session, slug, order, refused)
    host = actor(session, f"host-{ranking.opportunity.host_agency.code}")
    rankings.certify(session, actor=host, now=NOW, ranking=ranking, nonce=f"salt of {slug}")
    return ranking


def draft(
    session: Session, slug: str, order: list[Any], refused: dict[str, str] | None = None
) -> HostRanking:
    """Open the applicants and rank them by the host's contact, without certifying."""
    place = find(session, Opportunity, slug)
    host, round_ = actor(session, f"host-{place.host_agency.code}"), the_round(session)
    rankings.see_applicants(session, actor=host, now=NOW, round_=round_, opportunity=place)
    return rankings.rank(
        session, actor=host, now=NOW, round_=round_, opportunity=place, ranking=order, refused=refused
    )
