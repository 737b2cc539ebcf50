"""How a job says that not everything could be done."""


class Incomplete(Exception):
    """Some items failed and the others were done; `str()` tells both."""
