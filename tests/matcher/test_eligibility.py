"""The rules asked of one pair and of a whole round at once agree (all people invented)."""

import matcher
from matcher.rotation.choices import list_choices
from matcher.rotation.eligibility import CAUSES, Rules
from tests.matcher import engine
from tests.matcher.rounds import tiny_round


def test_rules_of_one_pair_are_those_of_the_whole_round() -> None:
    seen, differ = set(), []
    for number in range(300):
        rotation = matcher.parse_rotation(engine.encoded(tiny_round(number) | {"declined": []}))
        rules, choices = Rules(rotation), list_choices(rotation)
        people = {person.id: person for person in rotation.executives}
        posts = {post.id: post for post in rotation.opportunities}
        for row, cause in enumerate(choices.causes):
            executive, opportunity = choices.pair(row)
            seen.add(cause)
            if rules.cause(people[executive], posts[opportunity]) != cause:
                differ.append((number, executive, opportunity))
    assert differ == []
    assert seen == set(CAUSES)
