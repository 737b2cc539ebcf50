"""Who takes a position of record and who gives one up, and what must hold before anybody takes it.

Not verbs: other verbs call these inside their own transaction, having asked for their own permission.
"""

from datetime import date

from sqlalchemy.orm import Session

from models.agencies import Agency
from models.errors import Conflict, Invalid
from models.executives import Executive
from models.positions import Occupancy, Position
from models.queries.held_positions import KEPT, TAKEN, rights_on, who_returns


def must_be_free(
    session: Session, position: Position, agency: Agency, executive: Executive | None = None
) -> None:
    """Raise unless it is a vacant one of the agency that nobody but that executive comes back to."""
    if position.agency_id != agency.id:
        raise Invalid(f"The post is not at {agency.name}.", about="position")
    if position.occupancy is not Occupancy.VACANT:
        raise Conflict(TAKEN, about="position")
    if others := [one for one in rights_on(session, position) if one.executive is not executive]:
        raise Conflict(KEPT.format(who=who_returns(others)), about="position")


def take(executive: Executive, position: Position) -> None:
    """The position is the executive's from now on."""
    executive.position_id, executive.position = position.id, position
    position.occupancy = Occupancy.FILLED


def vacate(executive: Executive) -> None:
    """The position, if there is one, is nobody's any more."""
    if executive.position is not None:
        executive.position.occupancy = Occupancy.VACANT
        executive.position_id, executive.position = None, None


def must_fit_in_time(ses_since: date, position_since: date, today: date) -> None:
    """Raise Invalid unless both days are over, the service begun first."""
    if ses_since > today:
        raise Invalid("The day the person joined the service must not be to come.", about="ses_since")
    if position_since > today:
        raise Invalid("The day the person took the post must not be to come.", about="position_since")
    if position_since < ses_since:
        raise Invalid("A member joins the service first, then takes the post.", about="position_since")
