"""The invented round: large enough, valid, labelled as invented, and the same from the same number."""

import hashlib
import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

import pytest

from seed import reference
from seed.demonstration import demonstration
from seed.families import EVIDENCE_KEYS, NAMES, family_of, phrases, read_phrases
from seed.market import is_cleared, may_exchange
from seed.names import first_names, last_names
from seed.records import AS_OF, Demonstration
from seed.wording import topic_of


@pytest.fixture(scope="module")
def made() -> Demonstration:
    return demonstration()


def listed(groups: tuple[tuple[str, ...], ...]) -> list[str]:
    return [slug for group in groups for slug in group]


def texts(value: Any) -> list[str]:
    """Every text in a record."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for item in value for text in texts(item)]
    if is_dataclass(value):
        return [text for field in fields(value) for text in texts(getattr(value, field.name))]
    return []


def test_round_is_as_large_as_asked(made: Demonstration) -> None:
    homes = {executive.slug: executive.home_agency for executive in made.executives}
    agencies = {homes[sheet.executive] for sheet in made.sheets} | {o.host_agency for o in made.opportunities}
    assert len(made.executives) == 2787
    assert len(made.opportunities) >= 800
    assert len(made.sheets) >= 2000
    assert len(agencies) >= 60


def test_every_career_incumbent_post_has_one_executive(made: Demonstration) -> None:
    career = [post.source_id for post in reference.posts().values() if post.appointment == "career"]
    assert [executive.post_id for executive in made.executives] == career


def test_every_opportunity_is_a_vacant_post(made: Demonstration) -> None:
    posts = [reference.posts()[item.post_id] for item in made.opportunities]
    assert {post.status for post in posts} == {"vacant"}
    assert len({post.source_id for post in posts}) == len(posts)
    assert [post.title for post in posts] == [item.title for item in made.opportunities]


def test_everything_invented_says_so(made: Demonstration) -> None:
    records: tuple[Any, ...] = (
        *made.executives,
        *made.opportunities,
        *made.sheets,
        *made.rankings,
        *made.pinned,
        *made.forbidden,
    )
    assert {record.invented for record in records} == {True}
    with pytest.raises(ValueError, match="init=False"):
        replace(made.executives[0], invented=False)


def test_names_are_ours_and_different(made: Demonstration) -> None:
    names = [executive.name for executive in made.executives]
    assert len(set(names)) == len(names)
    assert {name.split()[0] for name in names} <= set(first_names())
    assert {name.split()[1] for name in names} <= set(last_names())
    assert len(first_names()) >= 150
    assert len(last_names()) >= 300


def test_cards_are_complete(made: Demonstration) -> None:
    for card in made.executives:
        assert len(card.evidence) == 5
        assert len(set(card.skills)) == len(card.skills) >= 3
        assert 1 <= len(card.education) <= 3
        assert 1 <= len(set(card.target_jobs)) == len(card.target_jobs) <= 3
        assert card.ses_since <= card.current_position_since < AS_OF
        assert card.clearance in ("none", "secret", "top_secret")
        assert card.career_stage in ("stage_1", "stage_2", "stage_3")
        assert card.mobility
        assert not re.search(r"\b(19|20)\d\d\b", " ".join(card.education))


def test_opportunities_are_complete(made: Demonstration) -> None:
    for item in made.opportunities:
        assert item.purpose
        assert 2 <= len(set(item.objectives)) == len(item.objectives) <= 3
        assert 1 <= len(set(item.indicators)) == len(item.indicators) <= 2
        assert len(set(item.results)) == len(item.results) == 2
        assert 120 <= item.duration_days <= 365
        assert AS_OF < item.starts_from < item.starts_until
        assert 1 <= len(item.ecqs) <= 3
        assert set(item.ecqs) <= {1, 2, 3, 4, 5}
        assert item.seats in (1, 2, 3)
        assert item.supervisor not in ("", item.title)
        assert len(item.supervisor) <= 300
        assert item.remote == "full" or item.kind != "virtual"


def test_no_text_keeps_a_blank_or_an_odd_space(made: Demonstration) -> None:
    odd = re.compile(r"[{}]|\s\s|\bthe the\b|\bthe The\b|\.\.$|^\s|\s$|  ")
    assert [text for text in texts(made) if odd.search(text)] == []


def test_cards_read_differently(made: Demonstration) -> None:
    counts = Counter(executive.evidence for executive in made.executives)
    assert max(counts.values()) == 1
    sentences = Counter(sentence for executive in made.executives for sentence in executive.evidence)
    assert len(sentences) > 6000


def test_sheets_list_offered_posts_once_and_within_the_clearance(made: Demonstration) -> None:
    people = {executive.slug: executive for executive in made.executives}
    items = {item.slug: item for item in made.opportunities}
    for sheet in made.sheets:
        slugs = listed(sheet.choices)
        assert 3 <= len(slugs) <= 10
        assert len(set(slugs)) == len(slugs)
        held = people[sheet.executive].clearance
        assert all(is_cleared(held, items[slug].clearance) for slug in slugs)


def test_some_sheets_hold_ties_and_some_posts_that_are_not_open(made: Demonstration) -> None:
    homes = {executive.slug: executive.home_agency for executive in made.executives}
    hosts = {item.slug: item.host_agency for item in made.opportunities}
    tied = sum(any(len(group) > 1 for group in sheet.choices) for sheet in made.sheets)
    padded = sum(
        any(not may_exchange(homes[sheet.executive], hosts[slug]) for slug in listed(sheet.choices))
        for sheet in made.sheets
    )
    assert 400 < tied < 900
    assert 60 < padded < 250


def test_popularity_has_a_few_favourites_and_a_long_tail(made: Demonstration) -> None:
    counts = Counter(slug for sheet in made.sheets for slug in listed(sheet.choices))
    ordered = sorted(counts.values(), reverse=True)
    assert ordered[0] > 20 * ordered[len(ordered) // 2]
    assert len(counts) < len(made.opportunities)


def test_rankings_name_consenting_applicants_once_and_refuse_some(made: Demonstration) -> None:
    applicants: dict[str, set[str]] = {}
    for sheet in made.sheets:
        for slug in listed(sheet.choices) if sheet.consents else []:
            applicants.setdefault(slug, set()).add(sheet.executive)
    refused = 0
    for ranking in made.rankings:
        people = listed(ranking.groups)
        assert len(set(people)) == len(people) >= 1
        assert set(people) <= applicants[ranking.opportunity]
        assert {slug for slug, _ in ranking.refused} == applicants[ranking.opportunity] - set(people)
        refused += len(ranking.refused)
    assert refused > 100
    assert len(made.rankings) < len(applicants)
    assert any(len(group) > 1 for ranking in made.rankings for group in ranking.groups)


def test_same_number_gives_equal_records(made: Demonstration) -> None:
    demonstration.cache_clear()
    assert demonstration() == made


def test_another_number_gives_other_people_in_the_same_posts(made: Demonstration) -> None:
    other = demonstration(1)
    assert [card.post_id for card in other.executives] == [card.post_id for card in made.executives]
    same_names = sum(one.name == two.name for one, two in zip(made.executives, other.executives, strict=True))
    assert same_names < 5
    assert other.sheets != made.sheets
    assert other.limits != made.limits


def test_another_day_moves_dates_and_nothing_else(made: Demonstration) -> None:
    later = demonstration(made.number, date(2028, 2, 29))
    assert (later.sheets, later.rankings, later.limits) == (made.sheets, made.rankings, made.limits)
    moved = {
        (one.starts_from - two.starts_from).days
        for one, two in zip(later.opportunities, made.opportunities, strict=True)
    }
    assert moved == {(date(2028, 2, 29) - AS_OF).days}


def test_records_do_not_depend_on_the_order_of_hashes(made: Demonstration) -> None:
    code = (
        "import hashlib; from seed.demonstration import demonstration;"
        "print(hashlib.sha256(repr(demonstration()).encode()).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "12345"}
    printed = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    ).stdout.strip()
    assert printed == hashlib.sha256(repr(made).encode()).hexdigest()


@pytest.mark.parametrize("family", NAMES)
def test_phrases_of_every_family_are_enough_and_different(family: str) -> None:
    spoken = phrases(family)
    assert set(read_phrases(family)["evidence"]) == set(EVIDENCE_KEYS)
    assert [len(set(sentences)) for sentences in spoken.evidence] == [3, 3, 3, 3, 3]
    assert len(set(spoken.skills)) >= 8
    assert len(set(spoken.objectives)) >= 5
    assert len(set(spoken.purpose)) >= 3
    assert len(set(spoken.indicators)) >= 4
    assert set(spoken.ecqs) <= {1, 2, 3, 4, 5}


@pytest.mark.parametrize(
    ("source_id", "family", "topic"),
    [
        ("799", "oversight", "Advertising Practices"),
        ("3568", "finance", "budget execution"),
        ("6484", "legal", "administrative procedure"),
        ("7311", "international", "South and East Asia"),
        ("2643", "health", "health programs"),
    ],
)
def test_family_and_topic_come_from_the_words_of_the_post(source_id: str, family: str, topic: str) -> None:
    post = reference.posts()[source_id]
    assert (family_of(post), topic_of(post)) == (family, topic)
