"""Files as they were at a git revision."""

import subprocess
from pathlib import Path


class RevisionFiles:
    """Reads files of a revision by the path that they have today."""

    def __init__(self, revision: str, project: Path) -> None:
        # By its hash: another repository, of a price book, may know the same name.
        commit = _git(project, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
        self._commit = (commit or b"").decode().strip()

    def read(self, path: Path) -> bytes | None:
        """What a file held; None where the revision has no such file."""
        return _git(path.parent.resolve(), "show", f"{self._commit}:./{path.name}")


def _git(folder: Path, *arguments: str) -> bytes | None:
    """What git prints; None when it fails."""
    run = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False)
    return run.stdout if run.returncode == 0 else None
