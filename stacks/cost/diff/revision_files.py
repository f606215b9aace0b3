"""Files as they were at a git revision."""

import subprocess
from pathlib import Path


class RevisionFiles:
    """Reads files of a revision by the path that they have today."""

    def __init__(self, revision: str, project: Path) -> None:
        self._top = _git(project, "rev-parse", "--show-toplevel")
        commit = _git(project, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
        self._commit = (commit or b"").decode().strip()

    def read(self, path: Path) -> bytes | None:
        """What a file held; None where the revision's repository has no such file."""
        folder = path.parent.resolve()
        # Another repository may know a revision of the same name.
        if self._top is None or _git(folder, "rev-parse", "--show-toplevel") != self._top:
            return None
        return _git(folder, "show", f"{self._commit}:./{path.name}")


def _git(folder: Path, *arguments: str) -> bytes | None:
    """What git prints; None when it fails."""
    run = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False)
    return run.stdout if run.returncode == 0 else None
