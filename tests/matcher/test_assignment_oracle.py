"""The policy of an assignment and a walk through every civil day say the same of invented agreements."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from matcher.policy.assignment import checks
from matcher.policy.book import CLAUSES
from matcher.policy.facts import Appraisal, Consents, Detail, Facts, Ipa, Move, Order, Sabbatical
from matcher.policy.law import Law
from matcher.policy.periods import Span, civil_day
from matcher.policy.rotation_report import Stay, row
from tests.matcher.oracle import days as walk

ZONES = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
    "Pacific/Guam",
)
FIRST = datetime(2027, 1, 1, tzinfo=UTC)
EDGES = ((2, 28), (2, 29), (3, 1), (9, 30), (10, 1), (12, 25), (1, 20), (3, 8), (11, 1), (8, 31), (7, 4))
CASES = 50_000
DAY = timedelta(days=1)


def an_instant(chance: random.Random) -> datetime:
    """In the ten years from 2027; every second on a day, or in a night, that is known to make trouble."""
    minutes = chance.randrange(24 * 60)
    if chance.random() < 0.5:
        month, day = chance.choice(EDGES)
        year = chance.randrange(2027, 2037)
        day = 28 if (month, day) == (2, 29) and year % 4 else day
        return datetime(year, month, day, tzinfo=UTC) + timedelta(minutes=minutes)
    return FIRST + timedelta(days=chance.randrange(3653), minutes=minutes)


def near(chance: random.Random, *figures: int) -> int:
    return max(1, chance.choice(figures) + chance.randrange(-2, 3))


def spans_before(chance: random.Random, start: date, most: int) -> tuple[Span, ...]:
    found, end = [], start - near(chance, 1, 60, 364, 366) * DAY
    for _ in range(chance.randrange(most + 1)):
        first = end - near(chance, 30, 364, 729, 1460) * DAY
        found.append(Span(first, end))
        end = first - near(chance, 60, 62, 200) * DAY
    return tuple(found)


def rows(spans: tuple[Span, ...]) -> list[tuple[int, int]]:
    return [(walk.row_of(span.start), walk.row_of(span.end)) for span in spans]


def a_detail(chance: random.Random, start: date) -> tuple[Facts, set[str]]:
    length = near(chance, 30, 89, 119, 239, 240, 365)
    end = walk.day_at(walk.row_of(start) + length - 1)
    cut = near(chance, 60, 119)
    first, second = Span(start, start + cut * DAY), Span(start + (cut + 1) * DAY, start + 2 * cut * DAY)
    kept = [span for span in (first, second) if chance.random() < 0.8]
    same, lower = chance.random() < 0.5, chance.random() < 0.5
    orders = tuple(Order(str(number), start, span) for number, span in enumerate(kept))
    due = start + near(chance, 30, 120, 200, 900) * DAY
    appraisal = Appraisal(host_appraises=True, plan=start + near(chance, 30) * DAY, due=due)
    appraisal = Appraisal(appraisal.plan, True, due, (date(2029, 1, 20), date(2033, 1, 20)))
    own = Detail(same_department=same, orders=orders, lower=lower)
    facts = Facts("detail", "other_agency", start, end, detail=own, appraisal=appraisal)
    begins, ends = walk.row_of(start), walk.row_of(end)
    total, expected = walk.count(begins, ends), set()
    expected |= {"run_too_short"} if total < 120 else set()
    expected |= {"stint_short"} if total < 90 else set()
    expected |= {"lower_too_long"} if lower and total > 240 else set()
    expected |= {"renew_between"} if not same and total > 120 else set()
    covered = rows(tuple(kept))
    if same and not all(walk.is_covered(day, covered) for day in range(begins, ends + 1)):
        expected.add("order_missing")
    if same and any(walk.count(*span) > 120 for span in covered):
        expected.add("order_too_long")
    if total >= 120 and appraisal.plan is not None and walk.row_of(appraisal.plan) - begins > 30:
        expected.add("host_plan_missing")
    for year in (2029, 2033):
        opens = walk.ROWS[year, 1, 20]
        if opens <= walk.row_of(due) < walk.ROWS[year, 5, 21]:
            expected.add("administration_new")
    return facts, expected


def a_move(chance: random.Random, start: date, given: date) -> tuple[Facts, set[str]]:
    far, forced = chance.random() < 0.5, chance.random() < 0.7
    head = start - near(chance, 60, 119, 121, 150, 179, 181) * DAY
    first = head + near(chance, 1, 40, 100, 118) * DAY
    away: tuple[Span, ...] = (
        (Span(first, first + near(chance, 20, 58, 60, 61) * DAY),) if chance.random() < 0.8 else ()
    )
    away += (Span(head - 5 * DAY, head + 3 * DAY),) if chance.random() < 0.3 else ()
    own = Move(involuntary=forced, far=far, notice=given, consulted=given, away=away)
    consents = Consents(executive=given)
    facts = Facts("reassignment", "other_component", start, consents=consents, move=own, heads=(head,))
    expected, row, told = set(), walk.row_of(start), walk.row_of(given)
    waited = 0
    while told + waited < row:
        waited += 1
    if waited < (60 if far else 15):
        expected.add("far_notice_short" if far else "notice_short")
    if forced and row < walk.first_free(walk.row_of(head), rows(away)):
        expected.add("in_moratorium")
    return facts, expected


def a_sabbatical(chance: random.Random, start: date) -> tuple[Facts, set[str]]:
    years = chance.choice((7, 7, 8))
    civil = start - near(chance, 365 * years + 1, 365 * years + 2, 3000) * DAY
    ses, last = start - near(chance, 729, 731, 900) * DAY, start - near(chance, 3651, 3653, 3654) * DAY
    away = spans_before(chance, start, 2)
    end = start + near(chance, 300, 333, 334, 335) * DAY
    own = Sabbatical(civil, ses, away, last, not_retirable=True, agreed=start)
    facts = Facts("sabbatical", "other_sector_nonfederal", start, end, sabbatical=own)
    begins, expected = walk.row_of(start), set()
    if walk.row_of(end) >= walk.after_months(begins, 11):
        expected.add("sabbatical_too_long")
    if begins < walk.first_served(walk.row_of(civil), 7, rows(away)):
        expected.add("sabbatical_service_short")
    if begins < walk.first_served(walk.row_of(ses), 2, rows(away)):
        expected.add("sabbatical_ses_short")
    if begins < walk.after_months(walk.row_of(last), 120):
        expected.add("sabbatical_again")
    return facts, expected


def an_ipa(chance: random.Random, start: date) -> tuple[Facts, set[str]]:
    prior, extended = spans_before(chance, start, 3), chance.random() < 0.5
    end = start + near(chance, 365, 729, 730, 731, 1460, 1461) * DAY
    own = Ipa("state", concern="x", extended=extended, prior=prior, obligation=start, agreed=start - DAY)
    facts = Facts("ipa", "other_sector_nonfederal", start, end, ipa=own)
    begins, ends, before = walk.row_of(start), walk.row_of(end), rows(prior)
    expected = set()
    if ends >= walk.after_months(begins, 48 if extended else 24):
        expected.add("ipa_extension_too_long" if extended else "ipa_too_long")
    total = sum(walk.count(*span) for span in before)
    if ends >= walk.after_months(begins - total, 72):
        expected.add("ipa_career_total")
    return facts, expected | _continuous(begins, ends, before)


def _continuous(begins: int, ends: int, before: list[tuple[int, int]]) -> set[str]:
    for _, last in before:  # the newest comes first
        since = walk.chain_start(last + 1, before, 60)
        newest = not any(walk.is_covered(day, before) for day in range(last + 1, min(last + 62, begins)))
        if newest and last + 1 >= walk.after_months(since, 48):
            if begins < walk.after_months(last + 1, 12):
                return {"ipa_not_back"}
            break
    since = walk.chain_start(begins, before, 60)
    return {"ipa_continuous"} if ends >= walk.after_months(since, 48) else set()


WATCHED = {
    *("run_too_short", "stint_short", "lower_too_long", "renew_between", "order_missing", "order_too_long"),
    *("host_plan_missing", "administration_new", "far_notice_short", "notice_short", "in_moratorium"),
    *("sabbatical_too_long", "sabbatical_service_short", "sabbatical_ses_short", "sabbatical_again"),
    *("ipa_extension_too_long", "ipa_too_long", "ipa_career_total", "ipa_not_back", "ipa_continuous"),
}
PLAN = {"ipa": "host_plan_missing"}


def cases(seed: int, number: int) -> Iterator[tuple[Facts, set[str], set[str]]]:
    chance = random.Random(seed)
    for turn in range(number):
        instant, zone = an_instant(chance), ZONES[turn % len(ZONES)]
        day = civil_day(instant, zone)
        assert walk.row_of(day) == walk.wall_day(instant, zone), (instant, zone)
        kind = chance.choice(("detail", "move", "sabbatical", "ipa"))
        if kind == "detail":
            facts, expected = a_detail(chance, day)
        elif kind == "move":
            facts, expected = a_move(chance, day + near(chance, 14, 15, 59, 60) * DAY, day)
        elif kind == "sabbatical":
            facts, expected = a_sabbatical(chance, day)
        else:
            facts, expected = an_ipa(chance, day)
        found = {one.code for one in checks(facts)} & WATCHED - {PLAN.get(kind, "")}
        yield facts, found, expected


def agree(seed: int, number: int) -> None:
    seen: set[str] = set()
    for facts, found, expected in cases(seed, number):
        assert found == expected, facts
        seen |= found
    assert seen == WATCHED, "every finding is seen at least once"


def agree_on_years(seed: int, number: int) -> None:
    chance = random.Random(seed)
    for turn in range(number):
        start = civil_day(an_instant(chance), ZONES[turn % len(ZONES)])
        first = Span(start, start + near(chance, 59, 118, 119, 200) * DAY)
        later = first.end + chance.randrange(1, 4) * DAY
        second = Span(later, later + near(chance, 59, 60, 119) * DAY)
        stays = [Stay("E-1", "ES", "detail", "other_agency", span) for span in (second, first)]
        year = start.year + chance.randrange(2)
        longest = walk.longest_within(rows((first, second)), year)
        found = row(stays, year, Law(start, CLAUSES)).served
        assert found == ({"ES": 1} if longest >= 120 else {}), (stays, year)


def test_policy_and_the_walk_agree() -> None:
    agree(1, CASES // 10 - 1000)
    agree_on_years(2, 1000)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_policy_and_the_walk_agree_at_length() -> None:
    agree(3, CASES)
    agree_on_years(4, CASES // 5)
