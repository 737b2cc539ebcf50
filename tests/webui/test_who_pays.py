"""Who pays an assignment, as its pages say it."""

import pytest

from models.agreement_words import FUNDINGS, who_pays
from models.opportunities import FundingBasis, Kind


@pytest.mark.parametrize("kind", Kind)
def test_host_pays_whoever_moves_for_good(kind: Kind) -> None:
    for funding in FundingBasis:
        said = "the host agency: whoever moves for good is its own"
        assert who_pays(funding, kind) == (said if kind.is_permanent else FUNDINGS[funding])
