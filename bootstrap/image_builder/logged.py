"""Long commands whose output goes to a log and whose steps are told while they run."""

import re
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bootstrap.command import stop

# buildah: `STEP 2/7: RUN ...`; Docker: `#6 [2/7] RUN ...`. The other steps take no time.
STEP = re.compile(r"^(?:STEP (?P<a>\d+/\d+): |#\d+ \[(?P<b>\d+/\d+)\] )RUN (?P<what>.*)$")
SHOWN = 60
PATIENCE = 2.0


@dataclass(frozen=True, kw_only=True)
class Logged:
    """One log file that commands write to, one voice that tells their steps."""

    log: Path
    say: Callable[[str], None]

    def run(self, argv: Sequence[str], *, env: Mapping[str, str], cwd: Path | None = None) -> int:
        """The exit code; on Ctrl-C the command and all that it started end before we do."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        # The output of package managers may name private mirrors.
        self.log.touch(mode=0o600)
        with (
            self.log.open("ab") as log,
            subprocess.Popen(
                argv,
                cwd=cwd,
                env=dict(env),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            ) as process,
        ):
            log.write(f"$ {' '.join(argv)}\n".encode())
            try:
                for line in process.stdout or ():
                    log.write(line)
                    log.flush()
                    self._tell(line.decode(errors="replace").rstrip())
                return process.wait()
            except BaseException:
                stop(process, patience=PATIENCE, leader_only=False)
                raise

    def _tell(self, line: str) -> None:
        if step := STEP.match(line):
            what = " ".join(word for word in step["what"].split() if not word.startswith("--mount"))
            self.say(f"{step['a'] or step['b']} {what[:SHOWN]}")
