"""The reason that an act is given in writing."""

from models.errors import Invalid

WRITE_REASON = "Write the reason: it stays on the record."


def must_be_written(reason: str) -> None:
    """Raise Invalid where nothing is written."""
    if not reason.strip():
        raise Invalid(WRITE_REASON, about="reason")
