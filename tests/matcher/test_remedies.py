"""What stops an agreement names who does what."""

from matcher.policy.assignment import BESIDE
from matcher.policy.assignment_texts import TEXTS
from matcher.policy.clause import Force
from matcher.policy.remedies import REMEDIES


def test_everything_that_stops_an_agreement_has_its_remedy_and_nothing_else() -> None:
    stopping = {code for code, (clause, _) in TEXTS.items() if clause.force is Force.HARD} - BESIDE
    assert set(REMEDIES) == stopping


def test_every_remedy_is_a_whole_sentence_of_who_does_what() -> None:
    for words in REMEDIES.values():
        assert words[0].isupper()
        assert words.endswith(".")
        assert any(who in words for who in ("oordinator", "agency", "xecutive", "employee", "Nobody", "Each"))
