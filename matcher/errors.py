"""The few ways in which the matcher says no."""

from __future__ import annotations


class Refused(Exception):
    """A file breaks a rule of the format; nothing was solved.

    `path` is the JSON path of the fault ("" where the file as a whole is unreadable), `text` names the
    value and the rule it breaks.
    """

    def __init__(self, path: str, text: str) -> None:
        super().__init__(path, text)
        self.path = path
        self.text = text

    def __str__(self) -> str:
        return f"{self.path}: {self.text}" if self.path else self.text


class Defect(Exception):
    """An answer of the engine failed the internal check, so it was not given out.

    `failures` are the verifier's lines.
    """

    def __init__(self, failures: list[str]) -> None:
        super().__init__("; ".join(failures))
        self.failures = failures


class OutOfTime(Exception):
    """No feasible outcome was found within the time limit."""
