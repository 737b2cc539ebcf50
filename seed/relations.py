"""Who stands over whom in the demonstration: lines of command inside agencies, all invented."""

from collections import defaultdict
from collections.abc import Sequence

from seed.records import Executive, Relation

AGENCIES, REPORTS = 16, 3
"""How many agencies have a line of command, and how many people report to its head."""


def invent_relations(executives: Sequence[Executive]) -> list[Relation]:
    """For each of the largest agencies a head, who supervises three people and rates the one below the first
    of them; both began when the younger of the two took the present post."""
    homes: dict[str, list[Executive]] = defaultdict(list)
    for one in sorted(executives, key=lambda one: (one.ses_since, one.slug)):
        homes[one.home_agency].append(one)
    largest = sorted(homes, key=lambda code: (-len(homes[code]), code))[:AGENCIES]
    found = []
    for code in largest:
        head, *others = homes[code][: REPORTS + 2]
        found += [_relation(one, head, "supervisor") for one in others[:REPORTS]]
        found += [_relation(one, others[0], "supervisor") for one in others[REPORTS:]]
        found += [_relation(one, head, "rating_official") for one in others[REPORTS:]]
    return found


def _relation(executive: Executive, other: Executive, kind: str) -> Relation:
    since = max(executive.current_position_since, other.current_position_since)
    return Relation(executive.slug, other.slug, kind, since)
