"""The command line: `roundtrip COMMAND`."""

from __future__ import annotations

import click

from webui.commands.backups import backup, release_mail, restore, upgrade
from webui.commands.demo import demo
from webui.commands.portable import compare, explain, repair, solve, verify
from webui.commands.receipt import receipt
from webui.commands.serve import migrate, serve
from webui.commands.worker import worker


@click.group()
@click.version_option(package_name="roundtrip")
def main() -> None:
    """Mentoring and rotation matching for the U.S. Senior Executive Service."""


COMMANDS = (
    demo,
    solve,
    verify,
    explain,
    repair,
    compare,
    receipt,
    serve,
    worker,
    migrate,
    backup,
    restore,
    release_mail,
    upgrade,
)
for _command in COMMANDS:
    main.add_command(_command)
