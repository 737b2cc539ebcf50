"""`roundtrip receipt`: whether somebody's certified list is the one in a round file."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from matcher import Refused, parse_rotation
from matcher.receipt import Finding, Match, check_receipt
from webui.commands.portable import FAILED, read_file, refuse_file, say


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--person", required=True, help="The executive's id.")
@click.option("--salt", required=True, help="The salt of the receipt.")
@click.option("--commitment", required=True, help="The commitment of the receipt.")
@click.option("--list", "certified", help='The certified list, such as [["A"], ["B", "C"]].')
def receipt(file: Path, person: str, salt: str, commitment: str, certified: str | None) -> None:
    """Check that the list in the round FILE is the one that was certified.

    With --list, a list that lost only what the round did not offer any more is known as such. Ends with 0 it
    is, 1 it is not, 2 the round is refused.
    """
    given = {"person": person, "salt": salt, "commitment": commitment.strip().lower()}
    try:
        listed = None if certified is None else json.loads(certified)
    except ValueError:
        raise click.UsageError('--list is written as JSON, such as [["A"], ["B", "C"]].') from None
    try:
        found = check_receipt(parse_rotation(read_file(file)), certified=listed, **given)
    except Refused as refused:
        refuse_file(file, refused)
    say(_words(person, found))
    if not found.holds:
        sys.exit(FAILED)


def _words(person: str, found: Finding) -> str:
    match found.match:
        case Match.SAME:
            return f"{person}: the list in the file is the certified one"
        case Match.THINNED:
            gone = ", ".join(found.left_out)
            return f"{person}: the list in the file is the certified one without what is not offered: {gone}"
        case Match.ABSENT:
            return f"{person}: is not in the file"
        case Match.NOT_THE_RECEIPT:
            return f"{person}: this list and salt do not give the commitment"
    return f"{person}: the list in the file is NOT the certified one"
