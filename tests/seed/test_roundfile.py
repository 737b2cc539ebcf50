"""The demonstration round as a portable file: accepted by the reader, a network round, its seed proved."""

from random import Random

import pytest

import matcher
from matcher.files import canonical, sha256
from matcher.lottery import commitment, reveal
from seed import reference
from seed.demonstration import demonstration
from seed.limits import LEAST_NET
from seed.market import headcounts, may_exchange
from seed.pairs import Ledger
from seed.records import AgencyLimits, Demonstration
from seed.roundfile import round_file
from tests.matcher.shuffling import comparable, shuffled


@pytest.fixture(scope="module")
def made() -> Demonstration:
    return demonstration()


def test_reader_accepts_the_file(made: Demonstration) -> None:
    rotation = matcher.parse_rotation(canonical(round_file(made)))
    consenting = [sheet for sheet in made.sheets if sheet.consents]
    assert len(rotation.executives) == len(consenting) < len(made.sheets)
    assert len(rotation.opportunities) == len(made.opportunities)


def test_file_is_the_same_on_every_machine(made: Demonstration) -> None:
    assert sha256(round_file(made)) == "8b9556129ede5f423c4c7aa7dc87956a6eace7db8b0a05e9fabc2bd06f595b29"


def test_seed_is_committed_and_revealed(made: Demonstration) -> None:
    value = round_file(made)
    proof = value["seed_proof"]
    frozen = {key: part for key, part in value.items() if key not in ("seed", "seed_proof")}
    assert proof["commitment"] == commitment(proof["secret"])
    assert value["seed"] == reveal(proof["secret"], proof["outside"], sha256(frozen))


def test_no_net_limit_stands_below_a_flow_limit(made: Demonstration) -> None:
    limits = {limit.agency: limit for limit in made.limits}
    faults = [
        (code, above)
        for code, limit in limits.items()
        for above in reference.tops()[code][1:]
        if has_net(limit) and has_flow(limits[above])
    ]
    assert faults == []
    assert sum(
        has_net(limit) and bool(reference.agencies()[code].parent_code) for code, limit in limits.items()
    )


def has_net(limit: AgencyLimits) -> bool:
    return limit.net_min is not None or limit.net_max is not None


def has_flow(limit: AgencyLimits) -> bool:
    return limit.max_out is not None or limit.max_in is not None


def test_limits_fit_the_size_of_the_agency(made: Demonstration) -> None:
    people = headcounts(made.executives)
    for limit in made.limits:
        if limit.max_out is not None:
            assert 0 < limit.max_out <= people[limit.agency]
        if limit.net_max is not None and limit.net_min is not None:
            assert 0 < limit.net_max == -limit.net_min <= max(LEAST_NET, people[limit.agency] // 12 + 1)


def test_units_are_closed_under_parents(made: Demonstration) -> None:
    codes = {limit.agency for limit in made.limits}
    assert {above for code in codes for above in reference.tops()[code]} == codes
    assert {card.home_agency for card in made.executives} <= codes
    assert {item.host_agency for item in made.opportunities} <= codes


def test_pairs_of_allies_share_a_mission(made: Demonstration) -> None:
    agencies = reference.agencies()
    assert [
        pair
        for pair in made.alliance_pairs
        if pair[0] >= pair[1] or not set(agencies[pair[0]].clusters) & set(agencies[pair[1]].clusters)
    ] == []


@pytest.mark.parametrize(
    ("home", "host", "allowed"),
    [
        ("DD26", "AF", True),  # one tree
        ("DN", "ST", True),  # both work for national security
        ("TD", "HE", False),  # transportation and health
        ("HE", "HE", False),
        ("RT-NEHIG", "ED", True),  # communities
    ],
)
def test_exchange_follows_trees_and_missions(home: str, host: str, allowed: bool) -> None:
    assert may_exchange(home, host) is allowed


def test_forbidden_pairs_are_not_pinned_and_have_reasons(made: Demonstration) -> None:
    pins = {(rule.executive, rule.opportunity) for rule in made.pinned}
    forbidden = {(rule.executive, rule.opportunity) for rule in made.forbidden}
    assert len(pins) == 12
    assert len(forbidden) == 48
    assert not pins & forbidden
    assert all(rule.reason.endswith(".") for rule in (*made.pinned, *made.forbidden))


def test_ledger_counts_along_the_tree_and_keeps_every_limit() -> None:
    ledger = Ledger(
        [
            AgencyLimits("DD", net_min=-1, net_max=1),
            AgencyLimits("AR", max_out=2),
            AgencyLimits("NV", max_out=2),
            AgencyLimits("ST", max_in=3),
        ]
    )
    ledger.enter("AR", "ST")
    assert not ledger.admits("NV", "ST")  # the department would be two short
    assert ledger.admits("NV", "AR")  # stays inside it
    ledger.enter("NV", "AR")
    assert ledger.admits("AR", "NV")
    ledger.enter("AR", "NV")
    assert not ledger.admits("AR", "NV")  # two of its people are away


def test_pins_alone_keep_every_limit(made: Demonstration) -> None:
    homes = {card.slug: card.home_agency for card in made.executives}
    hosts = {item.slug: item.host_agency for item in made.opportunities}
    ledger = Ledger(made.limits)
    for rule in made.pinned:
        home, host = homes[rule.executive], hosts[rule.opportunity]
        assert ledger.admits(home, host)
        ledger.enter(home, host)


def test_round_is_solved_and_proved(made: Demonstration) -> None:
    rotation = matcher.parse_rotation(canonical(round_file(made)))
    outcome = matcher.solve(rotation)
    assert (outcome["status"], outcome["method"], outcome["proved"]) == ("optimal", "network", True)
    assert outcome["metrics"]["unique"] is True
    assert matcher.verify(rotation, outcome).failures == []
    pins = {(rule.executive, rule.opportunity) for rule in made.pinned}
    assert pins <= {(match["executive"], match["opportunity"]) for match in outcome["matches"]}


def test_reordering_the_demonstration_round_changes_no_match(made: Demonstration) -> None:
    value = round_file(made)
    first = matcher.solve(matcher.parse(canonical(value)))
    for number in range(3):
        other = shuffled(value, Random(number))
        again = matcher.solve(matcher.parse(canonical(other)))
        assert comparable(other, again) == comparable(value, first)
