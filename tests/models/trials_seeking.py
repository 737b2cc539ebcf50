"""What the verbs of people and places that look for one another are tried with, and by whom."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from tests.models.world import the_round

Given = Callable[[Session], dict[str, Any]]
OWNER = {"e-05"}


def in_round(session: Session) -> dict[str, Any]:
    return {"round_": the_round(session)}


TRIALS: dict[str, dict[str, tuple[set[str], Given]]] = {
    "to_filed": {"demand.count": ({"system"}, in_round)},
}
