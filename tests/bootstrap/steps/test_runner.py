import io

import pytest

from bootstrap.console import Console, Progress
from bootstrap.faults import Fault, Interrupted, StepFailed
from bootstrap.steps.runner import Step, never_done, run_steps


def test_steps_are_numbered_run_and_skipped_when_done(console: Console, out: io.StringIO) -> None:
    ran: list[str] = []

    def make(progress: Progress) -> str:
        progress.say("working")
        ran.append("made")
        return "made"

    def forbidden(_: Progress) -> str:
        raise AssertionError

    steps = [
        Step(name="tools: kubectl", done=lambda: "from PATH", run=forbidden),
        Step(name="images", done=never_done, run=make),
        Step(name="venv", done=lambda: "", run=forbidden),
    ]
    run_steps("up", steps, console)
    assert ran == ["made"]
    assert out.getvalue().splitlines() == [
        "[1/3] tools: kubectl ... already there (from PATH)",
        "      working",
        "[2/3] images ... made, 0 s",
        "[3/3] venv ... done",
    ]


def test_a_fault_ends_the_run_with_the_steps_name(console: Console) -> None:
    def fail(_: Progress) -> str:
        raise Fault("disk full", "free some space")

    def forbidden(_: Progress) -> str:
        raise AssertionError

    steps = [
        Step(name="images", done=never_done, run=fail),
        Step(name="stack", done=never_done, run=forbidden),
    ]
    with pytest.raises(StepFailed) as caught:
        run_steps("up", steps, console)
    assert str(caught.value) == "up failed at step images: disk full; free some space"


def test_a_fault_while_looking_is_told_like_one_while_working(console: Console) -> None:
    def look() -> str | None:
        raise Fault("no pins", "restore the file")

    with pytest.raises(StepFailed, match="up failed at step pulumi-home: no pins"):
        run_steps("up", [Step(name="pulumi-home", done=look, run=lambda _: "")], console)


def test_an_interrupt_carries_the_steps_name(console: Console) -> None:
    def interrupt(_: Progress) -> str:
        raise KeyboardInterrupt

    with pytest.raises(Interrupted) as caught:
        run_steps("up", [Step(name="platform", done=never_done, run=interrupt)], console)
    assert caught.value.step == "platform"


def test_a_bug_keeps_its_stack_trace(console: Console) -> None:
    def bug(_: Progress) -> str:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run_steps("up", [Step(name="images", done=never_done, run=bug)], console)
