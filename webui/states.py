"""The states and territories by their postal codes."""

from holidays import country_holidays

NAMES = {code: name for name, code in country_holidays("US").subdivisions_aliases.items()}
