"""Reference data: where each fact comes from, and as of when."""

import re

import pytest
from flask.testing import FlaskClient

from matcher.policy.book import CLAUSES, SUBJECTS
from matcher.policy.clauses import Clause
from tests.webui.site import sign_in


def words(client: FlaskClient, path: str) -> str:
    return " ".join(client.get(path).text.split())


def test_every_file_has_its_source_licence_and_date(client: FlaskClient) -> None:
    page = words(sign_in(client, "office"), "/reference")
    assert "1 file" in page
    assert (
        f'invented.csv<br><details><summary>SHA-256</summary><code class="rt-break">{"0" * 64}</code>'
        '</details></th><td data-label="Where it comes from">invented</td>'
        '<td data-label="Licence">CC0-1.0</td>'
        '<td data-label="Facts as of">1 November 2026</td><td data-label="Loaded">23 November 2026</td>'
    ) in page


def test_qualifications_are_shown_by_version(client: FlaskClient) -> None:
    page = words(sign_in(client, "office"), "/reference/qualifications")
    assert "ECQ-2025" in page
    assert "In force from 1 October 2025 until today." in page
    assert "<li>Achieving Results</li>" in page


def test_every_figure_of_policy_has_its_citation_and_date(client: FlaskClient) -> None:
    page = words(sign_in(client, "office"), "/reference/policy")
    assert f"{len(CLAUSES)} clauses" in page
    assert all(f'<tr id="{clause.code}">' in page for clause in CLAUSES)
    assert "20 January 2025; 20 January 2029;" in page
    assert '<td data-label="Who may waive it">the Office of Personnel Management</td>' in page


def test_clauses_stand_by_subject_and_are_found_by_words_and_citation(client: FlaskClient) -> None:
    sign_in(client, "office")
    page = words(client, "/reference/policy")
    assert all(f">{title}</a> ({len(clauses)})" in page for title, clauses in SUBJECTS)
    page = words(client, "/reference/policy?q=412.401+DEVELOPMENT")
    found = {one.code for one in CLAUSES if "412.401" in one.citation and "development" in text(one)}
    assert found
    assert set(re.findall(r'<tr id="(\w+)">', page)) == found
    assert f"{len(found)} of {len(CLAUSES)} clauses with “412.401 DEVELOPMENT”." in page
    page = words(client, "/reference/policy?q=no+such+clause")
    assert f"0 of {len(CLAUSES)} clauses with “no such clause”." in page
    assert "Try fewer words, or part of one" in page


def text(clause: Clause) -> str:
    return f"{clause.code} {clause.unit} {clause.citation}".lower()


@pytest.mark.parametrize("slug", ["host-EN", "e-05"])
def test_nobody_else_sees_the_reference_data(client: FlaskClient, slug: str) -> None:
    sign_in(client, slug)
    paths = "/reference", "/reference/qualifications", "/reference/policy"
    assert [client.get(path).status_code for path in paths] == [403] * 3
