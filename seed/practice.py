"""Four small rounds to try one's hand in, beside the published one: real posts, invented people.

Round A is open for dream sheets; in round B hosts rank; round C is solved, with scenarios; round D is in the
scramble. Each is loaded in one transaction, and one that is there is left as it is, so its dates stay those
of its first load.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.db import unit_of_work
from models.opportunities import Opportunity as Offered
from models.queries.seats import open_to
from models.reminders import Chased
from models.round_plan import Calendar
from models.rounds import Round
from models.services import chasing, demand, rounds
from seed import reference
from seed.demonstration import NUMBER, demonstration
from seed.loading import lists
from seed.loading.offers import offer_all
from seed.loading.people import SYSTEM, find_people, get_actor
from seed.loading.requirements import ask_for_waivers
from seed.loading.rounds import COORDINATOR, OUTSIDE_SOURCE, closing, fill_catalogue, open_ranking, set_limits
from seed.loading.searches import save_searches, tell_searchers
from seed.loading.service import put_up_sabbaticals
from seed.practice_scenarios import solve_with_scenarios
from seed.practice_scramble import open_practice_scramble
from seed.records import AgencyLimits, Demonstration, Opportunity, Sheet

WEEK = timedelta(weeks=1)

HOSTS = ("AG", "DN", "HE", "HS", "IN", "ST", "TR", "VA")
SEATS_IN_DEMAND, SEATS_SOLVED, SEATS_SCRAMBLED = 25, 20, 12
TAKEN = SEATS_IN_DEMAND + SEATS_SOLVED + SEATS_SCRAMBLED
RANKED_PEOPLE, SCRAMBLED_PEOPLE = 40, 36
RARITY = 1000
MOST_OUT, MOST_APART = 3, 3

FIRST_FILER = 100
"""Nobody whom the sign-in page puts first has filed in round A."""
EARLY_FILERS, DRAFTERS, ENTERED = 30, 6, 2
"""From then on so many have filed, then so many have a draft, and for so many a list was entered that they
have not confirmed."""
NO_ROUND = 0

SEARCHERS = slice(3)
"""Those whose saved searches find something new in round A."""


@dataclass(frozen=True)
class Practice:
    """The settings of one round; days are counted from its load."""

    slug: str
    name: str
    opened: timedelta
    lists_close: timedelta
    fill: Callable[[Session, datetime, Demonstration, Calendar], None]

    def calendar(self, now: datetime) -> Calendar:
        """Two weeks for the rankings after the lists close, and two more to the results."""
        rankings, results = (closing(now, self.lists_close + more * WEEK) for more in (2, 4))
        closes = closing(now, self.lists_close) if self.lists_close else now
        return Calendar(now - self.opened, closes, rankings, results)


def load_practice(engine: Engine, *, now: datetime, number: int = NUMBER) -> None:
    """Add the practice rounds that are missing; the demonstration must be loaded."""
    for practice in PRACTICE:
        with unit_of_work(engine) as session:
            if session.scalar(select(Round.id).where(Round.slug == practice.slug)) is None:
                people = find_people(session, number)
                if people is None:
                    raise LookupError(f"demonstration {number}")
                made = demonstration(number, people.as_of)
                practice.fill(session, now, made, practice.calendar(now))


def _fill_a(session: Session, now: datetime, made: Demonstration, calendar: Calendar) -> None:
    """Everything that is not in demand and that no round holds, and two sabbaticals; a few sheets are
    certified, some without consent; one waiver waits for its host, one is granted, one refused; demand is
    counted, searches have found something. Some lists are drafts still, two were entered for somebody and
    wait for the owner's word, and whoever lacks the consent was reminded."""
    taken = {item.slug for item in _in_demand(made, calendar)[:TAKEN]}
    free = set(session.scalars(select(Offered.slug).where(open_to(NO_ROUND) > 0))) - taken
    items = [item for item in _still_open(made, calendar) if item.slug in free]
    searchers = [person.slug for person in made.executives[SEARCHERS]]
    save_searches(session, now=now, executives=searchers)
    round_ = _open(session, now, A, calendar, items, made.limits, put_up_sabbaticals(session, now=now))
    tell_searchers(session, now=now, executives=searchers)
    cut = (_within(sheet, {item.slug for item in items}) for sheet in made.sheets[FIRST_FILER:])
    filed = (sheet for sheet in cut if sheet.choices)
    early, drafts, entered = (list(islice(filed, number)) for number in (EARLY_FILERS, DRAFTERS, ENTERED))
    sheets = [replace(sheet, consents=place % 5 > 0) for place, sheet in enumerate(early)]
    lists.file_sheets(session, now=now, round_=round_, sheets=sheets)
    lists.draft_sheets(session, now=now, round_=round_, sheets=drafts)
    by = get_actor(session, COORDINATOR)
    lists.enter_sheets(session, now=now, round_=round_, by=by, sheets=entered)
    chasing.remind(session, actor=by, now=now, round_=round_, line=Chased.CONSENT)
    ask_for_waivers(session, now=now, round_=round_)
    demand.count(session, actor=get_actor(session, SYSTEM), now=now, round_=round_)


def _fill_b(session: Session, now: datetime, made: Demonstration, calendar: Calendar) -> None:
    """A few seats that many want, and people who named several of them; no host has ranked anybody."""
    items, sheets = _again(session, now, made, calendar, slice(SEATS_IN_DEMAND), RANKED_PEOPLE)
    homes = {person.slug: person.home_agency for person in made.executives}
    limits = _limits({homes[sheet.executive] for sheet in sheets} | {item.host_agency for item in items})
    round_ = _open(session, now, B, calendar, items, limits)
    lists.file_sheets(session, now=now, round_=round_, sheets=sheets)
    open_ranking(session, now=now, round_=round_)


def _fill_c(session: Session, now: datetime, made: Demonstration, calendar: Calendar) -> None:
    """What is wanted next, each department sending one at most, solved, and asked three what-if questions."""
    those = slice(SEATS_IN_DEMAND, SEATS_IN_DEMAND + SEATS_SOLVED)
    items, sheets = _again(session, now, made, calendar, those, RANKED_PEOPLE)
    homes = {person.slug: person.home_agency for person in made.executives}
    codes = {homes[sheet.executive] for sheet in sheets} | {item.host_agency for item in items}
    limits = [replace(limit, max_out=1) for limit in _limits(codes)]
    round_ = _open(session, now, C, calendar, items, limits)
    lists.file_sheets(session, now=now, round_=round_, sheets=sheets)
    open_ranking(session, now=now, round_=round_)
    solve_with_scenarios(session, now=now, round_=round_)


def _fill_d(session: Session, now: datetime, made: Demonstration, calendar: Calendar) -> None:
    """What is wanted after that, published; offers ended, and most of those without a place keep a sheet."""
    those = slice(SEATS_IN_DEMAND + SEATS_SOLVED, TAKEN)
    items, sheets = _again(session, now, made, calendar, those, SCRAMBLED_PEOPLE)
    homes = {person.slug: person.home_agency for person in made.executives}
    limits = _limits({homes[sheet.executive] for sheet in sheets} | {item.host_agency for item in items})
    round_ = _open(session, now, D, calendar, items, limits)
    lists.file_sheets(session, now=now, round_=round_, sheets=sheets)
    open_ranking(session, now=now, round_=round_)
    open_practice_scramble(session, now=now, round_=round_)


def _still_open(made: Demonstration, calendar: Calendar) -> list[Opportunity]:
    """The opportunities that can begin after the results."""
    return [item for item in made.opportunities if item.starts_until >= calendar.results_at.date()]


def _in_demand(made: Demonstration, calendar: Calendar) -> list[Opportunity]:
    """Of each of the hosts in turn what most people named."""
    named = Counter(slug for sheet in made.sheets for group in sheet.choices for slug in group)
    order = sorted(_still_open(made, calendar), key=lambda item: (-named[item.slug], item.slug))
    shelves = [[item for item in order if item.host_agency == host] for host in HOSTS]
    return list(_in_turn(shelves))


def _in_turn(shelves: Sequence[Sequence[Opportunity]]) -> Iterator[Opportunity]:
    for place in range(max(map(len, shelves))):
        yield from (shelf[place] for shelf in shelves if place < len(shelf))


def _again(
    session: Session, now: datetime, made: Demonstration, calendar: Calendar, those: slice, people: int
) -> tuple[list[Opportunity], list[Sheet]]:
    """What is in demand offered once more by its hosts, as a seat is one round's at a time, under the next
    numbers; and the sheets of so many people who would take one of these."""
    wanted = list(enumerate(_in_demand(made, calendar), len(made.opportunities) + 1))[those]
    anew = {item.slug: replace(item, slug=f"O-{number:04}") for number, item in wanted}
    offer_all(session, now=now, items=list(anew.values()))
    sheets = _spread(made, [item for _number, item in wanted], people)
    return list(anew.values()), [_renamed(sheet, anew) for sheet in sheets]


def _renamed(sheet: Sheet, anew: Mapping[str, Opportunity]) -> Sheet:
    return replace(sheet, choices=tuple(tuple(anew[slug].slug for slug in group) for group in sheet.choices))


def _spread(made: Demonstration, items: Sequence[Opportunity], people: int) -> list[Sheet]:
    """Sheets cut down to the items, each with consent: one after the other whichever helps most the items
    that few have asked for so far, so that every host has somebody to rank."""
    offered = {item.slug for item in items}
    waiting = {sheet.executive: replace(_within(sheet, offered), consents=True) for sheet in made.sheets}
    asked: Counter[str] = Counter()
    chosen: list[Sheet] = []

    def worth(sheet: Sheet) -> tuple[int, str]:
        wanted = [slug for group in sheet.choices for slug in group]
        return sum(RARITY // (1 + asked[slug]) for slug in wanted), sheet.executive

    while len(chosen) < people:
        best = max(waiting.values(), key=worth)
        asked.update(slug for group in best.choices for slug in group)
        chosen.append(waiting.pop(best.executive))
    return chosen


def _limits(codes: set[str]) -> list[AgencyLimits]:
    """The same for each department, and nothing inside one: a balance below a cap makes a harder problem."""
    departments = sorted({reference.tops()[code][-1] for code in codes})
    return [AgencyLimits(code, MOST_OUT, net_min=-MOST_APART, net_max=MOST_APART) for code in departments]


def _within(sheet: Sheet, offered: set[str]) -> Sheet:
    """The sheet without what is not offered."""
    groups = (tuple(slug for slug in group if slug in offered) for group in sheet.choices)
    return replace(sheet, choices=tuple(group for group in groups if group))


def _open(
    session: Session,
    now: datetime,
    practice: Practice,
    calendar: Calendar,
    items: Sequence[Opportunity],
    limits: Sequence[AgencyLimits],
    more: Sequence[str] = (),
) -> Round:
    """The round with its catalogue (`more` beside the items) and limits, open for dream sheets. It begins
    today, as every round does; then its lists are given the days of `calendar`, which may have passed."""
    actor = get_actor(session, COORDINATOR)
    round_ = rounds.create_round(
        session,
        actor=actor,
        now=now,
        slug=practice.slug,
        name=practice.name,
        calendar=replace(calendar, lists_open_at=now, lists_close_at=closing(now, WEEK)),
        outside_source=OUTSIDE_SOURCE,
        secret=f"invented secret of {practice.slug}",
    )
    fill_catalogue(session, now=now, round_=round_, slugs=[*(item.slug for item in items), *more])
    set_limits(session, now=now, round_=round_, limits=limits)
    rounds.open_preferences(session, actor=actor, now=now, round_=round_)
    round_.lists_open_at, round_.lists_close_at = calendar.lists_open_at, calendar.lists_close_at
    session.flush()
    return round_


A = Practice("practice-a", "Practice round A (invented)", timedelta(0), 3 * WEEK, _fill_a)
B = Practice("practice-b", "Practice round B (invented)", 3 * WEEK, timedelta(0), _fill_b)
C = Practice("practice-c", "Practice round C (invented)", 3 * WEEK, timedelta(0), _fill_c)
D = Practice("practice-d", "Practice round D (invented)", 3 * WEEK, timedelta(0), _fill_d)
PRACTICE = (A, B, C, D)
