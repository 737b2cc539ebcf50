"""Maintainers' tool: `python -m seed.rebuild SOURCE_FOLDER` writes `seed/data/` from the collected sources.

The same sources give the same bytes. Nothing but this tool reads the sources; what it writes is committed.
"""

import sys
from pathlib import Path

from seed.cleaning import agencies, lists, posts
from seed.cleaning.tables import Row, read_rows, write_checksums, write_rows

DATA = Path(__file__).parent / "data"


def rebuild(source: Path, target: Path = DATA) -> dict[str, int]:
    """Write every committed table but `sources.csv`, which is kept by hand; return file name -> rows."""
    tables = {**_agency_tables(source), **_post_tables(source), **_short_tables(source)}
    for name, rows in tables.items():
        write_rows(target / name, rows)
    write_checksums(target)
    return {name: len(rows) for name, rows in tables.items()}


def _agency_tables(source: Path) -> dict[str, list[Row]]:
    plum_book = read_rows(source / "plumbook_agency_map.csv")
    compiled = read_rows(source / "agency_seed.csv")
    usajobs = read_rows(source / "usajobs_agency_subelement_codes.csv")
    return {
        "agencies.csv": agencies.merge_agencies(plum_book, compiled, usajobs),
        "agency_clusters.csv": agencies.agency_clusters(plum_book, compiled),
        "agency_codes.csv": lists.code_list(usajobs),
    }


def _post_tables(source: Path) -> dict[str, list[Row]]:
    codes = agencies.agency_codes(read_rows(source / "plumbook_agency_map.csv"))
    printed = read_rows(source / "plumbook2016_ses_positions.csv")
    tree = read_rows(source / "plumbook2016_organizations.csv")
    return {
        "organizations.csv": posts.clean_organizations(tree, printed, codes),
        "positions.csv": posts.clean_positions(printed, codes),
        "places.csv": posts.clean_places(printed),
    }


def _short_tables(source: Path) -> dict[str, list[Row]]:
    frameworks = read_rows(source / "ecq_frameworks.csv")
    series = (source / "occupational_series.txt").read_text(encoding="utf-8")
    return {
        "budget_functions.csv": lists.sorted_rows(read_rows(source / "budget_functions.csv"), "code"),
        "ecqs.csv": lists.core_qualifications(frameworks),
        "ecq_competencies.csv": lists.competencies(frameworks),
        "mission_clusters.csv": lists.sorted_rows(read_rows(source / "mission_clusters.csv"), "code"),
        "occupational_series.csv": lists.occupational_series(series),
        "rotation_types.csv": lists.sorted_rows(read_rows(source / "rotation_types.csv"), "code"),
        "ses_counts.csv": lists.sorted_rows(read_rows(source / "ses_count_history.csv"), "as_of"),
    }


def main(arguments: list[str]) -> int:
    """Rebuild from the one folder named on the command line; 2 when it is not there."""
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        sys.stderr.write("usage: python -m seed.rebuild SOURCE_FOLDER\n")
        return 2
    for name, count in rebuild(Path(arguments[0])).items():
        sys.stdout.write(f"{name}: {count} rows\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
