"""No protected trait and no proxy of one stands in any table, or in anything that mentoring is decided by."""

from dataclasses import fields, replace

import pytest

from matcher.mentoring.candidates import Ask, Avoided, Candidate, Context, Wanted
from matcher.mentoring.fit import Fitting
from models.tables import metadata
from tests.matcher.mentors import ASK, MENTOR, TODAY, times

# 5 U.S.C. 2301(b)(2) and 2302(b), and what gives them away: years of birth and graduation, pictures, homes.
PROTECTED = {
    "race", "color", "colour", "ethnicity", "ethnic", "sex", "gender", "pronoun", "pronouns",
    "religion", "faith", "nationality", "citizenship", "age", "birth", "birthday", "birthdate", "born",
    "disability", "disabled", "accommodation", "marital", "married", "spouse", "family", "children",
    "parental", "pregnancy", "orientation", "identity", "party", "political", "affiliation", "union",
    "genetic", "veteran", "military", "grievance", "whistleblower", "photo", "picture", "portrait",
    "graduation", "graduated", "address", "home", "salutation",
}  # fmt: skip
LAWFUL = {
    ("agreement_signatures", "party"): "one of the five who sign",
    ("agreements", "home_agency_id"): "the agency one comes from",
    ("agreements", "home_supervisor_id"): "the supervisor there",
    ("executives", "home_agency_id"): "the agency one comes from",
    ("sign_in_attempts", "address_digest"): "of the machine, to slow down guessing",
}
"""Columns whose names hold such a word and mean another thing."""


def words(name: str) -> set[str]:
    return set(name.lower().split("_"))


def columns() -> set[tuple[str, str]]:
    return {(table.name, column.name) for table in metadata.sorted_tables for column in table.columns}


def test_no_table_holds_a_protected_trait() -> None:
    found = {(table, name) for table, name in columns() if words(name) & PROTECTED}
    assert found == set(LAWFUL)


def test_no_table_is_named_for_one() -> None:
    assert {table.name for table in metadata.sorted_tables if words(table.name) & PROTECTED} == set()


@pytest.mark.parametrize("record", [Ask, Candidate, Context, Wanted, Avoided])
def test_nothing_that_is_decided_by_is_one(record: type) -> None:
    assert {field.name for field in fields(record) if words(field.name) & PROTECTED} == set()


@pytest.mark.parametrize("name", ["gender", "birth_date", "home_address", "year_of_graduation", "photo"])
def test_protected_word_is_noticed(name: str) -> None:
    assert words(name) & PROTECTED


def test_name_decides_nothing() -> None:
    fitting = Fitting(ASK, TODAY, starts=times(3))
    other = replace(MENTOR, name="Somebody Else")
    assert fitting.score(MENTOR) == fitting.score(other)
    assert fitting.ledger(MENTOR) == fitting.ledger(other)
    assert fitting.may(MENTOR) is fitting.may(other)
