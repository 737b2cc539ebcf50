"""The repair of a published round, as the page says it before it is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matcher.rotation.ease import Eased
from models.queries.conflict import apart
from models.rounds import Round, RoundState
from models.services.repairs import Prepared
from webui.filters import plural

if TYPE_CHECKING:
    from matcher.rotation.idle import Idle

LIMITS = {"net_min": "at least", "net_max": "at most"}


@dataclass(frozen=True)
class RepairWords:
    """`places` and `units` are what opportunities and units are called, by slug and code."""

    found: Prepared
    round: Round
    places: Mapping[str, str]
    units: Mapping[str, str]

    @property
    def is_scramble(self) -> bool:
        """Whether the seats go to those who kept a sheet."""
        return self.round.state is RoundState.SCRAMBLE

    def nothing(self) -> str:
        """That nobody can be offered a seat."""
        if self.is_scramble:
            return "No seat that is free now can be offered to anybody who kept a sheet."
        return "There is nothing to repair: no freed seat suits anybody who has no place."

    def why_nothing(self) -> Iterator[str]:
        """What that leaves, and why it is so."""
        yield "Every offer stays as it is."
        if self.is_scramble:
            yield "Nobody of them named such a seat, or a limit or the host’s ranking stands in the way."

    def would(self) -> Iterator[str]:
        """How many get a place, and how many offers stay."""
        held = len(self.found.since.held)
        yield f"{plural(len(self.found.new), 'person', 'people')} would get a place."
        yield f"{plural(held, 'offer stays', 'offers stay')} as {'it is' if held == 1 else 'they are'}."

    def moves(self) -> str:
        """What moves, and what does not."""
        kept = " who kept their sheet" if self.is_scramble else ""
        return (
            "Every offer that nobody said no to is kept; only free seats and people without a place"
            f"{kept} move."
        )

    def stays_free(self, one: Idle) -> str:
        """Why a seat that came free goes to nobody."""
        if one.wanted:
            return (
                f"{plural(one.wanted, 'person', 'people')} without a place could go there, but a limit of an"
                " agency stands in the way, or the others are placed better so."
            )
        who = "who keeps a sheet" if self.is_scramble else "without a place"
        return (
            f"Nobody {who} asked for it, or those who did said no to it before or are not acceptable to the"
            " host."
        )

    def name(self, one: Eased) -> str:
        """Whose figure does not hold."""
        return self.units[one.id] if one.key in LIMITS else self.places[one.id]

    def broken(self, one: Eased) -> str:
        """What the answers left of a figure, and the figure."""
        if one.key not in LIMITS:
            return f"keeps {plural(one.left, 'person', 'people')}; it needs at least {one.figure}."
        return f"receives {apart(one.left)}; its limit is {LIMITS[one.key]} {apart(one.figure)}."

    def breaks(self) -> str:
        """How many limits do not hold."""
        return f"{plural(len(self.found.eased), 'limit does', 'limits do')} not hold any more"

    def mends(self) -> Iterator[str]:
        """Why they do not hold, and what offers made now do to them: figures that such offers can bring back
        together are held, and are not among these."""
        one = len(self.found.eased) == 1
        it, all_, any_, some = ("it", "it", "it", "it") if one else ("them", "all of them", "any", "one")
        yield (
            f"Offers that ended left {it} so, offers that stand are not moved, and no offers that can be made"
            f" now bring {all_} back. There is nothing for you to enter."
        )
        if self.found.new:
            yield (
                f"Taken together, the offers above do not make {any_} worse; but each is answered alone, and"
                f" one that is declined can leave {some} worse."
            )
