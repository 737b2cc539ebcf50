"""Roundtrip's matching engine: a round in, a proved outcome out.

>>> import matcher
>>> rotation = matcher.parse(b'''{"format": "roundtrip.rotation/1", "seed": "an example",
...   "units": [{"id": "Energy"}, {"id": "Interior"}],
...   "executives": [{"id": "ada", "home": "Energy", "choices": ["parks"]}],
...   "opportunities": [{"id": "parks", "host": "Interior"}]}''')
>>> outcome = matcher.solve(rotation)
>>> outcome["status"], outcome["matches"]
('optimal', [{'executive': 'ada', 'opportunity': 'parks', 'choice_rank': 1, 'host_rank': 1}])
>>> matcher.verify(rotation, outcome).failures
[]

Every name is shown at work in `docs/library.md`. Nothing is printed and nothing is kept between calls.
`parse` imports neither numpy nor scipy unless the round has pins, so a file that is refused is refused at
once; the other names load when they are first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matcher.errors import Defect, OutOfTime, Refused
from matcher.mentoring.problem import Sweep
from matcher.parse import parse, parse_rotation
from matcher.rotation.problem import Rotation

if TYPE_CHECKING:
    from matcher.engine import explain, solve, verify
    from matcher.rotation.amend import amend
    from matcher.rotation.choice_prices import price_choices
    from matcher.rotation.compare import compare, price_of_balance, price_of_stability
    from matcher.rotation.explain import Accounts
    from matcher.rotation.limit_prices import price_limits
    from matcher.rotation.repair import repair
    from matcher.verdict import Verdict

__all__ = [
    "Accounts",
    "Defect",
    "OutOfTime",
    "Refused",
    "Rotation",
    "Sweep",
    "Verdict",
    "amend",
    "compare",
    "explain",
    "parse",
    "parse_rotation",
    "price_choices",
    "price_limits",
    "price_of_balance",
    "price_of_stability",
    "repair",
    "solve",
    "verify",
]

_HOMES = {
    "Accounts": "matcher.rotation.explain",
    "Verdict": "matcher.verdict",
    "amend": "matcher.rotation.amend",
    "compare": "matcher.rotation.compare",
    "explain": "matcher.engine",
    "price_choices": "matcher.rotation.choice_prices",
    "price_limits": "matcher.rotation.limit_prices",
    "price_of_balance": "matcher.rotation.compare",
    "price_of_stability": "matcher.rotation.compare",
    "repair": "matcher.rotation.repair",
    "solve": "matcher.engine",
    "verify": "matcher.engine",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'matcher' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
