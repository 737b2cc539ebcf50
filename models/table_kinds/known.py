"""All kinds of tables by their code."""

from models.table_kinds.headcounts import HEADCOUNTS
from models.table_kinds.kind import Kind
from models.table_kinds.lists import RANKINGS, SHEETS
from models.table_kinds.mentors import COACHES, MENTORS
from models.table_kinds.opportunities import OPPORTUNITIES
from models.table_kinds.people import PEOPLE
from models.table_kinds.relations import RELATIONS
from models.table_kinds.requests import REQUESTS
from models.uploads import TableKind

KINDS: dict[TableKind, Kind] = {
    kind.code: kind
    for kind in (PEOPLE, MENTORS, COACHES, REQUESTS, RELATIONS, OPPORTUNITIES, SHEETS, RANKINGS, HEADCOUNTS)
}
