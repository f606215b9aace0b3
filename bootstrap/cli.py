"""`python3 -m bootstrap`: the commands behind the Makefile."""

import argparse
import contextlib
import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType

from bootstrap.console import Console, duration
from bootstrap.driver import decide_driver
from bootstrap.elevation import ensure_root, hand_back
from bootstrap.environment import exports, stack_environment, tools_environment
from bootstrap.faults import Fault, Interrupted
from bootstrap.lock import refuse_second, state_lock
from bootstrap.owner import check_owner, claim
from bootstrap.places import Places, find_places
from bootstrap.status import show_status
from bootstrap.steps.plan import all_steps, chosen_steps
from bootstrap.steps.runner import run_steps
from bootstrap.teardown import tear_down

WRONG_USE = 2
INTERRUPTED = 130
WITHOUT_ROOT = ("venv", "tools")
"""Steps that touch nothing but the clone and the cache."""


_COMMANDS = {"up": "`make up`", "down": "`make down`"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; a failure ends in a sentence and an exit code, never in a stack trace."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    chosen = _parser().parse_args(words)
    _listen()
    console = Console()
    try:
        return _dispatch(chosen, words, find_places(), console)
    except Interrupted as interrupted:
        again = f"run {_COMMANDS.get(chosen.command, 'it')} again to go on"
        console.error(f"interrupted at step {interrupted.step}: what was finished is kept, {again}")
        return INTERRUPTED
    except KeyboardInterrupt:
        console.error("interrupted: what was finished is kept")
        return INTERRUPTED
    except Fault as fault:
        console.error(str(fault))
        return fault.exit_code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python3 -m bootstrap",
        description="Slipway on this machine.",
        epilog="Exit codes: 0 fine, 1 a named failure, 2 wrong use, 130 interrupted.",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("up", help="tools, images, cluster, platform and the sample")
    commands.add_parser("down", help="remove what `up` made, and name what is left")
    status = commands.add_parser("status", help="what runs")
    status.add_argument("--json", action="store_true", help="print JSON for programs")
    commands.add_parser("env", help="shell exports for a plain `pulumi up`")
    step = commands.add_parser("step", help="run one step of `up`, or a group such as `tools`")
    step.add_argument("name")
    execute = commands.add_parser("exec", help="run a command as root with these exports")
    execute.add_argument(
        "--tools-only", action="store_true", help="export no more than PATH and SLIPWAY_STATE"
    )
    execute.add_argument("words", nargs=argparse.REMAINDER, metavar="COMMAND")
    return parser


def _dispatch(
    chosen: argparse.Namespace, words: Sequence[str], places: Places, console: Console
) -> int:
    match chosen.command:
        case "up":
            ensure_root(words, places)
            return _up(places, console)
        case "down":
            ensure_root(words, places)
            with refuse_second(state_lock(places.locks, places.state), str(places.state)):
                return tear_down(places, console)
        case "status":
            return show_status(places, ["--json"] if chosen.json else [], console)
        case "env":
            console.line("\n".join(exports(places)))
            return 0
        case "step":
            return _step(chosen.name, words, places, console)
        case _:
            return _execute(chosen.words, words, places, tools_only=chosen.tools_only)


def _up(places: Places, console: Console) -> int:
    with refuse_second(state_lock(places.locks, places.state), str(places.state)):
        steps = all_steps(places, decide_driver(places, console.line))
        started = console.clock()
        try:
            run_steps("up", steps, console)
        finally:
            hand_back(places)
        console.line(f"up in {duration(console.clock() - started)}")
    return 0


def _step(name: str, words: Sequence[str], places: Places, console: Console) -> int:
    steps = chosen_steps(all_steps(places, decide_driver(places, console.line)), name)
    if all(step.done() is not None for step in steps):
        run_steps("step", steps, console)  # nothing to do, so nobody's run is in the way
        return 0
    if name.partition(":")[0] not in WITHOUT_ROOT:
        ensure_root(words, places)
    if name != "venv":  # which lies in the clone: another clone's state doesn't matter to it
        check_owner(places)
        claim(places)
    with refuse_second(state_lock(places.locks, places.state), str(places.state)):
        try:
            run_steps("step", steps, console)
        finally:
            hand_back(places)
    return 0


def _execute(
    command: Sequence[str], words: Sequence[str], places: Places, *, tools_only: bool
) -> int:
    """Become another program, with Pulumi's environment or just with the tools."""
    if not command:
        raise Fault("exec: got no command; expected one", "name a program")
    ensure_root(words, places)
    environment = tools_environment(places) if tools_only else stack_environment(places)
    with contextlib.suppress(FileNotFoundError):
        os.execvpe(command[0], list(command), environment)  # noqa: S606 - no shell
    raise Fault(f"exec: got {command[0]}; expected a program", "correct its name")


def _listen() -> None:
    """Take every wish to end; a shell starts background jobs deaf to Ctrl-C, which we are not."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # else `nohup` was asked for
        signal.signal(signal.SIGHUP, _interrupt)


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Let a termination signal end us in the same order as Ctrl-C."""
    del number, frame
    raise KeyboardInterrupt
