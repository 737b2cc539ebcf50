"""What a check of policy says: a code, its force, one sentence, and the clause it rests on."""

from dataclasses import dataclass

from matcher.policy.clauses import Clause, Force


@dataclass(frozen=True)
class Reason:
    """One finding. `text` is the same on screens, in logs and in reports."""

    code: str
    text: str
    clause: Clause

    @property
    def force(self) -> Force:
        return self.clause.force

    @property
    def refuses(self) -> bool:
        """Whether the finding stops the act; otherwise it is shown and the act goes on."""
        return self.force is Force.HARD
