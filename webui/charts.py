"""The geometry of the pictures: plain arithmetic, from figures to what an SVG element needs."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from models.queries.flows import OTHERS, Flows, Ring

Point = Sequence[float]

BAR_STEP = 46  # pixels from one bar to the next: a line of text, the bar, air
WIDEST = 64.0  # per cent of the picture; the rest is for the figure beside the bar

SIZE = (760, 600)
CENTRE = (380.0, 300.0)
RADIUS = 205.0
INWARDS = 0.45  # how far an arrow's bend is drawn towards the centre
ASIDE = 12.0
GAP = 14.0  # between an agency's dot and its arrows
THICKEST, THINNEST = 16.0, 1.5
HALF = 50.0  # per cent of a picture of balances on each side of its middle line
MOST_BALANCES = 12
TOLD = 10  # arrows that carry their figure


@dataclass(frozen=True)
class Bar:
    """One bar: its label above it, its length in per cent, and what stands at its end."""

    label: str
    figure: int
    text: str
    length: float
    y: int


@dataclass(frozen=True)
class BarChart:
    """Bars below one another; as wide as the page, `height` pixels high."""

    bars: tuple[Bar, ...]

    @property
    def height(self) -> int:
        return BAR_STEP * len(self.bars)


@dataclass(frozen=True)
class Spot:
    """An agency in the ring: its dot, and where its label stands."""

    code: str
    label: str
    second: str
    x: float
    y: float
    label_x: float
    label_y: float
    anchor: str


@dataclass(frozen=True)
class Arrow:
    """A flow as a wedge: thick where people leave, pointed where they arrive. `figure` is drawn on the
    greatest ones, else empty; `pooled` ones begin or end at the other agencies, drawn together."""

    path: str
    title: str
    figure: str
    x: float
    y: float
    pooled: bool


@dataclass(frozen=True)
class RingPicture:
    """Agencies on a circle and the flows between them."""

    width: int
    height: int
    spots: tuple[Spot, ...]
    arrows: tuple[Arrow, ...]


def bar_chart(rows: Sequence[tuple[str, int]]) -> BarChart:
    """Bars for (label, figure) in the order given, each with its share of the total."""
    total = sum(figure for _, figure in rows)
    most = max((figure for _, figure in rows), default=0)
    return BarChart(
        tuple(
            Bar(
                label,
                figure,
                f"{figure:,} ({figure / total:.1%})" if total else "0",
                round(WIDEST * figure / most, 2) if most else 0.0,
                BAR_STEP * n,
            )
            for n, (label, figure) in enumerate(rows)
        )
    )


@dataclass(frozen=True)
class BalanceBar:
    """One bar from the middle line: to the right for who owes, to the left for who is owed; its label above,
    its beginning and length in per cent, and the figure on the other side of the line."""

    label: str
    text: str
    owes: bool
    x: float
    length: float
    y: int


@dataclass(frozen=True)
class BalanceChart:
    """The greatest balances below one another, with how many smaller ones were left out."""

    bars: tuple[BalanceBar, ...]
    left_out: int

    @property
    def height(self) -> int:
        return BAR_STEP * len(self.bars)


def balance_chart(rows: Sequence[tuple[str, int]]) -> BalanceChart:
    """Bars for (label, received minus sent), who owes most first; those that are even have none."""
    uneven = sorted((row for row in rows if row[1]), key=lambda row: (-abs(row[1]), row[0]))
    shown = sorted(uneven[:MOST_BALANCES], key=lambda row: (-row[1], row[0]))
    most = max((abs(net) for _, net in shown), default=1)
    bars = []
    for n, (label, net) in enumerate(shown):
        length = round(HALF * abs(net) / most, 2)
        people = f"{abs(net):,} {'person' if abs(net) == 1 else 'people'}"
        text = f"{'owes' if net > 0 else 'is owed'} {people}"
        start = HALF if net > 0 else round(HALF - length, 2)
        bars.append(BalanceBar(label, text, net > 0, start, length, BAR_STEP * n))
    return BalanceChart(tuple(bars), len(uneven) - len(shown))


def ring_picture(ring: Ring, flows: Flows) -> RingPicture:
    """The picture of a ring; the thinnest arrows are drawn first, so that the thick ones lie on top."""
    places = {code: _on_paper(place) for code, place in ring.places.items()}
    most = max(ring.people.values(), default=1)
    order = sorted(ring.people.items(), key=lambda entry: (entry[1], entry[0]))
    told = set([pair for pair, _ in order if OTHERS not in pair][-TOLD:])
    names = {code: party.name for code, party in flows.parties.items()} | {OTHERS: "other agencies"}
    arrows = [
        _arrow(
            pair,
            places[pair[0]],
            places[pair[1]],
            max(THINNEST, THICKEST * people / most),
            f"{people} from {names[pair[0]]} to {names[pair[1]]}",
            str(people) if pair in told else "",
        )
        for pair, people in order
    ]
    spots = tuple(_spots(places, ring, flows))
    return RingPicture(*SIZE, spots, tuple(arrows))


def _on_paper(place: tuple[float, float]) -> tuple[float, float]:
    return CENTRE[0] + RADIUS * place[0], CENTRE[1] + RADIUS * place[1]


def _spots(places: Mapping[str, tuple[float, float]], ring: Ring, flows: Flows) -> Iterable[Spot]:
    for code, (x, y) in places.items():
        side, height = ring.places[code]
        sent = sum(people for (home, _), people in ring.people.items() if home == code)
        received = sum(people for (_, host), people in ring.people.items() if host == code)
        label = "Others" if code == OTHERS else flows.parties[code].short
        anchor = "middle" if abs(side) < 0.2 else "start" if side > 0 else "end"
        label_y = y + 20 * height + (-8 if height < -0.9 else 8 if height > 0.9 else 0)
        second = f"{sent} out, {received} in"
        label_x = _short(x + 16 * side)
        yield Spot(code, label, second, _short(x), _short(y), label_x, _short(label_y), anchor)


def _arrow(pair: tuple[str, str], start: Point, end: Point, thick: float, title: str, figure: str) -> Arrow:
    """A curved wedge that bows towards the middle of the picture, where there is room, and keeps to the right
    of its straight line, so that both directions between two agencies are seen."""
    across, down = end[0] - start[0], end[1] - start[1]
    length = math.hypot(across, down)
    right = (-down / length, across / length)
    bend = ASIDE + length / 12
    middle = tuple(
        (1 - INWARDS) * (start[n] + end[n]) / 2 + INWARDS * CENTRE[n] + bend * right[n] for n in (0, 1)
    )
    first, tip = _towards(start, middle), _towards(end, middle)
    ahead = math.hypot(middle[0] - first[0], middle[1] - first[1])
    side = (-(middle[1] - first[1]) / ahead, (middle[0] - first[0]) / ahead)

    def beside(point: Point, by: float) -> str:
        return f"{_short(point[0] + by * side[0])} {_short(point[1] + by * side[1])}"

    half, quarter = thick / 2, thick / 4
    path = (
        f"M{beside(first, -half)}Q{beside(middle, -quarter)} {beside(tip, 0)}"
        f"Q{beside(middle, quarter)} {beside(first, half)}Z"
    )
    x, y = (0.49 * first[n] + 0.42 * middle[n] + 0.09 * tip[n] for n in (0, 1))  # 30 % along the curve
    return Arrow(path, title, figure, _short(x), _short(y), OTHERS in pair)


def _towards(dot: Point, middle: Point) -> Point:
    """The place GAP from an agency's dot on the way to the bend."""
    length = math.hypot(middle[0] - dot[0], middle[1] - dot[1])
    return dot[0] + GAP * (middle[0] - dot[0]) / length, dot[1] + GAP * (middle[1] - dot[1]) / length


def _short(value: float) -> float:
    return round(value, 1)
