"""The stack's configuration, checked whole before anything is built or started."""

import subprocess

from bootstrap.console import Progress
from bootstrap.environment import stack_environment
from bootstrap.faults import WrongConfiguration
from bootstrap.places import STACK, Places
from bootstrap.steps.runner import Step, never_done

_WRONG = 2


def config_step(places: Places) -> Step:
    """Refuse a stack file with faults, all of them named."""

    def run_step(progress: Progress) -> str:
        del progress
        check_configuration(places)
        return f"{places.committed_stack_file.name}: no faults"

    return Step(name="config", done=never_done, run=run_step)


def check_configuration(places: Places) -> None:
    """Run the product's own check on the clone's stack file.

    Raises:
        WrongConfiguration: The file has faults.
    """
    done = subprocess.run(
        (str(places.python.with_name("slipway")), "config", "check", "--stack", STACK),
        cwd=places.clone,
        env={
            **stack_environment(places),
            "SLIPWAY_CONFIG_FILE": str(places.committed_stack_file),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise WrongConfiguration(done.stderr.strip() or done.stdout.strip())
