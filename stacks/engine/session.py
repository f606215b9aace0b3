"""One stack, worked on with the `pulumi` CLI."""

import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from slipway.stacks.cli.options import state_folder
from slipway.stacks.engine.environment import session_environment
from slipway.stacks.engine.errors import EngineError, NoEngineError
from slipway.stacks.engine.line_reader import LineReader
from slipway.stacks.engine.outputs import StackOutputs, read_outputs
from slipway.stacks.engine.project import project_folder

Echo = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class StackSession:
    """A stack, its config file and the environment in which the CLI finds both."""

    stack: str
    config_file: Path
    project: Path
    environment: Mapping[str, str]
    echo: Echo
    """Gets the CLI's output line by line, while it runs."""

    def outputs(self) -> StackOutputs:
        """What the stack exports, secrets in plain.

        Raises:
            EngineError: The stack can't be read.
            OutputsError: Nothing was deployed yet.
        """
        arguments = ["stack", "output", "--json", "--show-secrets", *self._target()]
        try:
            done = subprocess.run(
                ["pulumi", *arguments],
                cwd=self.project,
                env=self._environment(),
                capture_output=True,
                text=True,
                check=False,
            )
        except FileNotFoundError:
            raise NoEngineError from None
        if done.returncode != 0:
            raise EngineError("stack output", self.stack, done.returncode, done.stderr)
        return read_outputs(self.stack, done.stdout)

    def preview(self) -> str:
        """What `up` would change, in the CLI's words.

        Raises:
            EngineError: The preview failed.
        """
        return self._run("preview", ["preview", *self._configured()])

    def up(self) -> None:
        """Brings the stack to its config; asks nothing.

        Raises:
            EngineError: The update failed or was only done in part.
        """
        self._run("up", ["up", "--yes", "--skip-preview", *self._configured()])

    def _configured(self) -> list[str]:
        return [*self._target(), "--config-file", str(self.config_file.resolve())]

    def _target(self) -> list[str]:
        return ["--stack", self.stack, "--non-interactive", "--color", "never"]

    def _environment(self) -> dict[str, str]:
        return {**os.environ, **self.environment}

    def _run(self, command: str, arguments: Sequence[str]) -> str:
        """Runs the CLI outside our process group, so that Ctrl-C reaches it once, through us."""
        try:
            child = subprocess.Popen(
                ["pulumi", *arguments],
                cwd=self.project,
                env=self._environment(),
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                process_group=0,
            )
        except FileNotFoundError:
            raise NoEngineError from None
        with child:
            lines = self._follow(child)
        if child.returncode != 0:
            raise EngineError(command, self.stack, child.returncode)
        return "".join(f"{line}\n" for line in lines)

    def _follow(self, child: "subprocess.Popen[bytes]") -> list[str]:
        """Passes the output on until the CLI ends; an interrupt is handed to it and waited for."""
        lines: list[str] = []
        reader = LineReader(child.stdout.fileno()) if child.stdout else None
        interrupted = False
        while True:
            try:
                while reader is not None and (line := reader.next_line()) is not None:
                    lines.append(line)
                    self.echo(line)
                child.wait()
                break
            except KeyboardInterrupt:
                interrupted = True
                child.send_signal(signal.SIGINT)
                self.echo("stopping: pulumi finishes what it began; Ctrl-C again ends it at once")
        if interrupted:
            raise KeyboardInterrupt
        return lines


def open_session(stack: str, config_file: Path, echo: Echo) -> StackSession:
    """A session in the project around the current folder.

    Raises:
        NoProjectError: There is no project here.
    """
    state = state_folder()
    return StackSession(
        stack=stack,
        config_file=config_file,
        project=project_folder(Path.cwd(), state),
        environment=session_environment(state),
        echo=echo,
    )
