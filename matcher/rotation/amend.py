"""The file of a round with what happened after it was solved: offers declined, people withdrawn, new pins."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from matcher.files import sha256
from matcher.reading import Pair


def amend(
    value: dict[str, Any],
    *,
    declined: Iterable[Pair] = (),
    withdrawn: Iterable[str] = (),
    pinned: Iterable[Pair] = (),
    keeping: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """A decoded `roundtrip.rotation/1` value with further entries; the one given stays as it is.

    `declined` and `pinned` are (executive, opportunity); `withdrawn` executives decline whatever they chose.
    `keeping` is a published outcome: each of its offers that is not declined is pinned, so only freed seats
    and unplaced people move. A pin of an offer that is declined goes. The seed stays, and a seed proof states
    the hash it was drawn from. Nothing is checked here: `parse` refuses what the format does not allow.

    >>> value = {"executives": [{"id": "ada", "choices": [["x", "y"], "z"]}]}
    >>> amend(value, withdrawn=["ada"])["declined"]
    [['ada', 'x'], ['ada', 'y'], ['ada', 'z']]
    """
    gone = set(withdrawn)
    refused = {tuple(pair) for pair in value.get("declined", [])}
    refused |= set(declined) | {pair for pair in _choices(value) if pair[0] in gone}
    offers = [(match["executive"], match["opportunity"]) for match in keeping["matches"]] if keeping else []
    held = {tuple(pair) for pair in value.get("pinned", [])} | set(offers)
    entries = {"declined": refused, "pinned": (held - refused) | set(pinned)}
    found = value | {
        key: [list(pair) for pair in sorted(pairs)] for key, pairs in entries.items() if pairs or key in value
    }
    if "seed_proof" in value and "frozen" not in value["seed_proof"]:
        snapshot = {key: part for key, part in value.items() if key not in ("seed", "seed_proof")}
        found["seed_proof"] = value["seed_proof"] | {"frozen": sha256(snapshot)}
    return found


def _choices(value: dict[str, Any]) -> Iterable[Pair]:
    for executive in value["executives"]:
        for item in executive["choices"]:
            yield from ((executive["id"], id_) for id_ in (item if isinstance(item, list) else [item]))
