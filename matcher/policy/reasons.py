"""What a check of policy says: a code, one sentence, and the clause with its force and citation."""

from dataclasses import dataclass
from typing import Any

from matcher.policy import (
    assignment_texts,
    clauses,
    mentoring_texts,
    nomination_texts,
    programme_texts,
    release_clauses,
    requirement_clauses,
    return_clauses,
)
from matcher.policy.clause import Confidence
from matcher.policy.clauses import Clause, Force
from matcher.policy.law import Law


@dataclass(frozen=True)
class Reason:
    """One finding. `text` is the same on screens, in logs and in reports."""

    code: str
    text: str
    clause: Clause

    @property
    def refuses(self) -> bool:
        """Whether the finding stops the act; any other is shown and the act goes on."""
        return self.clause.force is Force.HARD


TEXTS: dict[str, tuple[Clause, str]] = {
    "own_agency": (
        clauses.OTHER_AGENCY,
        "{opportunity} is in the home agency, so this round gives no place there.",
    ),
    "no_alliance": (
        clauses.ALLIED_AGENCIES,
        "{opportunity} is in an agency that does not exchange people with the home agency in this round.",
    ),
    "internal": (
        clauses.OUTWARD_EXCHANGE,
        "{opportunity} is in a part of government that does not exchange within itself in this round.",
    ),
    "recorded_rule": (
        clauses.RECORDED_RULE,
        "{opportunity} is closed by a recorded rule of this round: {why}",
    ),
    "gate_unmet": (
        requirement_clauses.GATE_REQUIREMENT,
        '{opportunity} requires "{requirement}", which is neither attested nor waived.',
    ),
    "needs_clearance": (
        clauses.CLEARANCE,
        "{opportunity} needs a clearance ({needed}); the card says {held}.",
    ),
    "career_reserved": (
        clauses.GENERAL_POSITIONS,
        "{opportunity} is career reserved; a {appointment} appointment may fill general positions only.",
    ),
    "outside_ses": (
        clauses.OUTSIDE_SES,
        "{opportunity} is at an agency outside the Senior Executive Service.",
    ),
    "short_rotation": (
        clauses.ROTATION_DAYS,
        "{opportunity} lasts {days} days; fewer than {figure} do not count as a rotation.",
    ),
    "starts_too_early": (
        clauses.START_AFTER_RESULTS,
        "{opportunity} must start by {until}, before the results of the round on {results}.",
    ),
    "in_probation": (
        release_clauses.PROBATION,
        "{opportunity} can begin on {begins}, before the year of probation ends on {ends}.",
    ),
    "moves_enough": (
        release_clauses.ENOUGH_MOVES,
        "The card counts {moves} moves; {enough} are enough for a broad view.",
    ),
    "too_soon_again": (
        release_clauses.COOL_OFF,
        (
            "The last assignment is to {last}: {figure} months at home last until {until}, but "
            "{opportunity} can begin on {begins}, before they are over."
        ),
    ),
    "begins_while_away": (
        release_clauses.COOL_OFF,
        (
            "{opportunity} begins by {latest} at the latest, and the assignment away lasts until {last}: it "
            "can be taken only if that one ends early. {figure} months at home after it last until {until}."
        ),
    ),
    "begins_beside_place": (
        release_clauses.ONE_PLACE_AHEAD,
        (
            "The days of {opportunity} overlap the place accepted in {round}, {days}: it can be taken only "
            "if that one is given up."
        ),
    ),
    "begins_beside_agreement": (
        release_clauses.ONE_PLACE_AHEAD,
        (
            "The days of {opportunity} overlap the agreement with {host}, {days}: it can be taken only if "
            "that agreement makes way."
        ),
    ),
    "begins_beside_move": (
        release_clauses.ONE_PLACE_AHEAD,
        (
            "The days of {opportunity} overlap the move for good to {host}, from {start} on: while that "
            "stands, it cannot be taken. What begins after {until} can, released by {host} as by any home "
            "agency."
        ),
    ),
    "transition_away": (
        release_clauses.LEADERSHIP_CHANGE,
        "{opportunity} can run over {day}, when political leadership and its promises can change.",
    ),
    "begins_too_late": (
        release_clauses.RELEASE_CONDITIONS,
        "{opportunity} begins on {begins} at the earliest; your agency releases you to begin by {by}.",
    ),
    "absent_too_long": (
        release_clauses.RELEASE_CONDITIONS,
        "{opportunity} lasts {days} days; your agency releases you for at most {longest}.",
    ),
    "absent_for_good": (
        release_clauses.RELEASE_CONDITIONS,
        (
            "{opportunity} is for good, longer than any number of days; your agency releases you for at most "
            "{longest}."
        ),
    ),
    "sheet_too_long": (
        clauses.LONGEST_SHEET,
        "The sheet has {items} items; it may have at most {figure}.",
    ),
    "grant_too_long": (
        clauses.LONGEST_GRANT,
        "A role is held for at most {figure} days at a time; this would be {days}.",
    ),
    "no_objective": (
        clauses.MEASURED_OBJECTIVES,
        "{opportunity} names no objective; at least {figure} is needed.",
    ),
    "no_indicator": (
        clauses.MEASURED_OBJECTIVES,
        "{opportunity} names no indicator of success; at least {figure} is needed.",
    ),
    **mentoring_texts.TEXTS,
    **nomination_texts.TEXTS,
    **assignment_texts.TEXTS,
    **programme_texts.TEXTS,
    "position_pointed_at": (
        return_clauses.POSITION_HELD,
        "{who} comes back to {position}: name an equivalent position that is held instead.",
    ),
    "no_plan": (
        clauses.DEVELOPMENT_PLAN,
        "There is no development plan on record; every senior executive has one.",
    ),
    "no_term": (
        clauses.PLAN_TERMS,
        "The plan names no {term}-term objective; at least {figure} is needed.",
    ),
    "no_breadth": (
        clauses.PLAN_BREADTH,
        "The plan outlines nothing that widens the view ({examples}); at least {figure} is needed.",
    ),
    "review_due": (
        clauses.PLAN_REVIEW,
        "The board's review of the development plan is due by {due}; one comes every {figure} months.",
    ),
    "review_overdue": (
        clauses.PLAN_REVIEW,
        "The board's review of the development plan was due by {due}; one comes every {figure} months.",
    ),
    "activity_due": (
        clauses.YEARLY_ACTIVITY,
        "A developmental activity is due by {due}; one comes every {figure} months.",
    ),
    "activity_overdue": (
        clauses.YEARLY_ACTIVITY,
        "A developmental activity was due by {due}; one comes every {figure} months.",
    ),
    "assessment_due": (
        clauses.LEADERSHIP_ASSESSMENT,
        "A leadership assessment is due by {due}; one comes every {figure} months.",
    ),
    "assessment_overdue": (
        clauses.LEADERSHIP_ASSESSMENT,
        "A leadership assessment was due by {due}; one comes every {figure} months.",
    ),
    "aim_too_far": (
        clauses.LONGEST_AIM,
        "{day} is more than {figure} years ahead.",
    ),
}


def reason(code: str, **facts: Any) -> Reason:
    """The finding `code`, its sentence filled with `facts` and with the clause's figure."""
    clause, text = TEXTS[code]
    return _found(code, clause, text, facts)


def reason_under(law: Law, code: str, **facts: Any) -> list[Reason]:
    """The finding under the version of its clause that `law` holds; nothing where none is in force."""
    clause = law.version(TEXTS[code][0])
    return [] if clause is None else [_found(code, clause, TEXTS[code][1], facts)]


def _found(code: str, clause: Clause, text: str, facts: dict[str, Any]) -> Reason:
    """What is known only from memory says so in its sentence."""
    said = text.format(figure=clause.value, **facts)
    if clause.confidence is Confidence.NOT_VERIFIED:
        said += " (This rule is not verified.)"
    return Reason(code, said, clause)
