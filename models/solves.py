"""Runs of the solver in a process of their own: asked for, watched, finished, failed or cancelled."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Edited, Id, Words, arguments, by_value, check
from models.rounds import Round
from models.scenarios import Scenario


class SolveState(enum.StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Solve(Edited, Base):
    __tablename__ = "solves"
    __table_args__ = arguments(
        check("time_limit_is_positive", "time_limit > 0"),
        check("done_is_not_negative", "done >= 0"),
        check("a_failed_run_says_why", f"(state = '{SolveState.FAILED}') = (failure IS NOT NULL)"),
    )

    id: Mapped[Id]
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), index=True)
    scenario_id: Mapped[int | None] = mapped_column(
        ForeignKey("scenarios.id"), comment="empty: the round as it was frozen"
    )
    state: Mapped[SolveState] = mapped_column(by_value(SolveState, "state_is_known"))
    stage: Mapped[str | None] = mapped_column(String(40), comment="the stage being solved")
    done: Mapped[int] = mapped_column(default=0, comment="stages finished")
    total: Mapped[int] = mapped_column(comment="stages in all")
    time_limit: Mapped[int] = mapped_column(comment="seconds")
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("actors.id"))
    beat_at: Mapped[datetime | None] = mapped_column(comment="the last sign of life")
    finished_at: Mapped[datetime | None]
    failure: Mapped[Words | None] = mapped_column(comment="why it failed, in a sentence")
    outcome_id: Mapped[int | None] = mapped_column(ForeignKey("outcomes.id"))

    round: Mapped[Round] = relationship()
    scenario: Mapped[Scenario | None] = relationship()
