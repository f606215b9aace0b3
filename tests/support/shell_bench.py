"""Runs the database's shell scripts with stand-ins that note how they were called."""

import os
import subprocess
from pathlib import Path

SCRIPTS = Path(__file__).parents[2] / "components" / "kubernetes" / "scripts"
STAND_IN = """#!/bin/sh
echo "$(basename "$0") $*" >> "$CALLS"
{body}
"""


class Bench:
    """A folder with stand-ins on its PATH, and one with passwords."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.passwords = folder, folder / "passwords"
        (folder / "bin").mkdir()
        (folder / "calls").touch()
        self.passwords.mkdir()
        self.environment = {
            "PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
            "CALLS": str(folder / "calls"),
            "SCRATCH": str(folder),
            "PASSWORDS": str(self.passwords),
            "PAUSE": "0.1",
        }

    def stand_in(self, name: str, body: str = "") -> None:
        path = self.folder / "bin" / name
        path.write_text(STAND_IN.format(body=body), encoding="utf-8")
        path.chmod(0o755)

    def password(self, name: str, word: str) -> None:
        (self.passwords / name).write_text(word, encoding="utf-8")

    def run(self, script: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["sh", str(SCRIPTS / script)],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )

    @property
    def calls(self) -> list[str]:
        return (self.folder / "calls").read_text(encoding="utf-8").splitlines()

    def texts_with(self, words: tuple[str, ...]) -> list[Path]:
        """Every file but the stand-ins and the passwords themselves that holds one of the words."""
        return [
            path
            for path in self.folder.rglob("*")
            if path.is_file()
            and path.parent not in {self.folder / "bin", self.passwords}
            and any(word in path.read_text(encoding="utf-8") for word in words)
        ]
