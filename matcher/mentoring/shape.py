"""The form of a sweep's outcome for each status."""

from __future__ import annotations

from matcher.form import HEAD, INFEASIBLE, TAIL, Check, count, each, flag, record, string, value

_METRICS: dict[str, Check] = {"served": each(count), "points": count, "floor": count, "unique": flag}
_BODY: dict[str, Check] = {
    "stages": each(record({"objective": string, "value": value})),
    "matches": each(record({"request": string, "mentor": string, "points": count})),
    "unmatched": each(record({"request": string, "reason": string})),
    "metrics": record(_METRICS),
}
FORMS: dict[str, Check] = {"optimal": record(HEAD | _BODY | TAIL), "infeasible": INFEASIBLE}
