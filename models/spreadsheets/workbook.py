"""The first sheet of a workbook as text, in a process of its own: `python -m models.spreadsheets.workbook`.

The workbook comes on the standard input; the answer is JSON on the standard output, `{"lines": …, "sheet": …,
"others": …}` or `{"refused": sentence}`. The process sets limits on itself before it reads anything.
"""

import io
import json
import sys
from datetime import date, datetime, time
from typing import Any

from models.spreadsheets.table import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, WIDE

CPU_SECONDS = 5
MEMORY = 768 * 1024**2


def limit() -> None:
    """Take no more than our share of the machine; on systems without limits the parent's clock remains."""
    try:
        import resource
    except ImportError:  # Windows has none
        return
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def read(content: bytes) -> dict[str, Any]:
    """The lines of the first visible sheet, one more than a table may have at most."""
    sys.modules["numpy"] = None  # type: ignore[assignment] # openpyxl does without, and starts sooner
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not sheets:
        return {"refused": "The workbook has no sheet that is shown."}
    sheets[0].reset_dimensions()
    lines = []
    for row in sheets[0].iter_rows(max_row=MOST_ROWS + 2, values_only=True):
        if any(value is not None for value in row[MOST_COLUMNS:]):
            return {"refused": WIDE}
        lines.append([text(value)[: LONGEST_CELL + 1] for value in row[:MOST_COLUMNS]])
    return {"lines": lines, "sheet": sheets[0].title, "others": len(book.sheetnames) - 1}


def text(value: Any) -> str:
    """A cell's value as it would be typed."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | date() | time():
            return value.isoformat()
    return str(value)


def main() -> None:
    """Read, and say in one line of JSON what was found."""
    limit()
    try:
        answer = read(sys.stdin.buffer.read())
    except MemoryError:
        answer = {"refused": "The workbook is too large to be read."}
    except Exception as fault:  # whatever a hostile workbook does to the reader is a refusal
        sys.stderr.write(f"{type(fault).__name__}: {fault}\n")
        answer = {"refused": "The workbook cannot be read: save it anew as a plain .xlsx, or as CSV."}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
