"""The form of a round's outcome for each status, checked before anything in it is believed."""

from __future__ import annotations

from matcher.form import (
    HEAD,
    INFEASIBLE,
    TAIL,
    Check,
    count,
    each,
    flag,
    integer,
    nothing,
    record,
    string,
    value,
)

_CHOICE = record({"opportunity": string, "cause": string}, {"text": string})
_MATCH: dict[str, Check] = {
    "executive": string,
    "opportunity": string,
    "choice_rank": count,
    "host_rank": count,
}
_METRICS: dict[str, Check] = {
    "choice_profile": each(count),
    "host_profile": each(count),
    "blocking_pairs": count,
    "unique": flag,
    "units": each(record({"id": string, "out": count, "in": count, "net": integer})),
}
_BODY: dict[str, Check] = {
    "matches": each(record(_MATCH)),
    "unmatched": each(record({"executive": string, "reason": string, "choices": each(_CHOICE)})),
    "metrics": record(_METRICS),
}
_STAGE: dict[str, Check] = {"objective": string, "value": value}
_BROKEN = record({"path": string, "limit": integer, "actual": integer})
FORMS: dict[str, Check] = {
    "optimal": record(HEAD | _BODY | {"stages": each(record(_STAGE))} | TAIL),
    "feasible": record(HEAD | _BODY | {"stages": each(record(_STAGE, {"bound": value}))} | TAIL),
    "stable": record(HEAD | _BODY | {"stages": nothing, "broken_limits": each(_BROKEN)} | TAIL),
    "infeasible": INFEASIBLE,
}
