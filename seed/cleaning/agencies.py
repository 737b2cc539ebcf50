"""Agencies: the Plum Book's, their parents, and those of the compiled list, under their USAJOBS codes."""

from collections.abc import Iterable

from seed.cleaning.tables import Row
from seed.cleaning.text import normal_case

PROJECT_CODES = {
    "CORPORATION FOR NATIONAL AND COMMUNITY SERVICE": "RT-CNCS",
    "NATIONAL AERONAUTICS AND SPACE ADMINISTRATION OFFICE OF THE INSPECTOR GENERAL": "RT-NNIG",
    "NATIONAL ENDOWMENT FOR THE HUMANITIES OFFICE OF THE INSPECTOR GENERAL": "RT-NEHIG",
    "PRESIDENTS COMMISSION ON WHITE HOUSE FELLOWSHIPS": "RT-PCWHF",
    "RAILROAD RETIREMENT BOARD OFFICE OF THE INSPECTOR GENERAL": "RT-RRBIG",
    "UNITED STATES INTERNATIONAL TRADE COMMISSION OFFICE OF THE INSPECTOR GENERAL": "RT-ITCIG",
}
"""The agencies without a USAJOBS code, and ours. USAJOBS codes hold no hyphen, so ours cannot clash."""

ABBREVIATIONS = {"BF00": "DNFSB", "RT-CNCS": "CNCS"}
"""Where the code list is silent or prints letters in the wrong order."""

IN_PLUM_BOOK = "Plum Book 2016"
IN_COMPILED_LIST = "compiled list"
PARENT_ONLY = "USAJOBS code list"


def agency_codes(plum_book: Iterable[Row]) -> dict[str, str]:
    """The Plum Book's printed agency name -> code."""
    return {row["plumbook_agency"]: row["code"] or PROJECT_CODES[row["plumbook_agency"]] for row in plum_book}


def merge_agencies(plum_book: list[Row], compiled: list[Row], usajobs: list[Row]) -> list[Row]:
    """All agencies, one row a code, sorted by code; every parent is among them."""
    official = {row["Code"]: row for row in usajobs}
    listed = {row["code"]: row for row in compiled}
    codes = agency_codes(plum_book)
    printed = {codes[row["plumbook_agency"]]: row for row in plum_book}
    parents = {row["parent_code"] for row in (*plum_book, *compiled) if row["parent_code"]}
    return [
        _agency(code, printed.get(code), listed.get(code), official.get(code))
        for code in sorted({*printed, *listed, *parents})
    ]


def _agency(code: str, printed: Row | None, listed: Row | None, official: Row | None) -> Row:
    name = _name(printed, listed, official)
    sources = [text for row, text in ((printed, IN_PLUM_BOOK), (listed, IN_COMPILED_LIST)) if row]
    return {
        "code": code,
        "name": name,
        "abbreviation": _abbreviation(code, listed, official),
        "parent_code": (listed or printed or {"parent_code": ""})["parent_code"],
        "ses_coverage": _coverage(printed, listed),
        "ses_members_fy2016": listed["ses_members_fy2016"] if listed else "",
        "aliases": ";".join(_aliases(name, printed, listed, official)),
        "code_from": "USAJOBS" if official else "Roundtrip",
        "plum_book_name": printed["plumbook_agency"] if printed else "",
        "source": ";".join(sources) or PARENT_ONLY,
    }


def _name(printed: Row | None, listed: Row | None, official: Row | None) -> str:
    if listed:
        return listed["name"]
    if printed:
        return printed["display_name"]
    if official:
        return official["Value"]
    raise ValueError("an agency in no list")


def _abbreviation(code: str, listed: Row | None, official: Row | None) -> str:
    found = listed["abbr"] if listed else official["Acronym"] if official else ""
    return ABBREVIATIONS.get(code, "" if found == "OIG" else found)


def _coverage(printed: Row | None, listed: Row | None) -> str:
    """ "yes", "no" or "own_system"; whoever has posts of pay plan ES in the Plum Book is covered."""
    if listed:
        return listed["ses_covered_5usc3132"]
    return "yes" if printed else ""


def _aliases(name: str, printed: Row | None, listed: Row | None, official: Row | None) -> list[str]:
    found = listed["aliases"].split(";") if listed else []
    if printed:
        found += [printed["display_name"], normal_case(printed["plumbook_agency"])]
    if official and not official["Value"].startswith(("Office of Inspector", "Office of the Inspector")):
        found.append(official["Value"])
    unique = {
        alias.casefold(): alias for alias in reversed(found) if alias and alias.casefold() != name.casefold()
    }
    return sorted(unique.values())


def agency_clusters(plum_book: list[Row], compiled: list[Row]) -> list[Row]:
    """One row for each agency and mission cluster, sorted."""
    codes = agency_codes(plum_book)
    pairs = {(codes[row["plumbook_agency"]], cluster) for row in plum_book for cluster in _clusters(row)}
    pairs |= {(row["code"], cluster) for row in compiled for cluster in _clusters(row)}
    return [{"agency_code": agency, "cluster_code": cluster} for agency, cluster in sorted(pairs)]


def _clusters(row: Row) -> list[str]:
    return [code for code in row["mission_clusters"].split(";") if code]
