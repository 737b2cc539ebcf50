"""Who may do what about headcounts, annual reports and evaluations: that part of the table of access."""

from typing import Any

from models.actors import Role
from models.agreement_rules import KEEPS_RIGHT
from models.evaluations import Evaluation
from models.holding import OFFICE, OWNER, Holder, Rule, either, holds, speaks_for
from models.returns import ReturnRight
from models.rotation_reports import RotationReport

COORDINATES = speaks_for(Role.AGENCY_COORDINATOR)


def writes_report() -> Rule:
    """The actor coordinates for the agency of the report, or for the agency itself."""

    def rule(holder: Holder, obj: Any) -> bool:
        return COORDINATES(holder, obj.agency if isinstance(obj, RotationReport) else obj)

    return rule


def is_asked() -> Rule:
    """The evaluation was put to the actor."""

    def rule(holder: Holder, evaluation: Evaluation) -> bool:
        return evaluation.person_id == holder.actor.id

    return rule


def hosts_right() -> Rule:
    """The actor is the supervisor at the host who is named in the agreement, and not the executive."""

    def rule(holder: Holder, right: ReturnRight) -> bool:
        return right.agreement.host_supervisor_id == holder.actor.id and not OWNER(holder, right)

    return rule


WRITES = writes_report()
READS_REPORT = either(WRITES, OFFICE, holds(Role.AUDITOR))
RULES: dict[str, Rule] = {
    "away_checks.see": either(OWNER, KEEPS_RIGHT, hosts_right(), OFFICE),
    "away_checks.tick": either(KEEPS_RIGHT, hosts_right()),
    "away_checks.untick": either(KEEPS_RIGHT, hosts_right()),
    "evaluations.answer": is_asked(),
    "evaluations.see": is_asked(),
    "headcounts.confirm": OFFICE,
    "headcounts.confirm_all": OFFICE,
    "headcounts.correct": OFFICE,
    "headcounts.count": holds(Role.SYSTEM),
    "headcounts.enter": either(WRITES, OFFICE),
    "headcounts.see": READS_REPORT,
    "programme.see": OFFICE,
    "report_files.take": READS_REPORT,
    "report_files.take_all": holds(Role.PROGRAMME_OFFICE, Role.AUDITOR),
    "rotation_reports.close": OFFICE,
    "rotation_reports.correct": OFFICE,
    "rotation_reports.list": holds(Role.AGENCY_COORDINATOR, Role.PROGRAMME_OFFICE, Role.AUDITOR),
    "rotation_reports.make_ready": WRITES,
    "rotation_reports.see": READS_REPORT,
    "rotation_reports.send_back": OFFICE,
    "rotation_reports.show_names": either(WRITES, OFFICE),
    "rotation_reports.write": WRITES,
}
