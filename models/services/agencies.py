"""Agencies renamed, merged into a successor, closed."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from models.access import require
from models.actors import Actor, RoleGrant
from models.agencies import Agency, AgencyAlias, Organization
from models.agreements import Agreement
from models.alliances import AgencyCluster, AllianceMember
from models.audit import record
from models.dreamsheets import DreamSheet, SheetState
from models.errors import Conflict, Invalid
from models.executives import Executive
from models.locks import lock_round
from models.opportunities import Opportunity
from models.outbox import post
from models.positions import Position
from models.queries.agencies import hanging, undecided, unfrozen
from models.returns import RiskKind
from models.rounds import Round, RoundAlliancePair, RoundLimit
from models.services import rotation_reports
from models.services.reasons import must_be_written
from models.services.return_rights import agency_changed


def rename(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    agency: Agency,
    name: str,
    abbreviation: str,
    version: int,
) -> None:
    """Give it another name; the one before stays as an alias. Conflict where it changed since `version`."""
    require(actor, "agencies.rename", agency, now=now)
    if agency.version != version:
        raise Conflict("Somebody changed this agency since you opened the page.")
    called, before = " ".join(name.split()), agency.name
    if not called:
        raise Invalid("Enter the name.", about="name")
    if (code := _holder(session, agency, called)) is not None:
        raise Invalid(f"Another agency is called so already: {code}.", about="name")
    short = " ".join(abbreviation.split()) or None
    if short and (code := _holder(session, agency, short)) is not None:
        raise Invalid(f"Another agency is called so already: {code}.", about="abbreviation")
    if (called, short) == (before, agency.abbreviation):
        raise Invalid("This is its name already: change it, or go back.", about="name")
    agency.name, agency.abbreviation = called, short
    agency.aliases = [alias for alias in agency.aliases if alias.name != called]
    if called != before:
        _also_known_as(agency, before)
    record(session, agency, "agencies.rename", actor=actor, now=now, before=before, after=called)
    session.flush()


def _holder(session: Session, agency: Agency, words: str) -> str | None:
    """The code of another open agency with those words as code, name or abbreviation, in whatever case: files
    that come in name agencies by any of them."""
    others = select(Agency.code, Agency.name, Agency.abbreviation)
    for borne in session.execute(others.where(Agency.id != agency.id, Agency.active)):
        if words.casefold() in {one.casefold() for one in borne if one}:
            return str(borne.code)
    return None


def _also_known_as(agency: Agency, name: str) -> None:
    if name != agency.name and name not in {alias.name for alias in agency.aliases}:
        agency.aliases.append(AgencyAlias(name=name))


def merge(
    session: Session, *, actor: Actor, now: datetime, agency: Agency, into: Agency, reason: str
) -> dict[str, int]:
    """Close an agency and hand everything on it to its successor; the counts of what moved.

    Frozen rounds keep the agency of before. Everybody at the successor with a sheet in a round that is not
    frozen is told to look at it again. Conflict, with all that must be decided first.
    """
    require(actor, "agencies.merge", agency, now=now)
    if not agency.active:
        raise Conflict(f"{agency.name} is closed already.")
    must_be_written(reason)
    rounds = _lock_open_rounds(session)
    if faults := undecided(session, agency, into):
        raise Conflict(" ".join(faults))
    why = f"Closed as it stood when {agency.name} was merged into {into.name}."
    rotation_reports.close_all(session, agency, why=why, by=actor, now=now)
    _endanger_returns(session, agency, into, actor, now)
    moved = _move_rows(session, agency, into)
    moved |= {"limits": sum(_move_limit(session, one, agency, into) for one in rounds)}
    for one in rounds:
        _move_alliances(session, one, agency, into)
    _move_memberships(session, agency, into)
    for alias in [agency.name, *(alias.name for alias in agency.aliases)]:
        _also_known_as(into, alias)
    agency.active, agency.successor_id = False, into.id
    session.flush()
    _tell_sheets(session, rounds, into, now)
    record(
        session, agency, "agencies.merge", actor=actor, now=now, reason=reason, into=into.code, moved=moved
    )
    session.flush()
    return moved


def _endanger_returns(session: Session, agency: Agency, into: Agency, by: Actor, now: datetime) -> None:
    """Who is away from here comes back to the successor: somebody says to which position."""
    detail = f"{agency.name} is merged into {into.name}."
    agency_changed(session, agency, RiskKind.UNIT_CHANGED, detail, by=by, now=now)
    homes = session.scalars(select(Agreement).where(Agreement.home_agency_id == agency.id)).all()
    for agreement in homes:
        agreement.home_agency = into
    hosts = session.scalars(select(Agreement).where(Agreement.host_agency_id == agency.id)).all()
    for agreement in hosts:
        agreement.host_agency = into


def _lock_open_rounds(session: Session) -> list[Round]:
    """Rounds that are neither over nor frozen, held so that none freezes meanwhile."""
    rounds = session.scalars(select(Round).where(*unfrozen()).order_by(Round.id)).all()
    return [one for one in rounds if lock_round(session, one).frozen_sha256 is None]


def _move_rows(session: Session, agency: Agency, into: Agency) -> dict[str, int]:
    """Object by object where people edit the rows, so that an edit meanwhile is noticed."""
    people = session.scalars(select(Executive).where(Executive.home_agency_id == agency.id)).all()
    for person in people:
        person.home_agency = into
    posts = session.scalars(select(Position).where(Position.agency_id == agency.id)).all()
    for post_ in posts:
        post_.agency = into
    offers = session.scalars(select(Opportunity).where(Opportunity.host_agency_id == agency.id)).all()
    for offer in offers:
        offer.host_agency = into
    below = session.scalars(select(Agency).where(Agency.parent_id == agency.id)).all()
    for child in below:
        child.parent = into
    session.execute(update(Organization).where(Organization.agency_id == agency.id).values(agency_id=into.id))
    grants = session.scalars(select(RoleGrant).where(RoleGrant.agency_id == agency.id)).all()
    for grant in grants:
        grant.agency_id = into.id
    counts = {
        "executives": people,
        "posts": posts,
        "opportunities": offers,
        "roles": grants,
        "agencies": below,
    }
    return {what: len(rows) for what, rows in counts.items()}


def _move_limit(session: Session, round_: Round, agency: Agency, into: Agency) -> bool:
    old = session.get(RoundLimit, (round_.id, agency.id))
    if old is None:
        return False
    empty = session.get(RoundLimit, (round_.id, into.id))
    says_something = not old.internal or any(
        figure is not None for figure in (old.max_out, old.max_in, old.net_min, old.net_max)
    )
    if says_something:
        target = empty or RoundLimit(round_id=round_.id, agency_id=into.id)
        target.max_out, target.max_in = old.max_out, old.max_in
        target.net_min, target.net_max, target.internal = old.net_min, old.net_max, old.internal
        session.add(target)
    session.delete(old)
    return says_something


def _move_alliances(session: Session, round_: Round, agency: Agency, into: Agency) -> None:
    query = select(RoundAlliancePair).where(RoundAlliancePair.round_id == round_.id)
    pairs = session.scalars(query).all()
    keys = {(pair.first_id, pair.second_id) for pair in pairs}
    for pair in pairs:
        if agency.id in (pair.first_id, pair.second_id):
            session.delete(pair)
    session.flush()
    for first, second in sorted(keys):
        if agency.id in (first, second):
            ends = [into.id if end == agency.id else end for end in (first, second)]
            key = (min(ends), max(ends))
            if key not in keys:
                keys |= {key}
                session.add(RoundAlliancePair(round_id=round_.id, first_id=key[0], second_id=key[1]))


def _move_memberships(session: Session, agency: Agency, into: Agency) -> None:
    """Clusters and standing alliances: the successor is in each, once."""
    for table, column in ((AgencyCluster, "cluster_id"), (AllianceMember, "alliance_id")):
        theirs = select(getattr(table, column)).where(table.agency_id == agency.id)
        own = set(session.scalars(select(getattr(table, column)).where(table.agency_id == into.id)))
        missing: Iterable[int] = [key for key in session.scalars(theirs).all() if key not in own]
        session.execute(delete(table).where(table.agency_id == agency.id))
        session.add_all(table(agency_id=into.id, **{column: key}) for key in missing)


def _tell_sheets(session: Session, rounds: list[Round], into: Agency, now: datetime) -> None:
    """The own agency has grown, so choices may lie in it: every owner is told, whatever is on the sheet."""
    query = (
        select(Actor.id, Round.slug, Round.name)
        .join(DreamSheet, DreamSheet.executive_id == Actor.executive_id)
        .join(Round, Round.id == DreamSheet.round_id)
        .join(Executive, Executive.id == DreamSheet.executive_id)
        .where(
            Round.id.in_([one.id for one in rounds]),
            DreamSheet.state != SheetState.WITHDRAWN,
            Executive.home_agency_id == into.id,
            Actor.active,
        )
        .order_by(Actor.id)
    )
    for person, slug, name in session.execute(query):
        key = f"round/{slug}/home/{person}/{now:%Y%m%d%H%M%S%f}"
        post(session, key=key, recipient_id=person, template="home_changed", now=now, round=name)


def close(session: Session, *, actor: Actor, now: datetime, agency: Agency, reason: str) -> None:
    """Close an agency on which nothing hangs any more; Conflict, with all that does."""
    require(actor, "agencies.close", agency, now=now)
    if not agency.active:
        raise Conflict(f"{agency.name} is closed already.")
    must_be_written(reason)
    if rest := hanging(session, agency, now):
        words = ", ".join(f"{one.count:,} {one.one if one.count == 1 else one.many}" for one in rest)
        raise Conflict(f"{agency.name} cannot be closed yet; it still has {words}.")
    why = f"Closed as it stood when {agency.name} was closed."
    rotation_reports.close_all(session, agency, why=why, by=actor, now=now)
    agency.active = False
    detail = f"{agency.name} is closed."
    agency_changed(session, agency, RiskKind.AGENCY_CLOSED, detail, by=actor, now=now)
    record(session, agency, "agencies.close", actor=actor, now=now, reason=reason)
    session.flush()
