"""What `check_page` lets pass, and what it must not."""

from pathlib import Path

import pytest

from tests.browser.checks import check_page
from tests.browser.fixtures import Serve, Visit
from tests.browser.sample import PAGE, SMALL, sample_app

PALE = "text-base-light"
SELECT = f'<label for="a">A</label><select id="a" class="usa-select {PALE}"><option>pale</option></select>'
OPEN = "color-contrast: #a: Element's background color could not be determined due to a background gradient"

WRONG = {
    '<img src="/static/vendor/uswds/img/us_flag_small.png">': "image-alt: img",
    f'<p class="{PALE}">pale</p>': "color-contrast: p: Element has insufficient color contrast of 2.23",
    f'<div class="usa-alert__body"><a href="/" class="{PALE}">pale</a></div>': "color-contrast: a: ",
    SELECT: OPEN,
    '<div class="width-desktop">wide</div>': "scrolls sideways at 320 px: ",
    '<input class="usa-input" name="nameless">': "label: input: ",
    "<h1>Second</h1>": "2 h1 instead of one: ['Small', 'Second']",
}
"""What stands in a page, and the complaint of it."""


def complaints(
    serve: Serve, visit: Visit, extra: str, page: str = SMALL, *, scripts: bool = True
) -> list[str]:
    """Return what `check_page` says of the sample page with `extra` in it, but for its first line."""
    window = visit(serve(sample_app(extra, page)), scripts=scripts)
    window.goto("/")
    try:
        check_page(window, "sample")
    except AssertionError as error:
        return str(error).splitlines()[1:]
    return []


@pytest.mark.parametrize("scripts", [True, False])
def test_page_of_the_design_system_passes(serve: Serve, visit: Visit, scripts: bool) -> None:
    assert complaints(serve, visit, "", PAGE, scripts=scripts) == []


def test_everything_wrong_with_a_page_is_told(serve: Serve, visit: Visit) -> None:
    told = complaints(serve, visit, "".join(WRONG))
    assert [wrong for wrong in WRONG.values() if not any(wrong in line for line in told)] == []


def test_text_below_something_fails(serve: Serve, visit: Visit) -> None:
    below = '<div class="position-relative">text<div class="pin-x pin-y"></div></div>'
    assert any("color-contrast: " in line for line in complaints(serve, visit, below))


@pytest.mark.parametrize(
    ("right", "wrong", "complaint"),
    [
        ("<h1>Small</h1>", "", "0 h1 instead of one: []"),
        ('<html lang="en">', '<html lang="de">', 'lang is "de" instead of "en"'),
        ("<title>Small</title>", "<title> </title>", "no title"),
    ],
)
def test_frame_with_one_thing_wrong_fails_without_scripts_too(
    serve: Serve, visit: Visit, right: str, wrong: str, complaint: str
) -> None:
    assert right in SMALL
    assert complaints(serve, visit, "", SMALL.replace(right, wrong), scripts=False) == [complaint]


def test_page_is_photographed_wide_and_narrow(
    serve: Serve, visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROUNDTRIP_PHOTOS", str(tmp_path))
    assert complaints(serve, visit, "") == []
    sizes = {path.name: int.from_bytes(path.read_bytes()[16:20]) for path in tmp_path.iterdir()}
    assert sizes == {"sample-1280.png": 1280, "sample-375.png": 375}
