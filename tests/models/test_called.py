"""Looking somebody up by name finds the same in Python and in a statement."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.executives import Executive
from models.queries.called import called, is_called

NAMES = ("Mariana Ruiz-Cole", "Ana O'Brien", "Élodie Muñoz", "Per_Cent 50%")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ana", [1]),
        ("COLE mar", [0]),
        ("ruiz-cole", [0]),
        ("o'b", [1]),
        ("brien", []),
        ("élodie MUÑ", [2]),
        ("ÉLODIE", [2]),
        ("%", []),
        ("-", []),
        (" - - ", []),
        ("5_", []),
        ("per_c", [3]),
        ("50%", [3]),
        ("  ", [0, 1, 2, 3]),
    ],
)
def test_name_is_found_alike_in_python_and_in_a_statement(
    session: Session, words: str, found: list[int]
) -> None:
    people = session.scalars(select(Executive).order_by(Executive.id).limit(len(NAMES))).all()
    for person, name in zip(people, NAMES, strict=True):
        person.name = name
    session.flush()
    query = select(Executive.name).where(called(Executive.name, words), Executive.name.in_(NAMES))
    wanted = {NAMES[number] for number in found}
    assert {name for name in NAMES if is_called(name, words)} == wanted
    assert set(session.scalars(query)) == wanted
