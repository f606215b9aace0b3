"""The car-loan sample: trained, released, served and watched."""

from bootstrap.command import Command, run
from bootstrap.console import Progress
from bootstrap.environment import stack_environment
from bootstrap.places import Places
from bootstrap.steps.runner import Step, never_done


def sample_step(places: Places) -> Step:
    """Run the sample; it finds out itself what of it is done already."""

    def run_step(progress: Progress) -> str:
        run(
            Command(
                argv=(str(places.python), "-u", "-m", "examples.car_loan.run"),
                log=places.logs / "sample.log",
                cwd=places.clone,
                env=stack_environment(places),
                echo=True,
                patience=60.0,
            ),
            progress,
        )
        return "served and watched"

    return Step(name="sample", done=never_done, run=run_step)
