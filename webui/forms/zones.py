"""The list of time zones, as every form offers it."""

from wtforms.fields import SelectChoice

from models.zones import ABROAD, AMERICAN


def zone_choices() -> list[SelectChoice]:
    """Those of the United States first, then those abroad from west to east."""
    groups = {"United States": AMERICAN, "Abroad": ABROAD}
    return [
        SelectChoice(name, words, optgroup=group)
        for group, zones in groups.items()
        for name, words in zones.items()
    ]
