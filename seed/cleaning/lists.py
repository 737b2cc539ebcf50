"""The short lists: executive core qualifications, occupational series, codes, counts."""

import re

from seed.cleaning.tables import Row

FRAMEWORK_CODES = {"ECQ-2006/2012": "ECQ-2012", "ECQ-2025": "ECQ-2025"}
NOT_AN_ECQ = "Fundamental Competencies"

_SERIES = re.compile(r"(\d{4}) \((.*)\)")


def core_qualifications(rows: list[Row]) -> list[Row]:
    """One row for each qualification of each framework, in the source's order; a `core` one is an ECQ."""
    first = {(row["framework"], row["ecq"]): row for row in reversed(rows)}
    ordered = dict.fromkeys((row["framework"], row["ecq"]) for row in rows)
    places: dict[str, int] = {}
    found = []
    for key in ordered:
        row = first[key]
        places[row["framework"]] = places.get(row["framework"], 0) + 1
        found.append(_qualification(row, places[row["framework"]]))
    return found


def _qualification(row: Row, ordinal: int) -> Row:
    return {
        "framework": FRAMEWORK_CODES[row["framework"]],
        "ordinal": str(ordinal),
        "name": row["ecq"],
        "core": "no" if row["ecq"] == NOT_AN_ECQ else "yes",
        "effective_from": row["effective_from"],
        "effective_to": row["effective_to"],
        "confidence": row["confidence"],
    }


def competencies(rows: list[Row]) -> list[Row]:
    """One row for each competency, numbered within its qualification."""
    found: list[Row] = []
    counts: dict[tuple[str, str], int] = {}
    for row in rows:
        if row["competency"]:
            key = row["framework"], row["ecq"]
            counts[key] = counts.get(key, 0) + 1
            framework = FRAMEWORK_CODES[row["framework"]]
            found.append(
                {
                    "framework": framework,
                    "ecq": row["ecq"],
                    "ordinal": str(counts[key]),
                    "name": row["competency"],
                }
            )
    return found


def occupational_series(text: str) -> list[Row]:
    """One row for each series "0343 (Management and Program Analysis)", sorted by code.

    Raises ValueError on a line of another shape.
    """
    rows = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        match = _SERIES.fullmatch(line)
        if not match:
            raise ValueError(f"not an occupational series: {line!r}")
        code, name = match.groups()
        kind = "group" if code.endswith("00") else "series"
        rows[code] = {"code": code, "name": " ".join(name.split()), "kind": kind}
    return [rows[code] for code in sorted(rows)]


def code_list(rows: list[Row]) -> list[Row]:
    """The USAJOBS agency codes, sorted by code."""
    found = [
        {
            "code": row["Code"],
            "name": row["Value"].strip(),
            "parent_code": row["ParentCode"],
            "abbreviation": row["Acronym"].strip(),
            "modified": row["LastModified"][:10],
        }
        for row in rows
    ]
    return sorted(found, key=lambda row: row["code"])


def sorted_rows(rows: list[Row], *keys: str) -> list[Row]:
    """The rows as they are, sorted by the named columns."""
    return sorted(
        ({name: text.strip() for name, text in row.items()} for row in rows),
        key=lambda r: [r[k] for k in keys],
    )
