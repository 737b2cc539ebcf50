"""No page has a slip of the pen; each kind of slip is seen where there is one."""

import pytest

from tests.house.conftest import Visits
from tests.house.slips import LETTERS, SLIPS, Said, slips

FOUND = {
    "a plural of one": "<p>In 1 days.</p>",
    "no space between sentences": "<p>They are not shown.<a href='#'>Show them</a></p>",
    "a space before a comma or full stop": "<p>Read it <a href='#'>here</a> .</p>",
    "two full stops": "<p>Until 5 p.m..</p>",
    "nothing, as Python writes it": "<dl><dt>Place</dt><dd>None</dd></dl>",
    "a date as the machine writes it": "<td>2026-12-07</td>",
    "a name of the code": "<td>in_force</td>",
}
RIGHT = """<h1>None of 1 person</h1><p>Run 1 places 11 people. <code>agency_code 2026-12-07</code>: 1 day.</p>
<p>None is on record; see agencies_2016.csv, e-1@example.gov … (in 21 days).</p>"""


@pytest.mark.parametrize("kind", SLIPS)
def test_slip_is_seen(kind: str) -> None:
    assert [what for what, _ in slips(Said(FOUND[kind]))] == [kind]


def test_what_is_right_is_no_slip() -> None:
    assert list(slips(Said(RIGHT))) == []


def test_no_page_has_a_slip(visits: Visits) -> None:
    found = {
        (visit.endpoint, *slip)
        for at_stage in visits.values()
        for visit in at_stage
        for slip in visit.slips
        if visit.endpoint not in LETTERS
    }
    assert found == set()
