"""`roundtrip solve`, `verify`, `explain`, `repair` and `compare`: the portable files on the command line.

The heavy libraries are imported by the engine when it first computes, so a refusal answers at once.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

import matcher
from matcher import Defect, OutOfTime, Refused
from matcher.files import decode

if TYPE_CHECKING:
    from matcher.rotation.moves import Move

HELD, FAILED, REFUSED, INFEASIBLE, DEFECT, OUT_OF_TIME = 0, 1, 2, 3, 4, 5
_EXIT = {"optimal": HELD, "stable": HELD, "feasible": HELD, "infeasible": INFEASIBLE}


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the outcome here.")
@click.option("--time-limit", type=click.FloatRange(min=0), help="Seconds for the integer method (each).")
@click.option("--jsonl", is_flag=True, help="One input a line on standard input, one outcome a line out.")
def solve(file: Path | None, output: Path | None, time_limit: float | None, jsonl: bool) -> None:
    """Solve the round in FILE and write its outcome.

    Ends with 0 solved, 2 file refused, 3 infeasible (the outcome is still written), 4 the answer failed the
    internal check and was not written, 5 nothing was found within the time limit.
    """
    if jsonl:
        if file is not None or output is not None:
            raise click.UsageError("--jsonl reads standard input and writes standard output.")
        sys.exit(_solve_lines(time_limit))
    if file is None:
        raise click.UsageError("Missing argument 'FILE'.")
    try:
        rotation = matcher.parse(read_file(file))
        outcome = matcher.solve(rotation, time_limit=time_limit)
    except Refused as refused:
        refuse_file(file, refused)
    except OutOfTime:
        say(f"{file}: {_out_of_time(time_limit)}", err=True)
        sys.exit(OUT_OF_TIME)
    except Defect as defect:
        _say_all(f"{file}: the answer failed the internal check; nothing is written", defect.failures)
        sys.exit(DEFECT)
    _write(json.dumps(outcome, ensure_ascii=False, indent=1), output)
    sys.exit(_EXIT[outcome["status"]])


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("outcome", type=click.Path(path_type=Path))
def verify(file: Path, outcome: Path) -> None:
    """Check OUTCOME against the round in FILE: every rule, every value, every proof.

    Ends with 0 it holds, 1 it does not (a line for each failure), 2 the round is refused or a file is no
    JSON.
    """
    problem = _problem(file)
    verdict = matcher.verify(problem, _outcome(outcome))
    for note in verdict.notes:
        say(note)
    if verdict.failures:
        _say_all(f"{outcome}: does not hold", verdict.failures)
        sys.exit(FAILED)
    say(f"{outcome}: holds")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("outcome", type=click.Path(path_type=Path))
@click.argument("id_", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="The account as data.")
def explain(file: Path, outcome: Path, id_: str, as_json: bool) -> None:
    """Tell the executive ID what happened to each choice, and why.

    FILE is the round and OUTCOME what `solve` wrote for it; ID is the "id" of one of its "executives", as in
    `roundtrip explain round.json outcome.json okafor`.
    """
    problem = _problem(file)
    found = _outcome(outcome)
    failures = matcher.verify(problem, found).failures
    if failures:
        _say_all(f"{outcome}: does not hold, so it explains nothing", failures)
        sys.exit(FAILED)
    try:
        account = matcher.explain(problem, found, id_)
    except Refused as refused:
        refuse_file(file, refused)
    except Defect as defect:
        _say_all(f"{file}: an answer failed the internal check; nothing is told", defect.failures)
        sys.exit(DEFECT)
    if as_json:
        say(json.dumps(account, ensure_ascii=False))
        return
    for sentence in account["sentences"]:
        say(sentence)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("outcome", type=click.Path(path_type=Path))
@click.argument("changed", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the outcome here.")
def repair(file: Path, outcome: Path, changed: Path, output: Path | None) -> None:
    """Answer CHANGED, which is the round in FILE with more offers declined or pins, from its OUTCOME.

    Writes what `solve CHANGED` would, and on standard error who moves. Ends as `solve` does, and with 1 where
    OUTCOME does not hold.
    """
    before, found = _held(file, outcome)
    after = _rotation(changed)
    try:
        repaired = matcher.repair(before, found, after)
    except Refused as refused:
        refuse_file(changed, refused)
    except Defect as defect:
        _say_all(f"{changed}: the answer failed the internal check; nothing is written", defect.failures)
        sys.exit(DEFECT)
    _write(json.dumps(repaired.outcome, ensure_ascii=False, indent=1), output)
    for move in repaired.moves:
        say(_tell(move), err=True)
    sys.exit(_EXIT[repaired.outcome["status"]])


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("outcome", type=click.Path(path_type=Path))
@click.argument("other_file", type=click.Path(path_type=Path))
@click.argument("other_outcome", type=click.Path(path_type=Path))
def compare(file: Path, outcome: Path, other_file: Path, other_outcome: Path) -> None:
    """Set two outcomes side by side, each with its round: a line for each stage, then one for each who moves.

    Ends with 0 compared, 1 an outcome does not hold, 2 a file is refused.
    """
    before, one = _held(file, outcome)
    after, other = _held(other_file, other_outcome)
    for path, found in ((outcome, one), (other_outcome, other)):
        if found["status"] == "infeasible":
            refuse_file(path, Refused("status", "an infeasible outcome has nothing to compare"))
    comparison = matcher.compare(before, one, after, other)
    for stage in comparison.stages:
        word = {True: "better", False: "worse", None: "the same"}[stage.better]
        say(f"{stage.objective}: {_figures(stage.before)} → {_figures(stage.after)} ({word})")
    for move in comparison.moves:
        say(_tell(move))
    say(f"{len(comparison.moves)} placed otherwise")


def _tell(move: Move) -> str:
    """ada: parks (1) → wages (2), worse."""
    ends = ((move.before, move.rank_before), (move.after, move.rank_after))
    old, new = ("no place" if place is None else f"{place} ({rank})" for place, rank in ends)
    return f"{move.executive}: {old} → {new}, {move.kind}"


def _figures(value: int | list[int]) -> str:
    return str(value) if isinstance(value, int) else ", ".join(map(str, value))


def _rotation(file: Path) -> matcher.Rotation:
    try:
        return matcher.parse_rotation(read_file(file))
    except Refused as refused:
        refuse_file(file, refused)


def _held(file: Path, outcome: Path) -> tuple[matcher.Rotation, dict[str, Any]]:
    """The round and its outcome, once the outcome holds."""
    rotation, found = _rotation(file), _outcome(outcome)
    if failures := matcher.verify(rotation, found).failures:
        _say_all(f"{outcome}: does not hold", failures)
        sys.exit(FAILED)
    return rotation, found


def _solve_lines(time_limit: float | None) -> int:
    """Answer each line of standard input; 4 when any answer failed the internal check, else 0.

    The time limit is that of each line.
    """
    worst = HELD
    for line in sys.stdin.buffer:
        if not line.strip():
            continue
        try:
            rotation = matcher.parse(line)
            answer = matcher.solve(rotation, time_limit=time_limit)
        except Refused as refused:
            answer = {"error": {"path": refused.path, "text": refused.text}}
        except OutOfTime:
            answer = {"error": {"path": "", "text": _out_of_time(time_limit)}}
        except Defect as defect:
            answer = {"error": {"path": "", "text": f"failed the internal check: {defect}"}}
            worst = DEFECT
        say(json.dumps(answer, ensure_ascii=False, separators=(",", ":")))
    return worst


def _out_of_time(time_limit: float | None) -> str:
    return f"no feasible outcome was found within {time_limit or 0:g} seconds"


def read_file(file: Path) -> bytes:
    """The bytes of a file; Refused where it cannot be read."""
    try:
        return file.read_bytes()
    except OSError as fault:
        raise Refused("", f"cannot be read: {fault.strerror}") from None


def _problem(file: Path) -> matcher.Rotation | matcher.Sweep:
    try:
        return matcher.parse(read_file(file))
    except Refused as refused:
        refuse_file(file, refused)


def _outcome(file: Path) -> Any:
    try:
        return decode(read_file(file))
    except Refused as refused:
        refuse_file(file, refused)


def refuse_file(file: Path, refused: Refused) -> NoReturn:
    """Say why a file is refused, and end."""
    say(f"{file}: refused: {refused}", err=True)
    sys.exit(REFUSED)


def _say_all(head: str, lines: list[str]) -> None:
    say(head, err=True)
    for line in lines:
        say(f"  {line}", err=True)


def say(text: str, *, err: bool = False) -> None:
    """A line in UTF-8, which is what the files are written in, whatever the terminal's own encoding."""
    click.echo(_encoded(text), err=err)


def _encoded(text: str) -> bytes:
    """UTF-8; the bytes of a file name that are none stay what they are."""
    return text.encode("utf-8", "surrogateescape")


def _write(text: str, output: Path | None) -> None:
    """To standard output, or to a file that is either whole or as it was."""
    if output is None:
        say(text)
        return
    try:
        _put(output, _encoded(text) + b"\n")
    except OSError as fault:
        raise click.ClickException(f"{output} cannot be written: {fault.strerror}") from None


def _put(output: Path, content: bytes) -> None:
    if output.exists() and not output.is_file():  # a device or a pipe is written to, never replaced
        output.write_bytes(content)
        return
    file = output.resolve()
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
