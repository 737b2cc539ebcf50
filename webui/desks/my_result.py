"""What a published round asks of an executive: the offer to answer, the sheet to keep, how an offer ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flask import url_for

from models.proposals import ENDED, Party, ProposalState
from models.queries.my_rounds import MyRound
from webui.desk import News, Task
from webui.put_out_words import part_ended

_NO = "The host did not confirm your place of {}", "Your home agency did not agree to your place of {}"
_SILENCE = (
    "The host did not answer in time, so your offer of {} lapsed",
    "Your home agency did not answer in time, so your offer of {} lapsed",
)
"""Each of the host, and of the home agency."""


def published(one: MyRound, _now: datetime) -> Iterator[Task | News]:
    """What is to be answered or kept, or what became of it."""
    address = url_for("my_result.page", slug=one.round.slug)
    if one.proposal is ProposalState.OFFERED:
        yield Task(
            f"{one.round.name} offers you a place: read it and answer",
            one.due_at,
            "Read and answer",
            address,
        )
    elif one.hopes:
        kept = f"Your sheet is kept for the scramble of {one.round.name}; you are told of any offer"
        if one.refused_by_host:
            kept = f"{_said_no(one)}: read why. {kept}"
        yield News(kept, address=address)
    elif one.may_keep and not one.taken_out:
        yield _keep(one)
    elif one.proposal is None and one.takes_part:
        sentence = f"{one.round.name} has no place for you: read why, and what you can do next"
        yield News(sentence, address=address)
    elif one.proposal is ProposalState.ACCEPTED:
        yield News(
            f"You accepted your place of {one.round.name}: the host confirms once your home agency agrees",
            one.due_at,
            address=address,
        )
    elif one.proposal is ProposalState.HOME_AGREED:
        sentence = f"You accepted your place of {one.round.name}; next, the host confirms"
        yield News(sentence, one.due_at, address=address)
    elif one.proposal in ENDED and one.ended_by is not Party.EXECUTIVE and not one.put_out:
        sentence = f"{_said_no(one)}: read why, and what you can do next"
        yield News(sentence, address=address)
    elif one.proposal in ENDED:
        yield News(f"{_ended(one)}; your result says what you can do next", address=address)


def _ended(one: MyRound) -> str:
    """What the executive said to the offer, or did not say."""
    if one.put_out:
        return part_ended(one.round.name)
    if one.consent_at is None:
        return f"You withdrew from {one.round.name}"
    if one.proposal is ProposalState.LAPSED:
        return f"Your offer of {one.round.name} lapsed without an answer of yours"
    return f"You declined your place of {one.round.name}"


def closed(one: MyRound, _now: datetime) -> Iterator[Task | News]:
    """That a seat one hoped for is not offered any more."""
    if one.hopes:
        sentence = f"{one.round.name} is closed, and no seat of it is offered any more; see what you can do"
        yield News(sentence, address=url_for("my_result.page", slug=one.round.slug))


def _said_no(one: MyRound) -> str:
    """Whose no, or whose silence, ended an offer, as the result page says it."""
    sentence = _NO if one.proposal is ProposalState.DECLINED else _SILENCE
    return sentence[one.ended_by is Party.HOME].format(one.round.name)


def _keep(one: MyRound) -> Task:
    ask = "read why, and keep your sheet for the scramble if you wish"
    who = "freed seats are offered in it to those alone who kept theirs"
    address = url_for("my_result.page", slug=one.round.slug, _anchor="scramble")
    what = f"{one.round.name} has no place for you"
    if one.refused_by_host:
        what = _said_no(one)
    then = ", and it can open any day" if one.answers_due_at else ""
    return Task(f"{what}: {ask}; {who}{then}", None, "Read and decide", address, at=one.answers_due_at)
