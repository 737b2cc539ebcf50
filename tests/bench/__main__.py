"""`make bench`: what a round costs, as multiples of L measured in the same process.

python -m tests.bench                  everything but the largest round
python -m tests.bench rounds|questions 2000 8000
python -m tests.bench regimes|stable|sweep|shortlist|returns
python -m tests.bench peak 500000      one round in a process of its own, with its peak memory
"""

from __future__ import annotations

import json
import math
import subprocess
import sys

from tests.bench import measures
from tests.bench.mentors import MENTORS, measure_shortlist
from tests.bench.returns import measure_growth
from tests.bench.rounds import REGIMES

_SIZES = (2000, 8000, 50_000)
_REGIME_SIZE = 8000
_QUESTION_SIZES = (2000, 8000)


def main() -> None:
    """Measure what was asked for and print a table of each."""
    what, *sizes = sys.argv[1:] or ["all"]
    numbers = tuple(map(int, sizes))
    if what in ("all", "rounds"):
        show_rounds(numbers or _SIZES)
    if what in ("all", "regimes"):
        show_regimes()
    if what in ("all", "stable"):
        show_acceptance()
    if what in ("all", "questions"):
        show_questions(numbers or _QUESTION_SIZES)
    if what in ("all", "sweep"):
        show_sweep()
    if what in ("all", "shortlist"):
        show_shortlist()
    if what in ("all", "returns"):
        show_returns()
    if what in ("all", "peak"):
        show_peaks(numbers or _SIZES)
    if what == "peak-here":
        say(json.dumps(measures.measure_peak(numbers[0])))


def say(line: str) -> None:
    """One line to standard output, at once: some rounds take minutes."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def show_rounds(sizes: tuple[int, ...]) -> None:
    say("executives   pairs  placed    L (s)   read  build  solve  prove  b+s+p  (x L)  reasons (x b+s+p)")
    costs = []
    for size in sizes:
        cost = measures.measure_round(size)
        costs.append(cost)
        phases = "".join(
            f"{cost.phases[phase] / cost.yardstick:7.2f}" for phase in ("read", "build", "solve", "prove")
        )
        say(
            f"{cost.executives:10d} {cost.pairs:7d} {cost.placed:7d} {cost.yardstick:8.3f}{phases}"
            f"{cost.whole / cost.yardstick:7.2f}         {cost.phases['explain'] / cost.whole:7.2f}"
        )
    if len(costs) > 1:
        growth = math.log(costs[-1].whole / costs[0].whole) / math.log(costs[-1].pairs / costs[0].pairs)
        say(f"growth from {costs[0].executives} to {costs[-1].executives}: pairs^{growth:.2f}")


def show_regimes() -> None:
    say(f"regime at {_REGIME_SIZE:,d}          placed    L (s)  b+s+p (x L)")
    for name, regime in REGIMES.items():
        cost = measures.measure_round(_REGIME_SIZE, regime)
        say(f"{name:25s} {cost.placed:7d} {cost.yardstick:8.3f} {cost.whole / cost.yardstick:7.2f}")


def show_returns() -> None:
    few, many = measure_growth(1000, 100_000)
    say(
        f"clock of the way back, 50 due: {few:.2f} s of CPU beside 1,000 rotations that are over, "
        f"{many:.2f} s beside 100,000: {many / few:.2f} x (goal at most 1.5)"
    )


def show_acceptance() -> None:
    alone, whole, yardstick = measures.measure_acceptance(_REGIME_SIZE)
    say(
        f"deferred acceptance at {_REGIME_SIZE:,d}: {alone / yardstick:.2f} x L, "
        f"with the hashes for its ties {whole / yardstick:.2f} x L"
    )


def show_questions(sizes: tuple[int, ...]) -> None:
    for size in sizes:
        spent = measures.measure_questions(size)
        names = {
            "choices": "forced placements of all unplaced",
            "limits": "every one-step what-if",
            "path": "a repair's shortest path",
            "repair": "a whole repair",
        }
        told = ", ".join(f"{text} {spent[name] / spent['whole']:.3f}" for name, text in names.items())
        say(f"at {size:,d} (x b+s+p): {told}")


def show_sweep() -> None:
    phases = measures.measure_sweep(8000, 3000)
    told = ", ".join(f"{phase} {seconds:.2f}" for phase, seconds in phases.items() if phase != "read")
    say(f"sweep of 8,000 requests and 3,000 mentors (CPU seconds): {told}")


def show_shortlist() -> None:
    cost = measure_shortlist()
    say(
        f"{cost.requests} shortlists over {MENTORS:,d} mentors: {cost.shortlist:.3f} CPU seconds, at worst "
        f"{cost.worst:.3f}; the rows of their profiles {cost.rows:.3f}: {cost.shortlist / cost.rows:.1f} x, "
        f"at worst {cost.worst / cost.rows:.1f} x; at most {cost.statements} statements"
    )


def show_peaks(sizes: tuple[int, ...]) -> None:
    for size in sizes:
        command = [sys.executable, "-m", "tests.bench", "peak-here", str(size)]
        found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        spent = ", ".join(f"{phase} {found[phase] / 1000:.1f}" for phase in ("read", *measures.WHOLE))
        say(f"{size:,d}: {found['placed']:,d} placed, peak {found['peak']:.0f} MB; CPU seconds: {spent}")


if __name__ == "__main__":
    main()
