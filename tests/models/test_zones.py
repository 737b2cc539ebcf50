"""The time zones people choose from."""

from zoneinfo import available_timezones

from models.zones import ABROAD, AMERICAN, USUAL, is_zone, zone_words


def test_list_is_short_names_each_zone_once_and_begins_in_washington() -> None:
    listed = {**AMERICAN, **ABROAD}
    assert len(listed) == len(AMERICAN) + len(ABROAD) < 40
    assert len(set(listed.values())) == len(listed)
    assert listed.keys() <= available_timezones()
    assert next(iter(listed)) == USUAL


def test_zone_off_the_list_is_none() -> None:
    assert [is_zone(name) for name in ("Asia/Tokyo", "US/Eastern", "EST5EDT")] == [True, False, False]


def test_zone_abroad_is_called_by_its_city_beside_a_time() -> None:
    assert [zone_words(name) for name in ("America/Chicago", "Australia/Lord_Howe")] == [
        "Central",
        "Lord Howe",
    ]
