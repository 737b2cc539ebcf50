"""CSV: its encoding, its separator, its lines."""

import csv
import io

from models.spreadsheets.table import Table, make_table, refuse

SEPARATORS = ",;\t|"
NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}


def read_csv(content: bytes) -> Table:
    """The table of a CSV file in UTF-8 (with or without its mark) or Windows-1252."""
    text, notes = _decode(content)
    separator = find_separator(text)
    if separator != ",":
        notes.append(f"The cells are separated by {NAMES[separator]}.")
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as fault:
        raise refuse(f"The quotation marks of the file do not fit together: {fault}.") from None
    return make_table(lines, notes)


def _decode(content: bytes) -> tuple[str, list[str]]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise refuse("The file is in UTF-16: save it as “CSV UTF-8” and send it again.")
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        pass
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        sentence = (
            "The file is neither in UTF-8 nor in Windows-1252: save it as “CSV UTF-8” and send it again."
        )
        raise refuse(sentence) from None
    return text, ["The file is not in UTF-8; it was read as Windows-1252. Look at names with accents."]


def find_separator(text: str) -> str:
    """What separates the names in the first line, outside quotation marks; a comma where nothing does.

    >>> find_separator('a;"b,c,d";e')
    ';'
    """
    counts = dict.fromkeys(SEPARATORS, 0)
    quoted = False
    for sign in text:
        if sign == '"':
            quoted = not quoted
        elif sign in "\r\n" and not quoted:
            break
        elif sign in counts and not quoted:
            counts[sign] += 1
    return max(SEPARATORS, key=lambda separator: counts[separator])
