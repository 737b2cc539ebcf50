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
from tests.models.moving import move
from tests.models.ways import after
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
    stands: str = "drafted"

    def begin_at(self, stage: str) -> bool:
        """Take a copy of where the same walk ended before in this run, if nothing was done here yet."""
        as_usual = (self.now, self.by, self.stands) == (NOW, "exchange", "drafted")
        return as_usual and move(self.session, f"walked {stage}")

    def step(self, verb: Any, **more: Any) -> Any:
        who = actor(self.session, more.pop("by", self.by))
        return verb(self.session, actor=who, now=self.now, round_=the_round(self.session), **more)

    @after("drafted")
    def to_posting(self) -> None:
        self.step(rounds.open_posting)

    @after("posting")
    def to_posted(self) -> None:
        offered = self.session.scalars(select(Opportunity).order_by(Opportunity.slug)).all()
        self.step(rounds.offer_opportunities, opportunities=offered)

    @after("posted")
    def to_lists(self) -> None:
        self.step(rounds.open_preferences)

    @after("lists")
    def to_begun(self) -> None:
        """A sheet is a draft, and a pin waits for its second signature."""
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

    @after("lists")
    def to_entered(self) -> None:
        """A coordinator has entered a list for somebody, who has not answered."""
        executive = find(self.session, Executive, "E-01")
        self.step(entered_sheets.enter, executive=executive, choices=["O-3", ["O-5", "O-6"]])

    @after("lists")
    def to_filed(self) -> None:
        for slug, choices in SHEETS.items():
            file(self.session, slug, choices)
            consent(self.session, slug)

    @after("filed")
    def to_released(self) -> None:
        """A supervisor has recommended one release; the agency decides it next."""
        query = select(Release).join(Executive, Executive.id == Release.executive_id)
        asked = self.session.scalars(query.where(Executive.slug == "E-05")).one()
        by, version = actor(self.session, "supervisor-EN"), asked.version
        releases.recommend(
            self.session, actor=by, now=self.now, release=asked, version=version, advice=Advice.RELEASE
        )

    @after("filed")
    def to_review(self) -> None:
        self.step(rounds.close_preferences)

    @after("review")
    def to_ranking(self) -> None:
        self.step(rounds.open_ranking)

    @after("ranking")
    def to_ranked(self) -> None:
        rank(self.session, "O-1", [["E-05", "E-12"], "E-06", "E-07", "E-08", "E-09"])
        rank(self.session, "O-3", ["E-02", ["E-01", "E-12"], "E-04"], {"E-09": "no time in the spring"})
        draft(self.session, "O-4", ["E-02"])

    @after("ranked")
    def to_frozen(self) -> None:
        self.step(rounds.freeze)

    @after("frozen")
    def to_drawn(self) -> None:
        self.step(rounds.enter_outside, outside="4711.08")

    @after("drawn")
    def to_solving(self) -> None:
        """A run has been asked for, and no process has taken it up."""
        self.step(solves.start)

    @after("drawn")
    def to_solved(self) -> None:
        self.step(results.solve)

    @after("solved")
    def to_conference(self) -> None:
        self.step(results.confer, outcome=self.outcome())

    @after("conference")
    def to_agreed(self) -> None:
        """Every agency with a move has approved its own."""
        self.agree()

    def agree(self) -> None:
        for seat in seats(self.session, the_round(self.session)):
            self.step(conference.agree, agency=seat.agency, by=f"coord-{seat.agency.code}")

    @after("agreed")
    def to_approved(self) -> None:
        self.step(results.approve)

    @after("approved")
    def to_published(self) -> None:
        self.step(results.publish, by="office")

    @after("published")
    def to_answering(self) -> None:
        """One offer waits for its home, one for its host, and one was declined, so that a seat is free."""
        offers = self.session.scalars(select(Proposal).order_by(Proposal.id)).all()
        home = next(one for one in offers if one.executive.home_agency.code == "EN")
        host = next(one for one in offers if one.opportunity.host_agency.code == "EN" and one is not home)
        free = next(one for one in offers if one not in (home, host))
        answer(self.session, home, "accept")
        answer(self.session, host, "accept", "agree_home")
        answer(self.session, free, "decline")

    @after("published")
    def to_answered(self) -> None:
        """Nobody answered in time, so every offer has lapsed."""
        offers = self.session.scalars(select(Proposal).where(Proposal.state.in_(PENDING))).all()
        late, system = self.now + 60 * DAY, actor(self.session, "system")
        proposals.lapse(self.session, actor=system, now=late, proposals=offers)

    @after("published")
    def to_kept(self) -> None:
        """Somebody without a place keeps the sheet for the scramble, and a seat that person named is free."""
        offers = self.session.scalars(select(Proposal).order_by(Proposal.id)).all()
        declined = next((one for one in offers if one.executive.slug == "E-10"), offers[0])
        answer(self.session, declined, "decline")
        for slug in self.unplaced():
            keep(self.session, slug, self.now)

    def unplaced(self) -> list[str]:
        """The slugs of everybody without a place in the newest run."""
        return [one["executive"] for one in self.outcome().content["unmatched"]]

    @after("kept")
    def to_scramble(self) -> None:
        self.step(scramble.open_scramble)

    @after("answered")
    def to_closed(self) -> None:
        self.step(results.close)

    @after("closed")
    def to_archived(self) -> None:
        self.step(rounds.archive, by="office")

    @after("filed")
    def to_cancelled(self) -> None:
        """Before the freeze, with every list filed."""
        self.step(rounds.cancel, by="office", reason="A law changed what a detail is.")

    @after("drafted")
    def to_mentoring(self) -> None:
        """Beside the round: four people who can be asked."""
        four_mentors(self.session)

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
