"""`status`: what runs, as `slipway status` tells it."""

import subprocess
from collections.abc import Sequence

from bootstrap import owner
from bootstrap.console import Console
from bootstrap.environment import stack_environment
from bootstrap.places import Places
from bootstrap.steps.stack import stack_exists


def show_status(places: Places, arguments: Sequence[str], console: Console) -> int:
    """Hand over to `slipway status`; without a stack there is nothing to ask about."""
    if not stack_exists(places):
        console.line(f"nothing is up: no stack in {places.state}; `make up` makes one")
        return 0
    owner.check_owner(places)
    program = places.python.with_name("slipway")
    if not program.exists():
        console.line(f"a stack exists, but {program} doesn't; `make up` makes it")
        return 1
    command = (str(program), "status", *arguments)
    return subprocess.run(command, env=stack_environment(places), check=False).returncode
