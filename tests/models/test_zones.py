"""The time zones people choose from."""

from zoneinfo import available_timezones

from models.zones import ABROAD, AMERICAN, USUAL, is_zone, zone_words


def test_list_is_short_names_each_zone_once_and_begins_in_washington() -> None:
    listed = {**AMERICAN, **ABROAD}
    assert len(listed) == len(AMERICAN) + len(ABROAD) < 40
    assert len(set(listed.values())) == len(listed)
    assert listed.keys() <= available_timezones()
    assert next(iter(listed)) == USUAL


def test_zone_of_a_place_is_one_and_an_old_name_is_none() -> None:
    names = "Asia/Tokyo", "Asia/Seoul", "US/Eastern", "EST5EDT", "Mars/Olympus"
    assert [is_zone(name) for name in names] == [True, True, False, False, False]


def test_zone_abroad_is_called_by_its_city_beside_a_time() -> None:
    assert [zone_words(name) for name in ("America/Chicago", "Australia/Lord_Howe")] == [
        "Central",
        "Lord Howe",
    ]
