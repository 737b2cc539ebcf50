"""Whatever is typed into any form or address, the answer is a page and never a failure of ours.

The gate tries on each form what databases mind most, on SQLite; the long suite tries everything, on both
engines.
"""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.house.conftest import STAGES, Visits
from tests.house.crawler import Form, body, endpoint, last_page
from tests.models.stages import postgres_template
from tests.webui.site import Clock, copy_stage, open_app, sign_in, token

HOSTILE = [
    "", "-1", "0", "9" * 30, "1e999", "x" * 3000, "\0", "2026-13-45", "[1]", "<b>é😀</b>'\"; --",
]  # fmt: skip
PATHS = ["nobody", "0", "9" * 30, "%ff", "%00", "..%2f"]
QUERIES = ["page=-1", "page=x", "page=" + "9" * 30, "page=0", "page=2&page=3", "sort=nothing", "q=%25%00"]
WORST = ["9" * 30, "\0"]
BRIEFLY = "briefly"
KEPT = {"version"}  # with a stale version the rest would not be looked at
LEFT_OUT = {
    "static": "files",
    "": "leads nowhere",
    "sign_in.leave": "ends the session of the test",
    "solves.start": "starts another process",
}


@pytest.fixture(params=[BRIEFLY, pytest.param("wholly", marks=pytest.mark.slow)])
def hostile(request: pytest.FixtureRequest) -> list[str]:
    """What is typed."""
    return WORST if request.param == BRIEFLY else HOSTILE


@pytest.fixture(
    params=[
        "sqlite",
        pytest.param("postgresql", marks=[pytest.mark.postgres, pytest.mark.slow]),
    ]
)
def make(request: pytest.FixtureRequest, run_folder: Path, tmp_path: Path, key: None) -> Iterator[Any]:
    """`make("filed")` is the application at that stage, in the long suite on PostgreSQL too."""
    cluster = request.getfixturevalue("postgres_cluster") if request.param == "postgresql" else None
    with ExitStack() as opened:

        def at(stage: str) -> Flask:
            if cluster is None:
                url = copy_stage(stage, run_folder, tmp_path)
            else:
                url = cluster.clone(postgres_template(f"stage {stage}", cluster))
                opened.callback(cluster.drop, url)
            return opened.enter_context(open_app(url, Clock()))

        yield at


def distortions(form: Form, hostile: list[str]) -> Iterator[list[tuple[str, str]]]:
    """The form's fields, each time wrong in one way."""
    yield []
    for value in hostile:
        yield [(name, old if name in KEPT else value) for name, old in form.fields]
    if hostile is WORST:
        return
    yield [*form.fields, *form.fields]
    names = {re.sub(r"\d+", "", name): name for name, _ in form.fields}.values()  # one of a table's column
    for name in names:
        yield [(other, "9" * 30 if other == name else old) for other, old in form.fields]
        yield [(other, old) for other, old in form.fields if other != name]


def try_forms(client: FlaskClient, forms: list[Form], hostile: list[str]) -> set[tuple[str, str, str]]:
    failed = set()
    asked = token(client.get("/"))
    for form in forms:
        for fields in distortions(form, hostile):
            answer = client.post(form.action, data=body(fields, asked), buffered=True)
            if answer.status_code >= 500:
                failed.add((form.action, str(fields)[:300], last_page(answer)))
    return failed


def addresses(found: list[str]) -> Iterator[str]:
    """Addresses like those found, each wrong in one way."""
    for address in found:
        path, query = urlsplit(address).path, parse_qsl(urlsplit(address).query)
        yield from (f"{path}?{more}" for more in QUERIES)
        head = path.rpartition("/")[0]
        yield from (f"{head}/{wrong}" for wrong in PATHS)
        for name, _ in query:
            yield from (f"{path}?{urlencode([*query, (name, value)])}" for value in HOSTILE)
            yield from (f"{path}?{urlencode(dict(query) | {name: value})}" for value in HOSTILE)


def once_each(app: Flask, visits: Visits, method: str) -> dict[tuple[str, str], list[Any]]:
    """One address (one form, for POST) of each route, under the first stage and person that come to it."""
    found: dict[tuple[str, str], list[Any]] = {}
    seen = set(LEFT_OUT)
    for at, theirs in visits.items():
        for visit in theirs:
            for item in visit.forms if method == "POST" else [visit.address]:
                name = endpoint(app, item.action if isinstance(item, Form) else item, method)
                if name not in seen:
                    seen.add(name)
                    found.setdefault(at, []).append(item)
    return found


@pytest.mark.parametrize("stage", STAGES)
def test_no_form_fails_whatever_is_typed(make: Any, visits: Visits, hostile: list[str], stage: str) -> None:
    app = make(stage)
    failed = set()
    for (at, slug), forms in once_each(app, visits, "POST").items():
        if at == stage:
            failed |= try_forms(sign_in(app.test_client(), slug), forms, hostile)
    assert failed == set()


@pytest.mark.slow
@pytest.mark.parametrize("stage", STAGES)
def test_no_address_fails_whatever_is_typed(make: Any, visits: Visits, stage: str) -> None:
    app = make(stage)
    failed = set()
    for (at, slug), found in once_each(app, visits, "GET").items():
        if at != stage:
            continue
        client = sign_in(app.test_client(), slug)
        for address in addresses(found):
            answer = client.get(address, buffered=True)
            if answer.status_code >= 500:
                failed.add((address, last_page(answer)))
    assert failed == set()
