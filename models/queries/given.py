"""The values that a statement built once for the whole process is given at each reading: building one anew
costs several times what running it does."""

from sqlalchemy import Date, Integer, bindparam

from models.base import UtcInstant

ME, ACTOR = bindparam("me", type_=Integer()), bindparam("actor", type_=Integer())
"""The ids of the executive whom the reader is, and of the reader."""
NOW, LATELY = bindparam("now", type_=UtcInstant()), bindparam("lately", type_=UtcInstant())
TODAY = bindparam("today", type_=Date())
"""The moment of the reading, and one before it from which on something is still told; the day of the
reading in Washington."""
