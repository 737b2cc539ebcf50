"""Files that were brought into the invented world: one stored, one checked with an error, one just read."""

from sqlalchemy.orm import Session

from models.uploads import TableKind
from tests.models.files import bring, check, store

MORE = "Name,Email,Agency,Appointment,SES since\nNew Person {0},new-{0}@agency.example,EN,career,2021-05-03\n"


def fill(session: Session, times: int = 1) -> None:
    """Uploads of the office, each `times`."""
    for number in range(times):
        done = bring(session, MORE.format(number).encode(), name=f"joiners {number}.csv")
        check(session, done)
        store(session, done)
        relations = b"executive,other,relation,starts on\nE-05,E-06,supervisor,2025-01-31\nE-05,x,,\n"
        check(session, bring(session, relations, TableKind.RELATIONS, name="relations.csv"))
        bring(session, b"Who,Where,Gender\nAnn Lee,EN,f\n", name="to be read.csv")
