"""Names that cells may use, looked up once for a whole file."""

from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actors import Actor
from models.agencies import Agency, AgencyAlias
from models.alliances import MissionCluster
from models.competencies import Competency, Ecq, EcqFramework
from models.executives import Executive
from models.opportunities import Opportunity
from models.rounds import Round
from models.situations import JobFunction, Situation
from models.table_kinds.cells import Names, index


class Book:
    """The names of a database; what is added after the first look is not seen."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @cached_property
    def executives(self) -> Names:
        """By number, e-mail address and name."""
        query = (
            select(Executive.id, Executive.slug, Actor.email, Executive.name)
            .outerjoin(Actor, Actor.executive_id == Executive.id)
            .where(Executive.active)
        )
        rows = self._session.execute(query).all()
        return index((name, number) for number, *names in rows for name in names)

    @cached_property
    def agencies(self) -> Names:
        """By code, abbreviation, name and other names."""
        query = select(Agency.id, Agency.code, Agency.abbreviation, Agency.name).where(Agency.active)
        pairs = [(name, number) for number, *names in self._session.execute(query) for name in names]
        others = select(AgencyAlias.name, AgencyAlias.agency_id).join(
            Agency, Agency.id == AgencyAlias.agency_id
        )
        more = self._session.execute(others.where(Agency.active))
        return index(pairs, ((name, number) for name, number in more))

    @cached_property
    def situations(self) -> Names:
        return self._coded(Situation.id, Situation.code, Situation.name)

    @cached_property
    def functions(self) -> Names:
        return self._coded(JobFunction.id, JobFunction.code, JobFunction.name)

    @cached_property
    def missions(self) -> Names:
        return self._coded(MissionCluster.id, MissionCluster.code, MissionCluster.name)

    @cached_property
    def competencies(self) -> Names:
        """Those of the framework in force."""
        query = (
            select(Competency.name, Competency.id)
            .join(Ecq, Ecq.id == Competency.ecq_id)
            .join(EcqFramework, EcqFramework.id == Ecq.framework_id)
            .order_by(EcqFramework.effective_from, Competency.id)
        )
        newest = {name.casefold(): (name, number) for name, number in self._session.execute(query)}
        return index(newest.values())

    @cached_property
    def ecqs(self) -> Names:
        """Those of the newest framework that has one of the name."""
        query = (
            select(Ecq.name, Ecq.id)
            .join(EcqFramework, EcqFramework.id == Ecq.framework_id)
            .order_by(EcqFramework.effective_from, Ecq.id)
        )
        newest = {name.casefold(): (name, number) for name, number in self._session.execute(query)}
        return index(newest.values())

    @cached_property
    def rounds(self) -> Names:
        return self._coded(Round.id, Round.slug, Round.name)

    @cached_property
    def opportunities(self) -> Names:
        """By number alone: titles repeat."""
        query = select(Opportunity.id, Opportunity.slug)
        return index((slug, number) for number, slug in self._session.execute(query))

    @cached_property
    def executive_slugs(self) -> dict[int, str]:
        """The numbers by which lists name executives."""
        return dict(self._session.execute(select(Executive.id, Executive.slug)).all())

    @cached_property
    def opportunity_slugs(self) -> dict[int, str]:
        """The numbers by which lists name opportunities."""
        return dict(self._session.execute(select(Opportunity.id, Opportunity.slug)).all())

    def _coded(self, *columns: object) -> Names:
        rows = self._session.execute(select(*columns)).all()  # type: ignore[call-overload]
        return index((name, number) for number, *names in rows for name in names)
