"""The state machines of headcounts and of annual rotation reports."""

from models.headcounts import HeadcountState
from models.machine import Machine
from models.rotation_reports import ReportState

HEADCOUNT = Machine(
    noun="headcount",
    start=HeadcountState.COUNTED,
    moves={(HeadcountState.COUNTED, "confirm"): HeadcountState.CONFIRMED},
    labels={
        HeadcountState.COUNTED: "counted, not confirmed",
        HeadcountState.CONFIRMED: "confirmed",
    },
    ends=frozenset({HeadcountState.CONFIRMED}),
)

ROTATION_REPORT = Machine(
    noun="rotation report",
    start=ReportState.DRAFT,
    moves={
        (ReportState.DRAFT, "make_ready"): ReportState.READY,
        (ReportState.READY, "send_back"): ReportState.DRAFT,
        (ReportState.READY, "close"): ReportState.CLOSED,
    },
    labels={
        ReportState.DRAFT: "draft",
        ReportState.READY: "ready, waiting for the programme office",
        ReportState.CLOSED: "closed",
    },
    ends=frozenset({ReportState.CLOSED}),
    reasoned=frozenset({"send_back"}),
)
