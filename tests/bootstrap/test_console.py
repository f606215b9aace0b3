import io

import pytest
from typing_extensions import override

from bootstrap.console import Console, Progress, duration


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.4, "0 s"),
        (59.6, "1 min 0 s"),
        (350, "5 min 50 s"),
        (3600, "1 h 0 min"),
        (3725, "1 h 2 min"),
    ],
)
def test_times_are_written_as_people_write_them(seconds: float, text: str) -> None:
    assert duration(seconds) == text


class Terminal(io.StringIO):
    @override
    def isatty(self) -> bool:
        return True


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_in_a_log_a_quick_step_is_one_line() -> None:
    out = io.StringIO()
    Progress(console=Console(out=out), title="[3/14] tools: kubectl").finish("built")
    assert out.getvalue() == "[3/14] tools: kubectl ... built, 0 s\n"


def test_in_a_log_a_long_step_speaks_every_half_minute() -> None:
    out, clock = io.StringIO(), Clock()
    progress = Progress(console=Console(out=out, clock=clock), title="[3/14] tools: kubelet")
    for second in range(71):
        clock.now = second
        progress.tick("7 packages compiled")
    progress.finish("built from Go modules")
    assert out.getvalue().splitlines() == [
        "[3/14] tools: kubelet ... 7 packages compiled, 30 s",
        "[3/14] tools: kubelet ... 7 packages compiled, 1 min 0 s",
        "[3/14] tools: kubelet ... built from Go modules, 1 min 10 s",
    ]


def test_on_a_terminal_the_running_line_is_replaced() -> None:
    out, clock = Terminal(), Clock()
    progress = Progress(console=Console(out=out, clock=clock), title="step")
    clock.now = 3
    progress.tick()
    progress.say("something")
    progress.finish("done")
    erase = "\r\x1b[2K"
    assert (
        out.getvalue() == f"step ...{erase}step ... 3 s{erase}      something\nstep ... done, 3 s\n"
    )


def test_what_was_just_told_needs_no_sign_of_life() -> None:
    out, clock = io.StringIO(), Clock()
    progress = Progress(console=Console(out=out, clock=clock), title="step")
    clock.now = 29
    progress.say("something")
    clock.now = 31
    progress.tick()
    assert out.getvalue() == "      something\n"


def test_a_step_that_did_nothing_tells_no_time() -> None:
    out = io.StringIO()
    Progress(console=Console(out=out), title="step").finish("already there", timed=False)
    assert out.getvalue() == "step ... already there\n"


def test_errors_go_to_the_other_stream(capsys: pytest.CaptureFixture[str]) -> None:
    out = Terminal()
    console = Console(out=out)
    console.moving("step ...")
    console.error("up failed")
    assert capsys.readouterr().err == "up failed\n"
    assert out.getvalue() == "step ...\r\x1b[2K"
