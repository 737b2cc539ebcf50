"""What the checks of an assignment say, each sentence with the clause it rests on."""

from matcher.policy import assignment_clauses as law
from matcher.policy import clauses, return_clauses
from matcher.policy.clause import Clause

TEXTS: dict[str, tuple[Clause, str]] = {
    "run_too_short": (
        clauses.ROTATION_DAYS,
        "The run from {start} to {end} lasts {days} days; fewer than {figure} do not count as a rotation.",
    ),
    "no_new_ground": (
        law.DESTINATIONS,
        "The assignment stays in the same component and function; a rotation goes to another.",
    ),
    "no_rotation_form": (law.ROTATION_FORMS, "A {kind} engagement is not among the forms of a rotation."),
    "rotation_long_ago": (
        law.ROTATION_YEARS,
        "The last developmental assignment ended on {last}, more than {figure} years before this one.",
    ),
    "no_right_by_the_order": (
        law.ORDER_NO_RIGHT,
        "The executive order of 2015 creates no enforceable right, and is subject to law and appropriations.",
    ),
    "away_twice": (
        law.ONE_PLACE,
        "The days overlap time away under another agreement, from {start} to {end}.",
    ),
    "accepted_elsewhere": (
        law.ONE_PLACE,
        "A place in {round} was accepted that runs {days}; one of the two is given up first.",
    ),
    "position_not_kept": (law.POSITION_KEPT, "The detail names no position of record that is kept."),
    "home_does_not_pay": (law.POSITION_KEPT, "A detail is paid from the position of record, at home."),
    "order_missing": (
        law.ORDER_DAYS,
        "No written order covers {start} to {end}; each covers up to {figure} days.",
    ),
    "order_too_long": (
        law.ORDER_DAYS,
        "Order {number} covers {days} days; one order covers at most {figure}.",
    ),
    "order_late": (law.ORDER_DAYS, "Order {number} was signed on {signed}, after its first day."),
    "renew_between": (
        law.RENEWAL_DAYS,
        "The detail lasts {days} days; many agencies approve one again every {figure} days.",
    ),
    "unclassified_too_long": (
        law.UNCLASSIFIED_DAYS,
        "The detail to unclassified duties lasts {days} days; at most {figure} are allowed.",
    ),
    "lower_too_long": (
        law.LOWER_DAYS,
        "The detail to a position at GS-15 or below lasts {days} days; over {figure} OPM approves.",
    ),
    "not_a_member": (
        law.MEMBERS,
        "Somebody outside the Senior Executive Service competes for its positions beyond {figure} days.",
    ),
    "reserved_detail": (
        law.RESERVED_DETAIL,
        "The position is career reserved; a {appointment} appointee is not detailed to it.",
    ),
    "general_only": (
        clauses.GENERAL_POSITIONS,
        "The position is career reserved; a {appointment} appointment may fill general positions only.",
    ),
    "notice_short": (
        law.NOTICE_DAYS,
        "A reassignment takes effect at the earliest {figure} days after written notice{given}.",
    ),
    "far_notice_short": (
        law.FAR_NOTICE_DAYS,
        "Outside the commuting area a reassignment takes effect {figure} days after written notice{given}.",
    ),
    "not_consulted": (
        law.CONSULTATION,
        "The executive is consulted on reasons and preferences before the notice and before any waiver.",
    ),
    "in_moratorium": (
        law.MORATORIUM_DAYS,
        "An involuntary reassignment is possible from {first}, after the {figure} days since {appointed}.",
    ),
    "moratorium_excepted": (law.MORATORIUM_EXCEPTION, "The 120 days do not bar this reassignment: {why}"),
    "removal_barred": (
        law.REMOVAL_BAR_DAYS,
        "After the appointment of {appointed} nobody is removed for performance until {last}.",
    ),
    "consent_missing": (law.SIGNED_CONSENT, "The executive's dated consent to the move is not on record."),
    "transfer_unconsented": (
        law.TRANSFER_CONSENT,
        "A transfer needs the consent of {who}; none is on record.",
    ),
    "career_given_up": (
        law.CAREER_KEPT,
        "The executive's written consent to give up a career appointment is not on record before the start.",
    ),
    "term_too_long": (
        law.LIMITED_TERM_MONTHS,
        "A limited term lasts at most {figure} months; this would go beyond {last}.",
    ),
    "emergency_too_long": (
        law.LIMITED_EMERGENCY_MONTHS,
        "A limited emergency appointment lasts at most {figure} months; this would go beyond {last}.",
    ),
    "limited_too_long": (
        law.LIMITED_MONTHS,
        "Limited service would exceed {figure} months in 48 on {day}.",
    ),
    "probation_not_over": (law.PROBATION_MONTHS, "The executive is in probation until {last}."),
    "unqualified": (law.QUALIFICATION, "The written determination of qualifications is not on record."),
    "unqualified_detail": (
        law.QUALIFICATION_DETAIL,
        "No determination of qualifications is on record; a detail goes better with one.",
    ),
    "sabbatical_not_career": (law.SABBATICAL_CAREER, "A sabbatical is for career appointees."),
    "sabbatical_too_long": (
        law.SABBATICAL_MONTHS,
        "A sabbatical of {figure} months from {start} ends by {last}.",
    ),
    "sabbatical_compensated": (
        law.SABBATICAL_PURPOSE,
        "A sabbatical is for study or uncompensated work experience.",
    ),
    "sabbatical_service_short": (
        law.SABBATICAL_SERVICE,
        "{figure} years of service, IPA assignments not counted, are complete on {first}.",
    ),
    "sabbatical_ses_short": (
        law.SABBATICAL_SES,
        "{figure} years in the Senior Executive Service are complete on {first}.",
    ),
    "sabbatical_again": (
        law.SABBATICAL_AGAIN,
        "One sabbatical is granted in {figure} years; the next may start on {first}.",
    ),
    "sabbatical_retirement": (
        law.SABBATICAL_RETIREMENT,
        "The attestation is missing that no immediate annuity is open to the executive at the start.",
    ),
    "sabbatical_unagreed": (
        law.SABBATICAL_OBLIGATION,
        "The written agreement to serve {figure} years afterwards is not signed by the first day.",
    ),
    "sabbatical_obliged": (
        law.SABBATICAL_OBLIGED,
        "The obligation of {figure} years of service ends on {last}.",
    ),
    "sabbatical_paid": (
        law.SABBATICAL_PAY,
        "Pay, leave, service credit and rating go on; travel may be paid.",
    ),
    "ipa_host": (law.IPA_HOSTS, "{host} is not among the hosts of an IPA assignment."),
    "ipa_uncertified": (law.IPA_CERTIFICATION, "The assigning agency has not certified the host."),
    "ipa_not_career": (law.IPA_CAREER, "A {appointment} appointee is not sent on an IPA assignment."),
    "ipa_inbound_short": (
        law.IPA_INBOUND_DAYS,
        "The person completes {figure} days in a career position with the employer on {last}.",
    ),
    "ipa_unconsented": (law.IPA_CONSENT, "The employee's consent to the IPA assignment is not on record."),
    "ipa_no_concern": (law.IPA_CONSENT, "The agreement does not say what concern and benefit are mutual."),
    "ipa_too_long": (law.IPA_MONTHS, "An IPA assignment of {figure} months from {start} ends by {last}."),
    "ipa_extension_too_long": (
        law.IPA_EXTENDED_MONTHS,
        "An IPA assignment with its extension, {figure} months from {start}, ends by {last}.",
    ),
    "ipa_career_total": (
        law.IPA_CAREER_YEARS,
        "With {before} days before it, the assignment passes {figure} years of a career on {last}.",
    ),
    "ipa_continuous": (
        law.IPA_CONTINUOUS_MONTHS,
        "Continuous assignments since {since} reach {figure} months on {last}.",
    ),
    "ipa_not_back": (
        law.IPA_BACK_MONTHS,
        "After four continuous years, {figure} months back end on {last}, before another assignment.",
    ),
    "ipa_unobliged": (
        law.IPA_OBLIGATION,
        "The agreement to serve afterwards, as long as the assignment lasts, is not signed by its first day.",
    ),
    "ipa_obliged": (law.IPA_OBLIGATION_END, "The obligation to serve ends on {last}."),
    "ipa_status": (
        law.IPA_STATUS,
        "The status is a detail or leave without pay; the agreement says {status}.",
    ),
    "ipa_pay": (law.IPA_PAY, "At a research and development center, pay stays within the Federal rate."),
    "ipa_relocation": (
        law.IPA_RELOCATION,
        "Relocation is paid only after written agreement to complete the assignment or one year.",
    ),
    "ipa_unagreed": (
        law.IPA_AGREEMENT,
        "The agreement of employee, agency and host is not signed before the first day.",
    ),
    "ipa_notice_short": (
        law.IPA_NOTICE_DAYS,
        "An early end is told {figure} days before in writing, where possible{given}.",
    ),
    "ipa_separated": (
        law.IPA_SEPARATION,
        "The person left the original employer on {day}: the assignment ends.",
    ),
    "ipa_return": (
        law.IPA_RETURN,
        "After an early end the executive returns to the position of before or its like.",
    ),
    "reemployment_asked": (
        return_clauses.REEMPLOYMENT_ASKED,
        "Reemployment is applied for by {last}, {figure} days after {left}, the last day elsewhere.",
    ),
    "reemployed_soon": (
        return_clauses.REEMPLOYMENT_DAYS,
        "The former agency reemploys within {figure} days after the application.",
    ),
    "host_plan_missing": (law.HOST_PLAN_DAYS, "The host's goals and requirements are due by {due}."),
    "host_appraisal_missing": (
        law.HOST_APPRAISAL_DAYS,
        "The assignment lasts {days} days; from {figure} on the host sets goals and appraises in writing.",
    ),
    "departure_unappraised": (
        law.DEPARTURE_APPRAISAL,
        "The supervisor appraises in writing before the executive leaves; no appraisal is on record.",
    ),
    "stint_short": (
        law.APPRAISAL_DAYS,
        "The assignment lasts {days} days; fewer than {figure} cannot be rated alone.",
    ),
    "administration_new": (
        law.ADMINISTRATION_DAYS,
        "No career appointee is appraised within {figure} days of a new administration, until {last}.",
    ),
    "review_board": (
        law.REVIEW_BOARD,
        "The annual rating is given after review by the performance review board.",
    ),
    "home_award": (law.HOME_AWARD, "On a detail the executive stays in the award pool of the home agency."),
    "appraisal_answer": (
        law.APPRAISAL_ANSWER,
        "The executive may answer the appraisal in writing and ask for review at a higher level.",
    ),
}
