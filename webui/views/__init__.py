"""Every blueprint of the pages."""

from __future__ import annotations

from flask import Blueprint

from webui.views import (
    applicants,
    cards,
    catalogue,
    desk,
    disclosures,
    files,
    limits,
    my_result,
    offers,
    outcomes,
    pairs,
    publication,
    record,
    rounds,
    sheets,
    sign_in,
    solves,
    trail,
)

BLUEPRINTS: tuple[Blueprint, ...] = (
    sign_in.blueprint,
    desk.blueprint,
    cards.blueprint,
    catalogue.blueprint,
    sheets.blueprint,
    my_result.blueprint,
    disclosures.blueprint,
    files.blueprint,
    outcomes.blueprint,
    publication.blueprint,
    record.blueprint,
    trail.blueprint,
    offers.blueprint,
    applicants.blueprint,
    rounds.blueprint,
    limits.blueprint,
    pairs.blueprint,
    solves.blueprint,
)
