"""Runs steps in order: told, timed, skipped when done, and resumable."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bootstrap.console import Console, Progress
from bootstrap.faults import Fault, Interrupted, StepFailed


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing to be done, and how to see that it is."""

    name: str
    done: Callable[[], str | None]
    """What is there already, as it is printed; None while there is something to do."""
    run: Callable[[Progress], str]
    """Does it and tells the outcome; may be called again after it was interrupted."""


def never_done() -> None:
    """For steps whose work itself finds out quickly that nothing is to be done."""


def run_steps(command: str, steps: Sequence[Step], console: Console) -> None:
    """Run what isn't done yet; the first fault ends it with the step's name."""
    for number, step in enumerate(steps, start=1):
        try:
            there = step.done()
            progress = Progress(console=console, title=f"[{number}/{len(steps)}] {step.name}")
            if there is not None:
                progress.finish(f"already there ({there})" if there else "done", timed=False)
                continue
            progress.finish(step.run(progress))
        except Fault as fault:
            raise StepFailed(command, step.name, fault) from fault
        except KeyboardInterrupt as interrupt:
            raise Interrupted(step.name) from interrupt
