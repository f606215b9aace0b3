"""`pulumi up` on the local stack."""

from bootstrap.command import Command, run
from bootstrap.console import Progress
from bootstrap.environment import stack_environment
from bootstrap.places import STACK, Places
from bootstrap.steps.runner import Step, never_done

INTERRUPT_SECONDS = 120.0


def pulumi_command(places: Places, *words: str, remedy: str) -> Command:
    """A change of the stack, shown while it runs; after Ctrl-C Pulumi saves what it has done."""
    options = ("--stack", STACK, "--config-file", str(places.stack_file), "--color", "never")
    return Command(
        argv=(str(places.bin / "pulumi"), "--non-interactive", *words, *options),
        log=places.logs / f"pulumi-{words[0]}.log",
        cwd=places.clone,
        env=stack_environment(places),
        remedy=remedy,
        echo=True,
        interrupt_leader_only=True,
        patience=INTERRUPT_SECONDS,
    )


def platform_step(places: Places) -> Step:
    """Create, repair or update the cluster and everything on it; what is right stays untouched."""

    def run_step(progress: Progress) -> str:
        command = pulumi_command(
            places,
            "up",
            "--yes",
            "--skip-preview",
            remedy="correct what the message names, then run `make up` again to go on from there",
        )
        run(command, progress)
        return "up"

    return Step(name="platform", done=never_done, run=run_step)
