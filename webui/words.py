"""Enumerations in the words of the pages, where the value alone would not say it."""

from __future__ import annotations

from models.executives import CareerStage, Clearance, Relocation
from models.opportunities import Kind, Remote

CAREER_STAGES: dict[CareerStage, str] = {
    CareerStage.FINDING_MY_PLACE: "finding my place as an executive",
    CareerStage.MAKING_MY_MARK: "making my mark",
    CareerStage.LEAVING_MY_LEGACY: "leaving my legacy",
}
REACHES: dict[Relocation, str] = {
    Relocation.NO: "no, only within commuting distance of today's place",
    Relocation.LOCAL: "within the region around today's place",
    Relocation.REGION: "within today's part of the country",
    Relocation.ANY: "anywhere",
}
KINDS: dict[Kind, str] = {kind: kind.value.replace("_", " ") for kind in Kind} | {
    Kind.IPA: "IPA assignment",
    Kind.PART_TIME: "part-time assignment",
    Kind.VIRTUAL: "virtual assignment",
}
CLEARANCES: dict[Clearance, str] = {
    Clearance.NONE: "no clearance needed",
    Clearance.SECRET: "secret",
    Clearance.TOP_SECRET: "top secret",
}
REMOTES: dict[Remote, str] = {
    Remote.NONE: "on site",
    Remote.HYBRID: "partly remote",
    Remote.FULL: "fully remote",
}
