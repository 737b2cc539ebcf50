"""An exhaustive-search oracle for rotation rounds of either mechanism and for mentoring sweeps.

It knows no solver, no graph and nothing of the engine: it lists every way to place the executives (to serve
the requests), keeps those that respect the limits and reads each answer off that list. For tiny rounds, a few
thousand ways.
"""

from tests.matcher.oracle.account import account
from tests.matcher.oracle.lottery import draw, lottery_number, score, sha256
from tests.matcher.oracle.solve import solve
from tests.matcher.oracle.stable import stable_placements
from tests.matcher.oracle.sweep import solve_sweep
from tests.matcher.oracle.sweep_account import sweep_account

__all__ = [
    "account",
    "draw",
    "lottery_number",
    "score",
    "sha256",
    "solve",
    "solve_sweep",
    "stable_placements",
    "sweep_account",
]
