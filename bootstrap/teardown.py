"""`down`: destroys the stack, removes the state folder, and names what is left."""

import shutil

from bootstrap import leftovers, owner
from bootstrap.command import Command, CommandFailed, run
from bootstrap.console import Console, Progress
from bootstrap.environment import stack_environment
from bootstrap.faults import Fault
from bootstrap.leftovers import Left
from bootstrap.places import Places
from bootstrap.steps.platform import pulumi_command
from bootstrap.steps.runner import Step, never_done, run_steps
from bootstrap.steps.stack import drop_dead_locks, stack_exists

CLUSTER_MODULE = ("components", "local", "bare", "__main__.py")


def tear_down(places: Places, console: Console) -> int:
    """Remove all that `up` made but the cache; exit code 1 if something is left."""
    owner.check_owner(places)
    left: list[Left] = []
    if not places.state.exists():
        console.line("nothing is up: there is no state folder")
    else:
        run_steps("down", [_destroy_step(places), _remove_step(places, left)], console)
    left += leftovers.on_machine(places)
    for item in left:
        console.line(f"left: {item.text}")
    if places.cache.exists():
        console.line(f"kept: the cache {places.cache}, so that the next `make up` is quick")
    if left:
        console.line("down failed: see what is left above; end or unmount it, then run it again")
        return 1
    console.line("nothing is left")
    return 0


def _destroy_step(places: Places) -> Step:
    def run_step(progress: Progress) -> str:
        if stack_exists(places) and places.python.exists():
            drop_dead_locks(places, progress)
            try:
                run(_destroy_command(places), progress)
            except CommandFailed as failure:
                progress.say(f"pulumi destroy failed: {failure.reason}")
            else:
                return "destroyed"
        return _remove_cluster(places, progress)

    return Step(name="destroy", done=never_done, run=run_step)


def _destroy_command(places: Places) -> Command:
    remedy = "the cluster is now removed without Pulumi"
    return pulumi_command(places, "destroy", "--yes", "--skip-preview", remedy=remedy)


def _remove_cluster(places: Places, progress: Progress) -> str:
    """Take the cluster down by its own means; everything in the stack lives on it."""
    module = places.clone.joinpath(*CLUSTER_MODULE)
    if not places.cluster.exists() or not module.exists() or not places.python.exists():
        return "there is no cluster to remove"
    argv = (str(places.python), "-m", "slipway.components.local.bare", "down")
    run(
        Command(
            argv=(*argv, "--state", str(places.cluster)),
            log=places.logs / "cluster-down.log",
            cwd=places.clone,
            env=stack_environment(places),
            remedy="see the log; what is left is named by `make down`",
            echo=True,
        ),
        progress,
    )
    return "cluster removed without Pulumi"


def _remove_step(places: Places, left: list[Left]) -> Step:
    def run_step(_: Progress) -> str:
        used = leftovers.in_use(places)
        if used:
            left.extend(used)
            left.append(Left(kind="files", name=f"{places.state}, since they are in use"))
            return "kept, as it is in use"
        try:
            shutil.rmtree(places.state)
        except OSError as error:
            raise Fault(
                f"{error.filename}: can't be removed ({error.strerror})",
                "correct that, then run `make down` again",
            ) from error
        return f"{places.state} removed"

    return Step(name="state folder", done=never_done, run=run_step)
