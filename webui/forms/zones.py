"""The list of time zones, as every form offers it."""

from typing import Any

from wtforms import SelectField
from wtforms.fields import SelectChoice

from models.zones import ABROAD, AMERICAN, is_zone, zone_words


def zone_choices() -> list[SelectChoice]:
    """Those of the United States first, then those abroad from west to east."""
    groups = {"United States": AMERICAN, "Abroad": ABROAD}
    return [
        SelectChoice(name, words, optgroup=group)
        for group, zones in groups.items()
        for name, words in zones.items()
    ]


class ZoneField(SelectField):
    """A zone of the list, or the one on record wherever it is: to save a form changes nobody's clock."""

    def __init__(self, label: str, validators: list[Any], **more: Any) -> None:
        super().__init__(label, validators, **more)
        self.choices: list[SelectChoice] = zone_choices()

    def process_data(self, value: Any) -> None:
        super().process_data(value)
        self._offer(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self._offer(self.data)

    def _offer(self, zone: Any) -> None:
        listed = {one.value for one in self.choices}
        if isinstance(zone, str) and zone not in listed and is_zone(zone):
            self.choices = [*self.choices, SelectChoice(zone, zone_words(zone), optgroup="On record")]
