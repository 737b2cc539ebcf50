"""An exhaustive-search oracle for `roundtrip.rotation/1` under the mechanism `optimal`.

It knows no solver, no graph and nothing of the engine: it lists every way to place the executives,
keeps those that respect the limits and reads each answer off that list. For tiny rounds, a few thousand ways.
"""

from tests.matcher.oracle.account import account
from tests.matcher.oracle.lottery import draw, lottery_number, score, sha256
from tests.matcher.oracle.outcome import solve

__all__ = ["account", "draw", "lottery_number", "score", "sha256", "solve"]
