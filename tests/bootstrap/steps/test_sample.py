import io
from collections.abc import Callable
from pathlib import Path

from bootstrap.console import Progress
from bootstrap.places import Places
from bootstrap.steps.sample import sample_step

Write = Callable[[Path, str], Path]


def test_the_sample_runs_in_the_clone_with_the_stacks_environment(
    places: Places, progress: Progress, out: io.StringIO, write_program: Write
) -> None:
    write_program(places.python, 'echo "$* in $(pwd) with $PULUMI_HOME"')
    assert sample_step(places).run(progress) == "served and watched"
    assert (
        f"      -u -m examples.car_loan.run in {places.clone} with {places.pulumi_home}\n"
        in out.getvalue()
    )
