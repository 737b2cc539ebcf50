"""The kinds of limits that keep somebody out; apart, so that whoever names them loads no solver."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matcher.rotation.network import Kind

RELAXATIONS: dict[str, Kind] = {
    "seats": "seats",
    "home_limit": "max_out",
    "host_limit": "max_in",
    "balance": "net",
}
"""A reason is the first kind of limit without which the person is placed in some optimal outcome."""

RELAXED_REASONS = (*RELAXATIONS, "several")
