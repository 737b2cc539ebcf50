"""Invented pair rules: placements agreed beforehand, and pairs that may not be, each with its reason."""

from collections import Counter
from collections.abc import Iterator, Sequence

from seed import reference
from seed.chance import Chance
from seed.market import may_exchange
from seed.records import AgencyLimits, Executive, Opportunity, PairRule, Ranking, Sheet

PINS = 12
FORBIDDEN = 48

PIN_REASONS = (
    "Finishes the joint project that both agencies began in May.",
    "Agreed between both deputy heads before the lists opened; the post has to be covered on the first day.",
    "The only applicant with the certification that the host needs for the opening of the site.",
    "Keeps the promise of last year's round, when the same placement was put off for a mission reason.",
    "Second half of a two-way exchange whose first half is under way.",
)

FORBIDDEN_REASONS = (
    "Led the office under review until last spring.",
    "Took part in choosing the contractor that this office oversees.",
    "The supervisor of this post was the executive's rating official within the last two years.",
    "A matter between the two offices is before the board; a placement now would look improper.",
    "Recused from matters of this office under an ethics agreement.",
    "Held this very post within the last three years.",
    "A close relative works in the reporting line of this post.",
)

Candidate = tuple[Executive, Opportunity]


class Ledger:
    """Counts placements along the tree and says whether one more keeps every limit."""

    def __init__(self, limits: Sequence[AgencyLimits]) -> None:
        self._limits = {limit.agency: limit for limit in limits}
        self._out: Counter[str] = Counter()
        self._in: Counter[str] = Counter()

    def admits(self, home: str, host: str) -> bool:
        """True when every limit still holds with one more placement from home to host."""
        way_out, way_in = reference.tops()[home], reference.tops()[host]
        return all(
            self._holds(code, self._out[code] + (code in way_out), self._in[code] + (code in way_in))
            for code in {*way_out, *way_in}
        )

    def _holds(self, code: str, out: int, into: int) -> bool:
        limit = self._limits[code]
        return (
            (limit.max_out is None or out <= limit.max_out)
            and (limit.max_in is None or into <= limit.max_in)
            and (limit.net_min is None or limit.net_min <= into - out)
            and (limit.net_max is None or into - out <= limit.net_max)
        )

    def enter(self, home: str, host: str) -> None:
        """Count one placement."""
        self._out.update(reference.tops()[home])
        self._in.update(reference.tops()[host])


def forbid_pairs(
    number: int,
    executives: Sequence[Executive],
    opportunities: Sequence[Opportunity],
    sheets: Sequence[Sheet],
) -> tuple[PairRule, ...]:
    """Pairs from the lower part of sheets that may not be, sorted."""
    chance = Chance(number, "forbidden")
    listed = list(_listed(executives, opportunities, sheets, range(1, 10)))
    rules = [
        PairRule(person.slug, item.slug, chance.pick(FORBIDDEN_REASONS))
        for person, item in chance.sample(listed, FORBIDDEN)
    ]
    return tuple(sorted(rules, key=lambda rule: (rule.executive, rule.opportunity)))


def pin_pairs(
    number: int,
    executives: Sequence[Executive],
    opportunities: Sequence[Opportunity],
    sheets: Sequence[Sheet],
    rankings: Sequence[Ranking],
    limits: Sequence[AgencyLimits],
) -> tuple[PairRule, ...]:
    """First choices that are pinned, sorted; they alone keep every limit, so the round can hold."""
    chance = Chance(number, "pinned")
    acceptable = {rank.opportunity: {slug for group in rank.groups for slug in group} for rank in rankings}
    ledger, taken, rules = Ledger(limits), set[str](), []
    for person, item in chance.shuffled(list(_listed(executives, opportunities, sheets, range(1)))):
        home, host = person.home_agency, item.host_agency
        if (
            item.slug not in taken
            and person.slug in acceptable.get(item.slug, {person.slug})
            and ledger.admits(home, host)
        ):
            ledger.enter(home, host)
            taken.add(item.slug)
            rules.append(PairRule(person.slug, item.slug, chance.pick(PIN_REASONS)))
        if len(rules) == PINS:
            break
    return tuple(sorted(rules, key=lambda rule: (rule.executive, rule.opportunity)))


def _listed(
    executives: Sequence[Executive],
    opportunities: Sequence[Opportunity],
    sheets: Sequence[Sheet],
    steps: range,
) -> Iterator[Candidate]:
    """The open pairs that stand alone at one of these steps of a sheet in the round."""
    people = {executive.slug: executive for executive in executives}
    items = {item.slug: item for item in opportunities}
    for sheet in sheets:
        person = people[sheet.executive]
        for step in steps:
            group = sheet.choices[step : step + 1]
            if sheet.consents and group and len(group[0]) == 1:
                item = items[group[0][0]]
                if may_exchange(person.home_agency, item.host_agency):
                    yield person, item
