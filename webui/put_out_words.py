"""The words for a part that ended with the entry of the programme office that the reader had left."""

from flask import Flask

HAD_LEFT = "it was entered that you had left"


def part_ended(where: str = "the round") -> str:
    """That nobody withdrew, before what comes of it."""
    return f"Your part in {where} ended when {HAD_LEFT}"


def install(app: Flask) -> None:
    """Make the words known to the templates."""
    app.jinja_env.globals.update(HAD_LEFT=HAD_LEFT, part_ended=part_ended)
