"""What a person sees while the steps run: one line per step, a moving clock on a terminal."""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TextIO

MINUTE = 60
HOUR = 3600
INDENT = "      "


def duration(seconds: float) -> str:
    """A time as people write it: `4 s`, `5 min 50 s`, `1 h 2 min`."""
    whole = int(seconds + 0.5)
    if whole < MINUTE:
        return f"{whole} s"
    if whole < HOUR:
        return f"{whole // MINUTE} min {whole % MINUTE} s"
    return f"{whole // HOUR} h {whole % HOUR // MINUTE} min"


@dataclass(kw_only=True)
class Console:
    """Lines for a terminal or a log; a terminal shows the running step's line in place."""

    out: TextIO = field(default_factory=lambda: sys.stdout)
    clock: Callable[[], float] = time.monotonic
    tty: bool = field(init=False)
    _pending: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self.tty = self.out.isatty()

    @property
    def tick_seconds(self) -> float:
        """How often a running step says that it still runs."""
        return 2.0 if self.tty else 30.0

    def line(self, text: str = "") -> None:
        """Print a line that stays."""
        self._clear()
        self.out.write(f"{text}\n")
        self.out.flush()

    def error(self, text: str) -> None:
        """Print a line to the other stream: the output may be read by a shell."""
        self._clear()
        self.out.flush()
        print(text, file=sys.stderr, flush=True)

    def moving(self, text: str) -> None:
        """Show how far a step is: rewritten on a terminal, a line of its own in a log."""
        if not self.tty:
            self.line(text)
            return
        self._clear()
        self.out.write(text)
        self.out.flush()
        self._pending = True

    def _clear(self) -> None:
        if self._pending:
            self.out.write("\r\x1b[2K")
            self._pending = False


@dataclass(kw_only=True)
class Progress:
    """The voice of one running step."""

    console: Console
    title: str
    _started: float = field(init=False)
    _last: float = field(init=False)

    def __post_init__(self) -> None:
        self._started = self._last = self.console.clock()
        if self.console.tty:
            self.console.moving(f"{self.title} ...")

    @property
    def elapsed(self) -> float:
        """Seconds since the step began."""
        return self.console.clock() - self._started

    def say(self, text: str) -> None:
        """Tell something worth keeping."""
        self.console.line(f"{INDENT}{text}")
        self._last = self.console.clock()

    def tick(self, detail: str = "") -> None:
        """Show that the step still runs, if enough time has passed since the last sign."""
        now = self.console.clock()
        if now - self._last < self.console.tick_seconds:
            return
        self._last = now
        told = f"{detail}, " if detail else ""
        self.console.moving(f"{self.title} ... {told}{duration(self.elapsed)}")

    def finish(self, outcome: str, *, timed: bool = True) -> None:
        """Print the step's last word."""
        took = f", {duration(self.elapsed)}" if timed else ""
        self.console.line(f"{self.title} ... {outcome}{took}")
