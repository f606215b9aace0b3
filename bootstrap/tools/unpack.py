"""Programs out of a downloaded artefact."""

import shutil
import tarfile
from collections.abc import Sequence
from pathlib import Path

from bootstrap.tools.download import DownloadFailed
from bootstrap.tools.model import Program

EXECUTABLE = 0o755


def unpack(artefact: Path, programs: Sequence[Program], folder: Path, spelled: str) -> None:
    """Put the programs into a folder. Only the named members are read: nothing else is written."""
    folder.mkdir(parents=True, exist_ok=True)
    if [program.source for program in programs] == [""]:
        target = folder / programs[0].name
        artefact.replace(target)
        target.chmod(EXECUTABLE)
        return
    try:
        with tarfile.open(artefact, "r:*") as archive:
            for program in programs:
                _extract(archive, program.source.format(arch=spelled), folder / program.name)
    except tarfile.TarError as error:
        raise DownloadFailed(f"{artefact.name}: not an archive ({error})") from error


def _extract(archive: tarfile.TarFile, member: str, target: Path) -> None:
    """Copy one regular file out of an archive; a leading `./` in it makes no difference."""
    for name in (member, f"./{member}"):
        try:
            source = archive.extractfile(name)
        except KeyError:
            continue
        if source is not None:
            with source, target.open("wb") as out:
                shutil.copyfileobj(source, out)
            target.chmod(EXECUTABLE)
            return
    raise DownloadFailed(f"the archive holds no file {member}")
