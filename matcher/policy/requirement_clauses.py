"""The rule of gate requirements: a choice of this service."""

from matcher.policy.clauses import BEGINNING, OURS, Clause, Confidence, Force

GATE_REQUIREMENT = Clause(
    code="gate_requirement",
    value=None,
    unit="",
    citation=f"{OURS}: a gate is attested by the executive, or waived by the host's coordinator or board",
    effective_from=BEGINNING,
    confidence=Confidence.POLICY,
    force=Force.HARD,
)

CLAUSES = (GATE_REQUIREMENT,)
