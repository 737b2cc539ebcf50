"""What the units of a round file are called: agencies by code, and pools by the name the round gave them."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, String, cast, literal, select, union_all
from sqlalchemy.orm import Session

from models.agencies import Agency
from models.pools import CODE, RoundPool


def named_units(round_id: int, codes: Iterable[str]) -> "tuple[Select[str, str], Select[str, str]]":
    """Two statements of (code, name): the agencies of these codes, and every pool of the round."""
    pool = literal(CODE) + cast(RoundPool.number, String)
    return (
        select(Agency.code, Agency.name).where(Agency.code.in_(sorted(codes))),
        select(pool, RoundPool.name).where(RoundPool.round_id == round_id),
    )


def unit_names(session: Session, round_id: int, codes: Iterable[str]) -> dict[str, str]:
    """The names of units by code, sorted by name."""
    wanted = set(codes)
    rows: Iterable[Any] = session.execute(union_all(*named_units(round_id, wanted)))
    found = {code: name for code, name in rows if code in wanted}
    return dict(sorted(found.items(), key=lambda entry: (entry[1], entry[0])))
