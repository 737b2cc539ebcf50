"""The demonstration round as a portable `roundtrip.rotation/1` file, from the records alone."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from matcher.files import sha256
from matcher.lottery import commitment, reveal
from seed import reference
from seed.records import AgencyLimits, Demonstration, Group

OUTSIDE = "invented: a public figure that would exist only after the freeze"


def lottery_secret(number: int) -> str:
    """The secret of a demonstration, the same for everybody: its draw can be repeated, not trusted."""
    return f"invented secret of demonstration {number}"


def round_file(demonstration: Demonstration) -> dict[str, Any]:
    """The file's value. Only executives who consented take part; the seed is committed and revealed."""
    frozen = _frozen(demonstration)
    secret = lottery_secret(demonstration.number)
    return {
        **frozen,
        "seed": reveal(secret, OUTSIDE, sha256(frozen)),
        "seed_proof": {"secret": secret, "outside": OUTSIDE, "commitment": commitment(secret)},
    }


def _frozen(demonstration: Demonstration) -> dict[str, Any]:
    """The file without the seed: what the freeze hashes."""
    homes = {executive.slug: executive.home_agency for executive in demonstration.executives}
    rankings = {ranking.opportunity: ranking.groups for ranking in demonstration.rankings}
    return {
        "format": "roundtrip.rotation/1",
        "units": [_unit(limits) for limits in demonstration.limits],
        "alliances": {"pairs": [list(pair) for pair in demonstration.alliance_pairs]},
        "executives": [
            {"id": sheet.executive, "home": homes[sheet.executive], "choices": _items(sheet.choices)}
            for sheet in demonstration.sheets
            if sheet.consents
        ],
        "opportunities": [
            _present(
                {
                    "id": item.slug,
                    "host": item.host_agency,
                    "seats": item.seats,
                    "ranking": _items(rankings[item.slug]) if item.slug in rankings else None,
                }
            )
            for item in demonstration.opportunities
        ],
        "pinned": [[rule.executive, rule.opportunity] for rule in demonstration.pinned],
        "forbidden": [[rule.executive, rule.opportunity, rule.reason] for rule in demonstration.forbidden],
    }


def _unit(limits: AgencyLimits) -> dict[str, Any]:
    figures = asdict(limits)
    code = figures.pop("agency")
    parent = reference.agencies()[code].parent_code
    return _present({"id": code, "parent": parent or None, **figures})


def _items(groups: Iterable[Group]) -> list[str | list[str]]:
    """The contract's list shape: one id, or a list of ids that are tied."""
    return [group[0] if len(group) == 1 else list(group) for group in groups]


def _present(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if value is not None}
