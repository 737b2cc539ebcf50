"""The note that goes with a decision; it may be empty."""

from models.errors import Invalid

LONGEST_NOTE = 1000


def clean(note: str) -> str:
    """It without the blanks around it; Invalid where it is too long."""
    text = note.strip()
    if len(text) > LONGEST_NOTE:
        raise Invalid(f"Use at most {LONGEST_NOTE:,} characters.")
    return text
